import { createLocalJWKSet, jwtVerify, SignJWT } from 'jose';
import type { JWTPayload } from 'jose';
import { botAppId, ssoAppId, teamsClientId } from '../identities.ts';
import type { DirectoryUser } from '../tenant/directory.ts';
import type { SigningKey } from './signing-key.ts';

export const graphAudience = 'https://graph.microsoft.com';
export const botAudience = 'https://api.botframework.com';
const lifetimeSeconds = 3600;

export interface Minted {
  token: string;
  expiresAt: number;
}

export interface Tokens {
  mintUserAssertion: (tenantId: string, user: DirectoryUser) => Promise<Minted>;
  mintGraphToken: (tenantId: string, user: DirectoryUser, scopes: string[]) => Promise<Minted>;
  /** Of the app itself, with nobody signed in. */
  mintAppGraphToken: (tenantId: string, roles: string[]) => Promise<Minted>;
  mintBotToken: (tenantId: string) => Promise<Minted>;
  /** Throws jose's error when the signature, the audience or the time is wrong. */
  verify: (token: string, audience: string) => Promise<JWTPayload>;
}

export function v2Issuer(tenantId: string): string {
  return `https://login.microsoftonline.com/${tenantId}/v2.0`;
}

export function v1Issuer(tenantId: string): string {
  return `https://sts.windows.net/${tenantId}/`;
}

export function createTokens(key: SigningKey, now: () => number): Tokens {
  const keys = createLocalJWKSet({ keys: [key.publicJwk] });
  const mint = (issuer: string, audience: string, claims: JWTPayload): Promise<Minted> =>
    sign(key, now(), issuer, audience, claims);
  return {
    mintUserAssertion(tenantId, user) {
      const claims = {
        ...userClaims(tenantId, user),
        azp: teamsClientId,
        azpacr: '0',
        scp: 'access_as_user',
        ver: '2.0',
      };
      return mint(v2Issuer(tenantId), ssoAppId, claims);
    },
    // Graph's own tokens are v1 tokens, whatever endpoint they were asked from.
    mintGraphToken(tenantId, user, scopes) {
      const app = { appid: ssoAppId, appidacr: '1', idtyp: 'user', ver: '1.0' };
      return mint(v1Issuer(tenantId), graphAudience, { ...userClaims(tenantId, user), ...app, scp: scopes.join(' ') });
    },
    mintAppGraphToken(tenantId, roles) {
      const app = { appid: ssoAppId, appidacr: '1', idtyp: 'app', tid: tenantId, ver: '1.0' };
      return mint(v1Issuer(tenantId), graphAudience, { ...app, roles });
    },
    mintBotToken(tenantId) {
      const app = { appid: botAppId, azp: botAppId, appidacr: '1', idtyp: 'app', tid: tenantId, ver: '1.0' };
      return mint(v1Issuer(tenantId), botAudience, app);
    },
    async verify(token, audience) {
      const { payload } = await jwtVerify(token, keys, {
        audience,
        algorithms: ['RS256'],
        currentDate: new Date(now()),
      });
      return payload;
    },
  };
}

async function sign(
  key: SigningKey,
  now: number,
  issuer: string,
  audience: string,
  claims: JWTPayload,
): Promise<Minted> {
  const issuedAt = Math.floor(now / 1000);
  const token = await new SignJWT({ uti: crypto.randomUUID().replaceAll('-', ''), ...claims })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: key.kid })
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt(issuedAt)
    .setNotBefore(issuedAt)
    .setExpirationTime(issuedAt + lifetimeSeconds)
    .sign(key.privateKey);
  return { token, expiresAt: (issuedAt + lifetimeSeconds) * 1000 };
}

function userClaims(tenantId: string, user: DirectoryUser): JWTPayload {
  return {
    sub: `sandbox-subject-${user.id}`,
    oid: user.id,
    tid: tenantId,
    name: user.displayName,
    preferred_username: user.userPrincipalName,
  };
}
