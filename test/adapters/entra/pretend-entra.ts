import { createServer } from 'node:http';
import { exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose';
import type { JWTPayload } from 'jose';

export const contoso = 'c0150c01-5a4d-4b0c-8f00-000000000001';
export const fabrikam = 'fab21ca0-5a4d-4b0c-8f00-000000000002';
export const alexId = 'a1e00000-5a4d-4b0c-8f00-000000000001';
export const ssoAppId = '550550a0-5a4d-4b0c-8f00-0000000000a5';
export const ssoAppIdUri = 'api://botid-b07b07b0-5a4d-4b0c-8f00-0000000000b0';

const keys = await generateKeyPair('RS256', { extractable: true });
const foreignKeys = await generateKeyPair('RS256', { extractable: true });
/** Like Microsoft's own, which do not name an algorithm. */
const publicJwk = { ...(await exportJWK(keys.publicKey)), kid: 'entra', use: 'sig' };

export interface AssertionMinting {
  claims?: JWTPayload;
  without?: string;
  expiresIn?: number;
  forged?: boolean;
  /** Another way to sign with the same key. */
  algorithm?: 'PS256' | 'RS512';
}

async function keyFor({ forged = false, algorithm }: AssertionMinting): Promise<Parameters<SignJWT['sign']>[0]> {
  const { privateKey } = forged ? foreignKeys : keys;
  return algorithm ? importJWK(await exportJWK(privateKey), algorithm) : privateKey;
}

/** What Teams hands to the bot when Alex signs in, unless told otherwise. */
export async function assertion(how: AssertionMinting = {}): Promise<string> {
  const { claims = {}, without, expiresIn = 3600, algorithm = 'RS256' } = how;
  const all: JWTPayload = {
    iss: `https://login.microsoftonline.com/${contoso}/v2.0`,
    aud: ssoAppId,
    exp: Math.floor(Date.now() / 1000) + expiresIn,
    tid: contoso,
    oid: alexId,
    scp: 'access_as_user',
    uti: 'uti-1',
    ver: '2.0',
    ...claims,
  };
  const kept = Object.fromEntries(Object.entries(all).filter(([name]) => name !== without));
  return new SignJWT(kept).setProtectedHeader({ alg: algorithm, kid: 'entra' }).sign(await keyFor(how));
}

export interface TokenAnswer {
  status?: number;
  body?: unknown;
  hangUp?: boolean;
}

export interface PretendEntra {
  url: string;
  paths: string[];
  /** The forms that were posted to the token endpoint. */
  forms: URLSearchParams[];
  /** What the token endpoint says next; a token when there is nothing planned. */
  plan(...answers: TokenAnswer[]): void;
  stop(): Promise<void>;
}

export async function startPretendEntra(expiresIn = 3600): Promise<PretendEntra> {
  const planned: TokenAnswer[] = [];
  const paths: string[] = [];
  const forms: URLSearchParams[] = [];
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://entra').pathname;
    let text = '';
    request.on('data', (chunk) => (text += String(chunk)));
    request.on('end', () => {
      paths.push(path);
      const answer = (status: number, body: unknown): void => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(body));
      };
      if (path.endsWith('/discovery/v2.0/keys')) return answer(200, { keys: [publicJwk] });
      forms.push(new URLSearchParams(text));
      const token = { token_type: 'Bearer', expires_in: expiresIn, access_token: `token ${forms.length}` };
      const { status = 200, body = token, hangUp = false } = planned.shift() ?? {};
      if (hangUp) return void request.socket.destroy();
      answer(status, body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the pretend Entra has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    paths,
    forms,
    plan: (...answers) => void planned.push(...answers),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Entra's refusal, as its token endpoint words it. */
export function refused(error: string, code: number, more: Record<string, unknown> = {}): TokenAnswer {
  return { status: 400, body: { error, error_description: `AADSTS${code}: No.`, error_codes: [code], ...more } };
}
