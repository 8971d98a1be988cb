import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import type { JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { Refusal } from './refusal.ts';

export interface ChannelTokenRules {
  issuer: string;
  metadataUrl: string;
  /** The bot's app id. */
  audience: string;
}

/** Checks an Authorization header; answers with the service URL the channel vouches for. */
export type ChannelTokenGate = (authorization: string | undefined) => Promise<string>;

type Keys = ReturnType<typeof createRemoteJWKSet>;

const metadata = z.object({ issuer: z.string(), jwks_uri: z.url({ protocol: /^https?$/ }) });
const patienceMilliseconds = 5_000;
/** Allowed by "Authenticate requests from the Bot Connector service to your bot", Microsoft Bot Framework documentation. */
const clockToleranceSeconds = 300;

/**
 * Lets in what the channel signed for this bot and nothing else. CloudAdapter alone also takes an Entra token whose
 * client is the bot ("emulator" tokens), from any tenant and for any service URL: pinning the issuer closes that door.
 */
export function createChannelTokenGate(rules: ChannelTokenRules): ChannelTokenGate {
  let keys: Promise<Keys> | undefined;
  function currentKeys(): Promise<Keys> {
    keys ??= discoverKeys(rules).catch((error: unknown) => {
      keys = undefined;
      throw error;
    });
    return keys;
  }
  return async (authorization) => {
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) throw new Refusal('unauthorized', 'no bearer token');
    return verify(token, await currentKeys(), rules);
  };
}

async function discoverKeys({ metadataUrl, issuer }: ChannelTokenRules): Promise<Keys> {
  try {
    const response = await fetch(metadataUrl, { signal: AbortSignal.timeout(patienceMilliseconds) });
    if (!response.ok) throw new Error(`the channel's metadata answered ${response.status}`);
    const found = metadata.parse(await response.json());
    if (found.issuer !== issuer) throw new Error(`the channel's metadata names another issuer: ${found.issuer}`);
    return createRemoteJWKSet(new URL(found.jwks_uri), { timeoutDuration: patienceMilliseconds });
  } catch (error) {
    throw new Refusal('unavailable', "the channel's metadata cannot be read", error);
  }
}

const endorsedKey = z.looseObject({ kid: z.string(), endorsements: z.array(z.string()) });

/**
 * Only keys that Microsoft endorses for Teams; the others sign for other channels. Bot Framework, "Authentication with the
 * Bot Connector API": every key says in `endorsements` for which channels it may sign.
 */
function endorsedForTeams(keys: Keys): JWTVerifyGetKey {
  return async (header, token) => {
    const key = await keys(header, token);
    const endorsed = keys.jwks()?.keys.some((each) => {
      const read = endorsedKey.safeParse(each);
      return read.success && read.data.kid === header.kid && read.data.endorsements.includes('msteams');
    });
    if (!endorsed) throw new errors.JWKSNoMatchingKey();
    return key;
  };
}

async function verify(token: string, keys: Keys, { issuer, audience }: ChannelTokenRules): Promise<string> {
  try {
    const { payload } = await jwtVerify(token, endorsedForTeams(keys), {
      issuer,
      audience,
      algorithms: ['RS256'],
      clockTolerance: clockToleranceSeconds,
      requiredClaims: ['exp', 'serviceurl'],
    });
    return z.string().min(1).parse(payload['serviceurl']);
  } catch (error) {
    throw keysAreOutOfReach(error)
      ? new Refusal('unavailable', "the channel's keys cannot be read", error)
      : new Refusal('unauthorized', 'the token is not one of the channel for this bot', error);
  }
}

/** jose reports a refusing key server with its generic code and a broken connection with fetch's own TypeError. */
function keysAreOutOfReach(error: unknown): boolean {
  if (error instanceof errors.JOSEError)
    return ['ERR_JOSE_GENERIC', 'ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID'].includes(error.code);
  return error instanceof TypeError && error.message === 'fetch failed';
}
