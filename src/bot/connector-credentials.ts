import { AppCredentials, ServiceClientCredentialsFactory } from 'botframework-connector';
import type { AuthenticatorResult } from 'botframework-connector';

/** A token of the bot itself for a scope, and when it ends. */
export type BotTokens = (scope: string) => Promise<AuthenticatorResult>;

class ConnectorCredentials extends AppCredentials {
  readonly #tokens: BotTokens;

  constructor(botId: string, audience: string, tokens: BotTokens) {
    super(botId, undefined, audience);
    this.#tokens = tokens;
  }

  protected override refreshToken(): Promise<AuthenticatorResult> {
    const scope = this.oAuthScope.endsWith('/.default') ? this.oAuthScope : `${this.oAuthScope}/.default`;
    return this.#tokens(scope);
  }
}

/**
 * Signs the bot's calls to the channel with tokens from our own MSAL. The library's password factory builds an older MSAL
 * that cannot be led to another address than Microsoft's.
 */
export class ConnectorCredentialsFactory extends ServiceClientCredentialsFactory {
  readonly #botId: string;
  readonly #scope: string;
  readonly #tokens: BotTokens;

  constructor(botId: string, scope: string, tokens: BotTokens) {
    super();
    this.#botId = botId;
    this.#scope = scope;
    this.#tokens = tokens;
  }

  override isValidAppId(appId: string): Promise<boolean> {
    return Promise.resolve(appId === this.#botId);
  }

  override isAuthenticationDisabled(): Promise<boolean> {
    return Promise.resolve(false);
  }

  override createCredentials(appId: string, audience: string | undefined): Promise<AppCredentials> {
    if (appId !== this.#botId) throw new Error('credentials were asked for another app than the bot');
    // Whoever opens a chat has to name an audience, and leaves it empty for the channel's own.
    return Promise.resolve(new ConnectorCredentials(appId, audience || this.#scope, this.#tokens));
  }
}
