import type { Tokens } from '../entra/tokens.ts';
import type { Teams } from '../gateway/teams.ts';
import { bearer, jsonBody } from '../http/exchange.ts';
import type { Answer, Incoming } from '../http/exchange.ts';
import { createHolds } from '../http/holds.ts';
import type { Held, Hold } from '../http/holds.ts';
import { route } from '../http/routes.ts';
import type { Route } from '../http/routes.ts';
import type { Tenant } from '../tenant/tenant.ts';
import { answerBatch } from './batch.ts';
import type { BatchPart } from './batch.ts';
import { requireAny } from './call.ts';
import type { Call } from './call.ts';
import { identifyCaller } from './caller.ts';
import type { AppCaller, Caller } from './caller.ts';
import { findAppEndpoint, findEndpoint } from './endpoints.ts';
import { createFaults } from '../http/faults.ts';
import type { Fault, Faults } from '../http/faults.ts';
import { accessDenied, asAnswer, errorBody, GraphError } from './graph-error.ts';
import type { GraphAnswer, RequestIds } from './graph-error.ts';

/** One request and its answer, as a test wants to look at it. Bodies are parsed JSON. */
export interface GraphExchange {
  method: string;
  /** From `/v1.0` on, with the query. */
  url: string;
  requestHeaders: Record<string, string>;
  requestBody: unknown;
  status: number;
  responseHeaders: Record<string, string>;
  responseBody: unknown;
}

export interface Graph {
  routes: Route[];
  failNext: (fault: Fault) => void;
  /** Keeps the next such request waiting until the test lets it go. */
  holdNext: (hold: Hold) => Held;
  onExchange: (listener: (exchange: GraphExchange) => void) => void;
  reset: () => void;
}

export interface GraphParts {
  tenants: ReadonlyMap<string, Tenant>;
  tokens: Tokens;
  teams: Teams;
  cloudUrl: () => string;
  now: () => number;
}

interface Request {
  method: string;
  url: URL;
  headers: Record<string, string>;
  body: unknown;
  ids: RequestIds;
}

const prefix = '/graph';

export function createGraph(parts: GraphParts): Graph {
  const faults = createFaults();
  const holds = createHolds();
  const listeners: ((exchange: GraphExchange) => void)[] = [];
  async function handle(incoming: Incoming): Promise<Answer> {
    const request = readRequest(incoming);
    const work = (): Promise<GraphAnswer> => answerRequest(parts, faults, request);
    const answered = await holds.pass(request.method, request.url.pathname, work);
    if (!answered) return asAnswer(lost);
    const { requestId, clientRequestId } = request.ids;
    const headers = { 'request-id': requestId, 'client-request-id': clientRequestId, ...answered.headers };
    const answer = asAnswer({ ...answered, headers });
    for (const listener of listeners) listener(exchangeOf(request, answer, answered.body));
    return answer;
  }
  return {
    routes: [route('*', `${prefix}/*`, handle)],
    failNext: faults.failNext,
    holdNext: holds.holdNext,
    onExchange: (listener) => void listeners.push(listener),
    reset() {
      faults.reset();
      holds.reset();
    },
  };
}

/** Nobody is there any more to read it. */
const lost: GraphAnswer = { status: 503, body: undefined };

async function answerRequest(parts: GraphParts, faults: Faults, request: Request): Promise<GraphAnswer> {
  try {
    const caller = await identifyCaller(parts.tenants, parts.tokens, bearer({ ...request, body: '', params: {} }));
    const batch = request.method === 'POST' && request.url.pathname === '/v1.0/$batch';
    if (!batch) return attempt(parts, faults, caller, request);
    return await answerBatch(request.body, (part) => attempt(parts, faults, caller, partRequest(part, request.ids)));
  } catch (error) {
    return asFailure(error, request.ids, parts.now());
  }
}

function attempt(parts: GraphParts, faults: Faults, caller: Caller, request: Request): GraphAnswer {
  const fault = faults.take(request.method, request.url.pathname);
  try {
    if (fault && !fault.afterWrite) throw faultError(fault);
    const answer = perform(parts, caller, request);
    if (fault) throw faultError(fault);
    return answer;
  } catch (error) {
    return asFailure(error, request.ids, parts.now());
  }
}

function perform(parts: GraphParts, caller: Caller, request: Request): GraphAnswer {
  if (caller.kind === 'user') return performFor(parts, caller.tenant, caller.user, caller.scopes, request);
  return performForApp(parts, caller, request);
}

function performForApp(parts: GraphParts, { tenant, roles }: AppCaller, request: Request): GraphAnswer {
  const { method, url, body } = request;
  const found = findAppEndpoint(method, url.pathname);
  if (!found) return performFor(parts, tenant, undefined, roles, request);
  const { endpoint, params } = found;
  if (!endpoint.roles.some((role) => roles.has(role))) throw accessDenied();
  const baseUrl = `${parts.cloudUrl()}${prefix}`;
  return endpoint.answer({ params, query: url.searchParams, body, tenant, teams: parts.teams, baseUrl });
}

function performFor(
  { cloudUrl, now }: GraphParts,
  tenant: Tenant,
  caller: Call['caller'],
  scopes: Call['scopes'],
  request: Request,
): GraphAnswer {
  const { method, headers, body, url } = request;
  const path = url.pathname;
  const { endpoint, params } = findEndpoint(method, path);
  const seen = { method, params, query: url.searchParams, path, headers, body };
  const call = { ...seen, tenant, caller, scopes, baseUrl: `${cloudUrl()}${prefix}`, now: now() };
  requireAny(call, endpoint.scopes);
  if (caller?.userType === 'Guest' && !path.startsWith('/v1.0/me')) throw accessDenied();
  return endpoint.answer(call);
}

function exchangeOf(request: Request, answer: Answer, responseBody: unknown): GraphExchange {
  return {
    method: request.method,
    url: `${request.url.pathname}${request.url.search}`,
    requestHeaders: request.headers,
    requestBody: request.body,
    status: answer.status,
    responseHeaders: answer.headers ?? {},
    responseBody,
  };
}

function readRequest(incoming: Incoming): Request {
  const url = new URL(incoming.url);
  // Graph clients write the batch address with its dollar sign escaped or not.
  url.pathname = incoming.url.pathname.slice(prefix.length).replace('%24', '$');
  const requestId = crypto.randomUUID();
  const ids = { requestId, clientRequestId: incoming.headers['client-request-id'] ?? requestId };
  return { method: incoming.method, url, headers: incoming.headers, body: jsonBody(incoming), ids };
}

function partRequest({ method, url, headers, body }: BatchPart, ids: RequestIds): Request {
  const lowered = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return { method, url: new URL(`http://batch/v1.0/${url.replace(/^\//, '')}`), headers: lowered, body, ids };
}

function faultError({ status, code, message, headers }: Fault): GraphError {
  const [usualCode, usualMessage] = usual[status] ?? ['UnknownError', ''];
  return new GraphError(status, code ?? usualCode, message ?? usualMessage, headers);
}

const usual: Record<number, [string, string]> = {
  403: ['Authorization_RequestDenied', 'Insufficient privileges to complete the operation.'],
  409: [
    'Directory_ConcurrencyViolation',
    'Error due to concurrent requests being made to the tenant. Please wait briefly and retry.',
  ],
  429: ['TooManyRequests', 'Too many requests.'],
  503: ['serviceNotAvailable', 'The service is temporarily unavailable.'],
  504: ['UnknownError', ''],
};

function asFailure(error: unknown, ids: RequestIds, now: number): GraphAnswer {
  if (!(error instanceof GraphError)) throw error;
  return { status: error.status, headers: error.headers, body: errorBody(error, ids, now) };
}
