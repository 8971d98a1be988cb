import { ProblemError } from '../../core/errors.ts';
import { createClientApplication } from './client-application.ts';
import { createTokenCache } from './token-cache.ts';
import type { IssuedToken } from './token-cache.ts';
import { tokenProblem } from './token-problem.ts';

export interface AppRegistration {
  ssoAppId: string;
  ssoAppSecret: string;
  entraUrl: string;
}

/** A Graph token of the app itself in a tenant, with what an admin has granted there; `renew` forgets the one that is kept. */
export type AppTokens = (tenantId: string, renew?: boolean) => Promise<string>;

/** Throws a ProblemError when Entra gives none. */
export function createAppTokens(registration: AppRegistration, now: () => number = Date.now): AppTokens {
  const cache = createTokenCache(now);
  return (tenantId, renew) => cache.get(tenantId, () => ask(registration, tenantId), renew);
}

async function ask({ ssoAppId, ssoAppSecret, entraUrl }: AppRegistration, tenantId: string): Promise<IssuedToken> {
  const application = createClientApplication({ clientId: ssoAppId, clientSecret: ssoAppSecret, tenantId, entraUrl });
  const result = await application
    .acquireTokenByClientCredential({ scopes: ['https://graph.microsoft.com/.default'] })
    .catch((error: unknown) => {
      throw tokenProblem(error);
    });
  if (!result?.accessToken || !result.expiresOn) throw new ProblemError({ kind: 'graph-unavailable' });
  return { token: result.accessToken, expiresAt: result.expiresOn.getTime() };
}
