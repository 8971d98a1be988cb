import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import type { Activity } from 'botbuilder';
import { ConnectorFactory } from 'botframework-connector';
import type { AuthenticateRequestResult, ClaimsIdentity, ConnectorClient } from 'botframework-connector';

/** Makes clients that give a call up after so many milliseconds, however often they try it. */
class BoundedConnectorFactory extends ConnectorFactory {
  readonly #inner: ConnectorFactory;
  readonly #patience: number;

  constructor(inner: ConnectorFactory, patience: number) {
    super();
    this.#inner = inner;
    this.#patience = patience;
  }

  override async create(serviceUrl: string, audience?: string): Promise<ConnectorClient> {
    const client = await this.#inner.create(serviceUrl, audience);
    const send = client.sendOperationRequest.bind(client);
    client.sendOperationRequest = ({ options, ...rest }, spec, callback) => {
      const abortSignal = AbortSignal.timeout(this.#patience);
      return send({ ...rest, options: { ...options, abortSignal } }, spec, callback);
    };
    return client;
  }
}

/**
 * The library's client waits as long as a `Retry-After` says, an hour if need be, and for ever for an answer that never
 * comes; the cards of everybody else would wait behind it. What is given up here, the queue tries again.
 */
export class PatientAuthentication extends ConfigurationBotFrameworkAuthentication {
  readonly #patience: number;

  constructor(patience: number, ...settings: ConstructorParameters<typeof ConfigurationBotFrameworkAuthentication>) {
    super(...settings);
    this.#patience = patience;
  }

  override async authenticateRequest(activity: Activity, authHeader: string): Promise<AuthenticateRequestResult> {
    const { connectorFactory, ...result } = await super.authenticateRequest(activity, authHeader);
    if (!connectorFactory) return result;
    return { ...result, connectorFactory: new BoundedConnectorFactory(connectorFactory, this.#patience) };
  }

  override createConnectorFactory(identity: ClaimsIdentity): ConnectorFactory {
    return new BoundedConnectorFactory(super.createConnectorFactory(identity), this.#patience);
  }
}
