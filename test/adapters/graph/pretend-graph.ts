import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { skuId, tenantId, userId } from '../../../src/core/identity.ts';
import type { Directory, UserAssertion } from '../../../src/core/ports.ts';
import { createGraphDirectory } from '../../../src/adapters/graph/graph-directory.ts';

export const contoso = tenantId.parse('c0150c01-5a4d-4b0c-8f00-000000000001');
export const anaId = userId.parse('a0a00000-5a4d-4b0c-8f00-000000000001');
export const alexId = userId.parse('a1e00000-5a4d-4b0c-8f00-000000000001');
export const e3 = skuId.parse('05e9a617-0261-4cee-bb44-138d3ef5d965');
export const visio = skuId.parse('c5928f49-12ba-48f7-ada3-0d743a3601d5');
export const alex: UserAssertion = { tenantId: contoso, userId: alexId, token: 'assertion of Alex', tokenId: 'uti' };

export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: unknown;
}

export interface Answered {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
  /** The connection breaks instead. */
  hangUp?: boolean;
  /** No answer ever comes. */
  silent?: boolean;
}

export type Answering = (asked: Asked, url: string) => Answered;

export interface PretendGraph {
  url: string;
  asked: Asked[];
  stop(): Promise<void>;
}

/** A Graph that says what a test tells it to, over real HTTP. */
export async function startPretendGraph(answering: Answering): Promise<PretendGraph> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => (text += String(chunk)));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', graph.url);
      const call: Asked = {
        method: request.method ?? '',
        path: decodeURIComponent(url.pathname),
        query: url.searchParams,
        headers: request.headers,
        body: text === '' ? undefined : JSON.parse(text),
      };
      asked.push(call);
      const { status = 200, headers = {}, body, hangUp, silent } = answering(call, graph.url);
      if (silent) return;
      if (hangUp) return void request.socket.destroy();
      response.writeHead(status, { 'content-type': 'application/json', 'request-id': 'graph-request-1', ...headers });
      response.end(typeof body === 'string' ? body : JSON.stringify(body ?? {}));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the pretend Graph has no port');
  const graph: PretendGraph = {
    url: `http://127.0.0.1:${address.port}`,
    asked,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return graph;
}

export interface TokenAsked {
  scopes: string[];
  claims: string | undefined;
}

/** Runs a test against a Graph of its own. */
export async function withGraph(
  answering: Answering,
  run: (directory: Directory, graph: PretendGraph, tokens: TokenAsked[]) => Promise<void>,
  timeoutMilliseconds = 20_000,
): Promise<void> {
  const graph = await startPretendGraph(answering);
  const tokens: TokenAsked[] = [];
  const directory = createGraphDirectory({
    graphUrl: graph.url,
    timeoutMilliseconds,
    tokensFor(assertion, scopes, claims) {
      const names = scopes.map((scope) => scope.replace('https://graph.microsoft.com/', ''));
      tokens.push({ scopes: names, claims });
      return Promise.resolve(`${assertion.userId} ${names.join('+')}${claims ? ' challenged' : ''}`);
    },
  });
  try {
    await run(directory, graph, tokens);
  } finally {
    await graph.stop();
  }
}

export function user(id: string, displayName: string, change: Record<string, unknown> = {}): Record<string, unknown> {
  const userPrincipalName = `${displayName.toLowerCase().replaceAll(' ', '.')}@contoso.com`;
  return { id, displayName, userPrincipalName, accountEnabled: true, userType: 'Member', ...change };
}

export function refusal(status: number, message: string, headers: Record<string, string> = {}): Answered {
  const innerError = { date: '2026-07-14T16:14:05', 'request-id': 'inner', 'client-request-id': 'c' };
  return { status, headers, body: { error: { code: 'Request_BadRequest', message, innerError } } };
}

export function challenge(claims: string): Answered {
  const header = `Bearer realm="", authorization_uri="https://login", error="insufficient_claims", claims="${btoa(claims)}"`;
  return {
    ...refusal(401, 'Continuous access evaluation resulted in challenge'),
    headers: { 'www-authenticate': header },
  };
}
