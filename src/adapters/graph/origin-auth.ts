import { GraphClientError } from '@microsoft/microsoft-graph-client';
import type { Context, Middleware, MiddlewareOptions } from '@microsoft/microsoft-graph-client';

/** The token of one call, on its way through the chain. */
export class AccessToken implements MiddlewareOptions {
  readonly token: string;

  constructor(token: string) {
    this.token = token;
  }
}

/** Sends the token to the configured Graph and nowhere else. The library's own handler never sends one over http. */
export class OriginAuth implements Middleware {
  readonly #origin: string;
  #next: Middleware | undefined;

  constructor(graphUrl: string) {
    this.#origin = new URL(graphUrl).origin;
  }

  async execute(context: Context): Promise<void> {
    const request: unknown = context.request;
    const url = request instanceof Request ? request.url : request;
    if (typeof url !== 'string' || URL.parse(url)?.origin !== this.#origin)
      throw new GraphClientError('a Graph call left for another host');
    const found: unknown = context.middlewareControl?.getMiddlewareOptions(AccessToken);
    if (!(found instanceof AccessToken)) throw new GraphClientError('a Graph call without a token');
    const { headers, ...options } = context.options ?? {};
    // A plain object under this very name: that is where RedirectHandler looks to drop the token for another host.
    context.options = { ...options, headers: { ...plain(headers), Authorization: `Bearer ${found.token}` } };
    await this.#next?.execute(context);
  }

  setNext(next: Middleware): void {
    this.#next = next;
  }
}

function plain(headers: unknown): Record<string, string> {
  return headers && typeof headers === 'object' ? Object.fromEntries(Object.entries(headers)) : {};
}
