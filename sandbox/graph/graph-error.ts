import type { Answer } from '../http/exchange.ts';

/** Thrown by whatever answers a Graph request, and turned into Graph's error shape at one place. */
export class GraphError extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Record<string, string>;

  constructor(status: number, code: string, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

export interface RequestIds {
  requestId: string;
  clientRequestId: string;
}

/** `date` has no time zone: so the real service writes it. */
export function errorBody({ code, message }: GraphError, ids: RequestIds, now: number): Record<string, unknown> {
  const date = new Date(now).toISOString().slice(0, 19);
  const innerError = { date, 'request-id': ids.requestId, 'client-request-id': ids.clientRequestId };
  return { error: { code, message, innerError } };
}

export type GraphAnswer = { status: number; body?: unknown; headers?: Record<string, string> };

export function asAnswer({ status, body, headers = {} }: GraphAnswer): Answer {
  const all = { 'odata-version': '4.0', 'cache-control': 'no-cache', ...headers };
  if (body === undefined) return { status, headers: all };
  const contentType = typeof body === 'number' ? 'text/plain' : 'application/json;odata.metadata=minimal;charset=utf-8';
  return { status, headers: { 'content-type': contentType, ...all }, body: JSON.stringify(body) };
}

export function badRequest(message: string): GraphError {
  return new GraphError(400, 'Request_BadRequest', message);
}

export function unsupportedQuery(message = 'Unsupported Query.'): GraphError {
  return new GraphError(400, 'Request_UnsupportedQuery', message);
}

export function accessDenied(): GraphError {
  return new GraphError(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
}

export function resourceNotFound(id: string): GraphError {
  const message = `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`;
  return new GraphError(404, 'Request_ResourceNotFound', message);
}
