import {
  Client,
  HTTPMessageHandler,
  RedirectHandler,
  RetryHandler,
  RetryHandlerOptions,
  TelemetryHandler,
} from '@microsoft/microsoft-graph-client';
import { Deadline } from './deadline.ts';
import { OriginAuth } from './origin-auth.ts';

export interface GraphClientOptions {
  graphUrl: string;
  /** How long one attempt may take. */
  timeoutMilliseconds: number;
  /** The longest Retry-After that is waited for; a longer one is a busy Graph. */
  patienceSeconds: number;
}

/** Microsoft's client with a chain of our own, for two reasons: where tokens may go, and what may be sent twice. */
export function createGraphClient({ graphUrl, timeoutMilliseconds, patienceSeconds }: GraphClientOptions): Client {
  // Left to itself, RetryHandler repeats a POST after a 504, when the first one may have taken effect.
  const retry = new RetryHandlerOptions(1, 3, (_delay, _attempt, _request, options, response) => {
    const mayBeRepeated = response.status === 429 || options?.method === 'GET';
    return mayBeRepeated && secondsToWait(response) <= patienceSeconds;
  });
  return Client.initWithMiddleware({
    baseUrl: `${graphUrl}/`,
    defaultVersion: 'v1.0',
    middleware: [
      new OriginAuth(graphUrl),
      new RetryHandler(retry),
      new RedirectHandler(),
      new TelemetryHandler(),
      new Deadline(timeoutMilliseconds),
      new HTTPMessageHandler(),
    ],
  });
}

function secondsToWait(response: Response): number {
  const header = response.headers.get('retry-after');
  if (header === null) return 0;
  const seconds = Number(header);
  return Number.isNaN(seconds) ? (Date.parse(header) - Date.now()) / 1000 : seconds;
}
