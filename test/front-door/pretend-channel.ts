import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose';
import type { JWTPayload } from 'jose';

export const botId = 'b07b07b0-5a4d-4b0c-8f00-0000000000b0';
export const contoso = 'c0150c01-5a4d-4b0c-8f00-000000000001';
export const fabrikam = 'fab21ca0-5a4d-4b0c-8f00-000000000002';
export const alexId = 'a1e00000-5a4d-4b0c-8f00-000000000001';
export const serviceUrl = 'https://smba.example/emea/c0150c01/';
export const channelIssuer = 'https://api.botframework.com';

export const genuine = await generateKeyPair('RS256', { extractable: true });
export const foreign = await generateKeyPair('RS256', { extractable: true });
/** For another channel. */
export const elsewhere = await generateKeyPair('RS256', { extractable: true });
/** Like Microsoft's own, which do not name an algorithm. */
const publicJwks = [
  { ...(await exportJWK(genuine.publicKey)), kid: 'genuine', use: 'sig', endorsements: ['skype', 'msteams'] },
  { ...(await exportJWK(elsewhere.publicKey)), kid: 'elsewhere', use: 'sig', endorsements: ['webchat'] },
  { ...(await exportJWK(elsewhere.publicKey)), kid: 'for-no-channel', use: 'sig' },
];

export interface Minting {
  claims?: JWTPayload;
  issuer?: string;
  audience?: string;
  expiresIn?: number;
  notBefore?: number;
  key?: typeof genuine.privateKey;
  kid?: string;
  /** Another way to sign with the same key. */
  algorithm?: 'PS256' | 'RS512';
  without?: string[];
}

/** Web Crypto binds a key to one algorithm; the number is the same. */
async function keyFor({ key = genuine.privateKey, algorithm }: Minting): Promise<Parameters<SignJWT['sign']>[0]> {
  return algorithm ? importJWK(await exportJWK(key), algorithm) : key;
}

/** A channel token for the bot, genuine unless told otherwise. */
export async function channelToken(how: Minting = {}): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const claims: JWTPayload = {
    iss: how.issuer ?? channelIssuer,
    aud: how.audience ?? botId,
    exp: now + (how.expiresIn ?? 3600),
    nbf: now + (how.notBefore ?? -10),
    serviceurl: serviceUrl,
    ...how.claims,
  };
  const kept = Object.fromEntries(Object.entries(claims).filter(([name]) => !how.without?.includes(name)));
  return new SignJWT(kept)
    .setProtectedHeader({ alg: how.algorithm ?? 'RS256', kid: how.kid ?? 'genuine' })
    .sign(await keyFor(how));
}

export function activity(change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    type: 'message',
    id: '1',
    text: 'remove the E3 licence of Ana Bowman',
    channelId: 'msteams',
    serviceUrl,
    from: { id: '29:alex', aadObjectId: alexId },
    recipient: { id: `28:${botId}` },
    conversation: { id: 'a:1', conversationType: 'personal', tenantId: contoso },
    channelData: { tenant: { id: contoso } },
    ...change,
  };
}

export interface PretendChannel {
  url: string;
  /** What the next answers of the key server are; undefined for the genuine keys. */
  keysAnswer: { status: number } | undefined;
  metadataReads: number;
  stop(): Promise<void>;
}

export async function startPretendChannel(issuer: string = channelIssuer): Promise<PretendChannel> {
  const server = createServer((request, response) => {
    const answer = (status: number, value: unknown): void => {
      // restify replaces Node's writeHead for the whole process by one that answers nothing: no chaining here.
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(value));
    };
    if (request.url === '/keys') answer(channel.keysAnswer?.status ?? 200, { keys: publicJwks });
    else {
      channel.metadataReads += 1;
      answer(200, { issuer, jwks_uri: `${channel.url}/keys` });
    }
  });
  const url = await listening(server);
  const channel: PretendChannel = { url, keysAnswer: undefined, metadataReads: 0, stop: () => stopped(server) };
  return channel;
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the pretend channel has no port');
  return `http://127.0.0.1:${address.port}`;
}

function stopped(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
