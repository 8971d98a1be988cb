import { z } from 'zod';
import { ProblemError } from '../../core/errors.ts';
import type { StepFailure } from '../../core/execution.ts';

/** What Graph said when it did not do what was asked. */
export interface GraphRefusal {
  status: number;
  message: string;
  requestId: string;
  /** The claims challenge of a 401 (or 403), decoded; undefined when there is none. */
  claims: string | undefined;
}

const errorBody = z.object({
  error: z.object({ code: z.string().optional(), message: z.string().optional() }),
});

const longestMessage = 500;

export async function readRefusal(response: Response): Promise<GraphRefusal> {
  const body: unknown = await response.json().catch(() => undefined);
  const { message = '', code = '' } = errorBody.safeParse(body).data?.error ?? {};
  return {
    status: response.status,
    message: (message || code || `HTTP ${response.status}`).slice(0, longestMessage),
    requestId: requestIdOf(response),
    claims: claimsChallenge(response),
  };
}

export function requestIdOf(response: Response): string {
  return response.headers.get('request-id') ?? '';
}

/** Graph wants a token with more in it; Microsoft identity platform, "Claims challenges, claims requests, and client capabilities". */
export function claimsChallenge(response: Response): string | undefined {
  const header = response.headers.get('www-authenticate') ?? '';
  if (![401, 403].includes(response.status) || !/error="?insufficient_claims"?/i.test(header)) return undefined;
  const encoded = /claims="([\w+/=-]{1,8192})"/i.exec(header)?.[1];
  if (encoded === undefined) return undefined;
  const decoded = Buffer.from(encoded, 'base64').toString('utf8');
  return isJson(decoded) ? decoded : undefined;
}

/** Why a call came to nothing, as far as it concerns everybody: signing in, roles, load, outages. */
export function problemOf({ status, claims, message, requestId }: GraphRefusal): ProblemError {
  const cause = new Error(`Graph answered ${status}: ${message}`);
  if (claims !== undefined) return new ProblemError({ kind: 'sign-in-needed', claims }, cause, requestId);
  if (status === 401) return new ProblemError({ kind: 'sign-in-needed' }, cause, requestId);
  if (status === 403) return new ProblemError({ kind: 'graph-forbidden' }, cause, requestId);
  // 409: another change to the same object is under way; "wait briefly and retry", says Graph.
  if (status === 429 || status === 409) return new ProblemError({ kind: 'graph-busy' }, cause, requestId);
  return new ProblemError({ kind: 'graph-unavailable' }, cause, requestId);
}

/**
 * Why licences were not removed or added. Graph has one code for all its licence rules (Request_BadRequest), so the message is
 * the only handle; what is not known is passed on in Graph's own words. "User does not have a corresponding license"
 * is among those: whether somebody else removed it or an earlier, lost answer of ours did, only the caller can tell,
 * by reading again. Undefined: not a verdict about these licences, see `problemOf`.
 */
export function failureOf({ status, message, claims }: GraphRefusal): StepFailure | undefined {
  if (claims !== undefined) return undefined;
  if (status === 403) return { kind: 'forbidden' };
  if (status === 404) return { kind: 'gone' };
  if (status !== 400) return undefined;
  if (message.includes('license is inherited from a group')) return { kind: 'inherited' };
  if (message.includes('does not have any available licenses')) return { kind: 'no-seats' };
  if (message.includes('invalid usage location')) return { kind: 'usage-location' };
  if (message.includes('mutually exclusive')) return { kind: 'conflict', message };
  if (message.includes('depends on the service plan')) return { kind: 'dependency', message };
  return { kind: 'refused-by-graph', message };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
