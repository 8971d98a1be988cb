import { exportJWK, generateKeyPair, importJWK } from 'jose';
import type { CryptoKey, JWK } from 'jose';
import { z } from 'zod';
import type { State } from '../state.ts';

export interface SigningKey {
  kid: string;
  privateKey: CryptoKey;
  /** What a JWKS shows of it. */
  publicJwk: JWK;
}

const savedKey = z.record(z.string(), z.unknown());

/** The same key after a restart: clients ask for an unknown key id once an hour only. */
export async function loadSigningKey(state: State, name: string): Promise<SigningKey> {
  const saved = savedKey.safeParse(state.read(name));
  const jwk: JWK = saved.success ? saved.data : await createKey(state, name);
  const privateKey = (await importJWK(jwk, 'RS256')) as CryptoKey;
  const { n, e, kid } = jwk;
  if (!n || !e || !kid) throw new Error(`The saved key ${name} is incomplete. Start again with --fresh.`);
  return { kid, privateKey, publicJwk: { kty: 'RSA', use: 'sig', alg: 'RS256', kid, n, e } };
}

async function createKey(state: State, name: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(privateKey)), kid: `${name}-${crypto.randomUUID()}` };
  state.write(name, jwk);
  return jwk;
}
