import { SignJWT } from 'jose';
import { botAppId } from '../identities.ts';
import type { SigningKey } from '../entra/signing-key.ts';

export const channelIssuer = 'https://api.botframework.com';

export async function signForBot(key: SigningKey, serviceUrl: string, now: number): Promise<string> {
  const issuedAt = Math.floor(now / 1000);
  return new SignJWT({ serviceurl: serviceUrl })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: key.kid })
    .setIssuer(channelIssuer)
    .setAudience(botAppId)
    .setNotBefore(issuedAt - 300)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + 3600)
    .sign(key.privateKey);
}

export function channelKeys(key: SigningKey): Record<string, unknown> {
  return { keys: [{ ...key.publicJwk, endorsements: ['msteams'] }] };
}

export function channelMetadata(cloudUrl: string): Record<string, unknown> {
  return {
    issuer: channelIssuer,
    authorization_endpoint: 'https://invalid.botframework.com',
    jwks_uri: `${cloudUrl}/bf/v1/.well-known/keys`,
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
  };
}
