import { randomUUID } from 'node:crypto';
import { GraphClientError, ResponseType } from '@microsoft/microsoft-graph-client';
import type { Client } from '@microsoft/microsoft-graph-client';
import { z } from 'zod';
import { ProblemError } from '../../core/errors.ts';
import { AccessToken } from './origin-auth.ts';
import { claimsChallenge, problemOf, readRefusal } from './graph-errors.ts';

/** A Graph token with these scopes. `claims` answers a challenge and replaces the token that was refused. */
export type GraphTokens = (scopes: readonly string[], claims?: string) => Promise<string>;

interface GraphCall {
  method: 'get' | 'post';
  path: string;
  scopes: readonly string[];
  /** Asks the search index, which may lag behind; needed for `$search` and for casts. */
  eventual?: boolean;
  /** Names the call to Graph; without it, a new one each time. */
  clientRequestId?: string | undefined;
  body?: unknown;
}

/** With a `body` it is a question that Graph wants to be posted. */
interface GraphRead<T> extends Omit<GraphCall, 'method'> {
  schema: z.ZodType<T>;
  /** Statuses that mean "there is nothing", not "something is wrong". */
  nothingOn?: readonly number[];
}

/** Calls Graph in the name that the tokens carry: one person's, or the app's own. */
export interface GraphCalls {
  send(call: GraphCall): Promise<Response>;
  read<T>(read: GraphRead<T>): Promise<T | undefined>;
  /** All pages; with `atMost`, no further than that many items need. */
  readAll<T>(read: GraphRead<T> & { atMost?: number }): Promise<T[]>;
  /** The same, with how many there are on all pages; the path has to ask with `$count=true`. */
  readCounted<T>(read: GraphRead<T> & { atMost?: number }): Promise<{ items: T[]; total: number }>;
}

/** Nothing this bot reads has so many pages; a chain of next links that long goes in circles. */
const mostPages = 1_000;

// The type is inferred: it follows the schema of the items.
function pageOf<T>(item: z.ZodType<T>) {
  const [link, count] = [z.string().optional(), z.number().optional()];
  return z.object({ value: z.array(item), '@odata.nextLink': link, '@odata.count': count });
}

export function createGraphCalls(client: Client, graphUrl: string, tokens: GraphTokens): GraphCalls {
  async function send(call: GraphCall): Promise<Response> {
    const response = await attempt(client, call, await tokens(call.scopes));
    const claims = claimsChallenge(response);
    if (claims === undefined) return response;
    return attempt(client, call, await tokens(call.scopes, claims));
  }
  async function read<T>({ schema, nothingOn = [], ...call }: GraphRead<T>): Promise<T | undefined> {
    const response = await send({ ...call, method: call.body === undefined ? 'get' : 'post' });
    if (nothingOn.includes(response.status)) return undefined;
    if (!response.ok) throw problemOf(await readRefusal(response));
    return parseAnswer(response, schema);
  }
  async function readCounted<T>({
    schema,
    atMost = Infinity,
    ...call
  }: GraphRead<T> & { atMost?: number }): Promise<{ items: T[]; total: number }> {
    const page = pageOf(schema);
    const items: T[] = [];
    let total: number | undefined;
    let path: string | undefined = call.path;
    for (let pages = 0; path !== undefined && items.length < atMost; pages += 1) {
      if (pages === mostPages) throw new GraphClientError('the pages of Graph have no end');
      const found: z.infer<typeof page> | undefined = await read({ ...call, path, schema: page });
      items.push(...(found?.value ?? []));
      total ??= found?.['@odata.count'];
      path = found?.['@odata.nextLink'] && pathOf(found['@odata.nextLink'], graphUrl);
    }
    return { items: items.slice(0, atMost), total: total ?? items.length };
  }
  const readAll: GraphCalls['readAll'] = async (wanted) => (await readCounted(wanted)).items;
  return { send, read, readAll, readCounted };
}

async function attempt(client: Client, call: GraphCall, token: string): Promise<Response> {
  const { method, path, eventual, clientRequestId = randomUUID(), body } = call;
  const request = client
    .api(path)
    .responseType(ResponseType.RAW)
    .middlewareOptions([new AccessToken(token)])
    .headers({ 'client-request-id': clientRequestId, 'x-ms-throttle-priority': 'high' });
  if (eventual) request.header('ConsistencyLevel', 'eventual');
  try {
    const answer: unknown = method === 'get' ? await request.get() : await request.post(body);
    return z.instanceof(Response).parse(answer);
  } catch (error) {
    if (error instanceof GraphClientError) throw error;
    throw new ProblemError({ kind: 'graph-unavailable' }, error);
  }
}

async function parseAnswer<T>(response: Response, schema: z.ZodType<T>): Promise<T> {
  try {
    return schema.parse(await response.json());
  } catch (error) {
    throw new ProblemError({ kind: 'graph-unavailable' }, error);
  }
}

/** A next link is text from outside. It is followed only back to where the call came from, as the client wants it: a path. */
function pathOf(link: string, graphUrl: string): string {
  const target = URL.parse(link);
  const root = new URL(`${graphUrl}/v1.0/`);
  if (target?.origin !== root.origin || !target.pathname.startsWith(root.pathname)) {
    throw new GraphClientError('a page of Graph points to another host');
  }
  return `/${target.pathname.slice(root.pathname.length)}${target.search}`;
}
