import { createRemoteJWKSet, decodeJwt, errors, jwtVerify } from 'jose';
import { z } from 'zod';
import { ProblemError } from '../../core/errors.ts';
import { tenantId, userId } from '../../core/identity.ts';
import type { UserAssertion } from '../../core/ports.ts';
import { publicEntraUrl } from './client-application.ts';

export interface AssertionRules {
  entraUrl: string;
  ssoAppId: string;
  ssoAppIdUri: string;
  allowedTenants: readonly string[];
}

export type VerifyAssertion = (token: string) => Promise<UserAssertion>;

type Keys = ReturnType<typeof createRemoteJWKSet>;

const requiredScope = 'access_as_user';
const claims = z.object({
  tid: tenantId,
  oid: userId,
  uti: z.string().min(1),
  scp: z.string().refine((scopes) => scopes.split(' ').includes(requiredScope)),
});

/**
 * Checks that a token is a person's sign-in for this app (Microsoft identity platform, "Access tokens", validation).
 * Throws sign-in-needed for anything else, somebody-elses-sign-in for a tenant that may not use the bot, and
 * graph-unavailable when Entra's keys are out of reach.
 */
export function createAssertionVerifier(rules: AssertionRules): VerifyAssertion {
  const keysOfTenants = new Map<string, Keys>();
  function keysOf(tenant: string): Keys {
    const keys =
      keysOfTenants.get(tenant) ?? createRemoteJWKSet(new URL(`${rules.entraUrl}/${tenant}/discovery/v2.0/keys`));
    keysOfTenants.set(tenant, keys);
    return keys;
  }
  return async (token) => {
    const tenant = claimedTenant(token);
    // Before any key is fetched: the tenant is still only what the token says about itself.
    if (!rules.allowedTenants.includes(tenant)) throw new ProblemError({ kind: 'somebody-elses-sign-in' });
    return verify(token, tenant, keysOf(tenant), rules);
  };
}

function claimedTenant(token: string): string {
  try {
    return claims.shape.tid.parse(decodeJwt(token)['tid']);
  } catch (error) {
    throw new ProblemError({ kind: 'sign-in-needed' }, error);
  }
}

async function verify(token: string, tenant: string, keys: Keys, rules: AssertionRules): Promise<UserAssertion> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer: `${publicEntraUrl}/${tenant}/v2.0`,
      audience: [rules.ssoAppId, rules.ssoAppIdUri],
      algorithms: ['RS256'],
      requiredClaims: ['exp'],
    });
    const { tid, oid, uti } = claims.parse(payload);
    return { tenantId: tid, userId: oid, token, tokenId: uti };
  } catch (error) {
    throw new ProblemError({ kind: keysAreOutOfReach(error) ? 'graph-unavailable' : 'sign-in-needed' }, error);
  }
}

/** jose reports a refusing key server with its generic code and a broken connection with fetch's own TypeError. */
function keysAreOutOfReach(error: unknown): boolean {
  if (error instanceof errors.JOSEError)
    return ['ERR_JOSE_GENERIC', 'ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID'].includes(error.code);
  return error instanceof TypeError && error.message === 'fetch failed';
}
