import { json } from '../http/exchange.ts';
import { route } from '../http/routes.ts';
import type { Route } from '../http/routes.ts';
import type { Tenant } from '../tenant/tenant.ts';
import { createAuthorize } from './authorize.ts';
import type { Authorize } from './authorize.ts';
import { createConsent } from './consent.ts';
import type { Consent } from './consent.ts';
import type { EntraProblemName } from './entra-error.ts';
import type { SigningKey } from './signing-key.ts';
import { answerTokenRequest } from './token-endpoint.ts';
import { createTokens, v2Issuer } from './tokens.ts';
import type { Tokens } from './tokens.ts';
import { answerUserRealm } from './user-realm.ts';

export interface Entra {
  tokens: Tokens;
  consent: Consent;
  authorize: Authorize;
  /** The next on-behalf-of request is answered with this problem. */
  failNext: (problem: EntraProblemName) => void;
  reset: () => void;
  routes: Route[];
}

export interface EntraParts {
  tenants: ReadonlyMap<string, Tenant>;
  key: SigningKey;
  cloudUrl: () => string;
  now: () => number;
}

export function createEntra({ tenants, key, cloudUrl, now }: EntraParts): Entra {
  const tokens = createTokens(key, now);
  const consent = createConsent();
  const authorize = createAuthorize(tenants, () => `${cloudUrl()}/bf/.auth/web/redirect`);
  const planned: EntraProblemName[] = [];
  return {
    tokens,
    consent,
    authorize,
    failNext: (problem) => void planned.push(problem),
    reset() {
      planned.length = 0;
      consent.reset();
    },
    routes: [
      route('GET', '/:tenant/oauth2/v2.0/authorize', authorize.show),
      route('POST', '/:tenant/oauth2/v2.0/authorize', authorize.pick),
      route('POST', '/:tenant/oauth2/v2.0/token', (incoming) =>
        answerTokenRequest({ tenants, tokens, consent, now, planned }, incoming),
      ),
      route('GET', '/:tenant/discovery/v2.0/keys', () => json(200, { keys: [key.publicJwk] })),
      route('GET', '/:tenant/v2.0/.well-known/openid-configuration', ({ params }) =>
        json(200, openIdConfiguration(cloudUrl(), params['tenant'] ?? '')),
      ),
      route('GET', '/common/userrealm', ({ url }) => answerUserRealm(tenants, url.searchParams.get('user') ?? '')),
      route('GET', '/common/userrealm/:user', ({ params }) => answerUserRealm(tenants, params['user'] ?? '')),
    ],
  };
}

function openIdConfiguration(cloudUrl: string, tenantId: string): Record<string, unknown> {
  return {
    issuer: v2Issuer(tenantId),
    authorization_endpoint: `${cloudUrl}/${tenantId}/oauth2/v2.0/authorize`,
    token_endpoint: `${cloudUrl}/${tenantId}/oauth2/v2.0/token`,
    jwks_uri: `${cloudUrl}/${tenantId}/discovery/v2.0/keys`,
    response_types_supported: ['code'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['client_secret_post'],
  };
}
