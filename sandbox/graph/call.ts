import type { Teams } from '../gateway/teams.ts';
import type { DirectoryUser } from '../tenant/directory.ts';
import type { Tenant } from '../tenant/tenant.ts';
import { accessDenied, badRequest } from './graph-error.ts';
import type { GraphAnswer } from './graph-error.ts';

/** One request to Graph, with everything that is known about who asks. */
export interface Call {
  method: string;
  params: Record<string, string>;
  query: URLSearchParams;
  /** Without the query, from `/v1.0` on. */
  path: string;
  headers: Record<string, string>;
  body: unknown;
  tenant: Tenant;
  /** Who is signed in; undefined when the app asks in its own name. */
  caller: DirectoryUser | undefined;
  /** Delegated permissions of the caller, or application permissions of the app. */
  scopes: ReadonlySet<string>;
  baseUrl: string;
  now: number;
}

export interface Endpoint {
  method: string;
  /** From `/v1.0` on, `:name` for a segment. */
  pattern: string;
  /** Any one of these permissions will do. */
  scopes: readonly string[];
  answer: (call: Call) => GraphAnswer;
}

/** One request of the app itself. */
export interface AppCall extends Pick<Call, 'params' | 'query' | 'body' | 'tenant' | 'baseUrl'> {
  teams: Teams;
}

export interface AppEndpoint extends Pick<Endpoint, 'method' | 'pattern'> {
  /** Any one of these application permissions will do. */
  roles: readonly string[];
  answer: (call: AppCall) => GraphAnswer;
}

export function signedIn({ caller }: Call): DirectoryUser {
  if (!caller) throw badRequest('/me request is only valid with delegated authentication flow.');
  return caller;
}

export function hasAny(call: Call, scopes: readonly string[]): boolean {
  return scopes.some((scope) => call.scopes.has(scope));
}

export function requireAny(call: Call, scopes: readonly string[]): void {
  if (!hasAny(call, scopes)) throw accessDenied();
}
