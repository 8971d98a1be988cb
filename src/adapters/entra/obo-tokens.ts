import { createHash } from 'node:crypto';
import { ProblemError } from '../../core/errors.ts';
import type { UserAssertion } from '../../core/ports.ts';
import { createClientApplication } from './client-application.ts';
import { createTokenCache } from './token-cache.ts';
import type { IssuedToken } from './token-cache.ts';
import { tokenProblem } from './token-problem.ts';

export interface OboRegistration {
  ssoAppId: string;
  ssoAppSecret: string;
  entraUrl: string;
}

/**
 * A token for the person, with these scopes, by the on-behalf-of flow. `claims` answers a challenge of the API and
 * replaces the token that was refused. Throws sign-in-needed, consent-needed, access-blocked or graph-unavailable.
 */
export type OboTokens = (assertion: UserAssertion, scopes: readonly string[], claims?: string) => Promise<string>;

/**
 * Tokens are kept by the assertion's own hash and scopes, and every request to Entra has its own MSAL application:
 * a shared one stores the tokens of concurrent people in one partition.
 */
export function createOboTokens(registration: OboRegistration, now: () => number = Date.now): OboTokens {
  const cache = createTokenCache(now);
  return async (assertion, scopes, claims) => {
    const key = [createHash('sha256').update(assertion.token).digest('hex'), ...scopes.toSorted()].join(' ');
    return cache.get(key, () => ask(registration, assertion, scopes, claims), claims !== undefined);
  };
}

async function ask(
  registration: OboRegistration,
  assertion: UserAssertion,
  scopes: readonly string[],
  claims: string | undefined,
): Promise<IssuedToken> {
  const application = createClientApplication({
    clientId: registration.ssoAppId,
    clientSecret: registration.ssoAppSecret,
    tenantId: assertion.tenantId,
    entraUrl: registration.entraUrl,
    capabilities: ['CP1'],
  });
  const result = await application
    .acquireTokenOnBehalfOf({ oboAssertion: assertion.token, scopes: [...scopes], ...(claims ? { claims } : {}) })
    .catch((error: unknown) => {
      throw tokenProblem(error);
    });
  if (!result?.accessToken || !result.expiresOn) throw new ProblemError({ kind: 'graph-unavailable' });
  return { token: result.accessToken, expiresAt: result.expiresOn.getTime() };
}
