import { base64url, exportSPKI, SignJWT, UnsecuredJWT } from 'jose';
import type { Server } from 'restify';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Refusal } from '../src/front-door/refusal.ts';
import { createServer } from '../src/server.ts';
import type { ServerParts } from '../src/server.ts';
import {
  activity,
  alexId,
  botId,
  channelIssuer,
  channelToken,
  contoso,
  elsewhere,
  fabrikam,
  foreign,
  genuine,
  serviceUrl,
  startPretendChannel,
} from './front-door/pretend-channel.ts';
import type { PretendChannel } from './front-door/pretend-channel.ts';

const processActivity = vi.fn<ServerParts['processActivity']>();
const isReady = vi.fn<ServerParts['isReady']>();
const log = { warn: vi.fn(), error: vi.fn() };
let channel: PretendChannel;
let door: Door;

interface Door {
  url: string;
  stop(): Promise<void>;
}

beforeAll(async () => {
  channel = await startPretendChannel();
  door = await open(channel);
});
afterAll(async () => {
  await door.stop();
  await channel.stop();
});
beforeEach(() => {
  processActivity.mockImplementation((_request, response) => {
    response.sendRaw(200, '');
    return Promise.resolve();
  });
  isReady.mockResolvedValue(true);
});
afterEach(() => void vi.resetAllMocks());

const onRefusal = vi.fn<(refusal: Refusal) => void>();

async function open(behind: { url: string }): Promise<Door> {
  const server = createServer({
    botId,
    channelIssuer,
    channelMetadataUrl: `${behind.url}/metadata`,
    allowedTenants: [contoso],
    processActivity,
    isReady,
    onRefusal,
    log,
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address();
  return { url: `http://127.0.0.1:${port}`, stop: () => close(server) };
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}

function send(authorization: string | undefined, body: string, at: Door = door): Promise<Response> {
  return fetch(`${at.url}/api/messages`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      connection: 'close',
      ...(authorization === undefined ? {} : { authorization }),
    },
    body,
  });
}

async function sendSigned(body: Record<string, unknown>): Promise<Response> {
  return send(`Bearer ${await channelToken()}`, JSON.stringify(body));
}

async function expectRefusal(response: Response, status: number, word: string): Promise<void> {
  expect([response.status, await response.text()]).toEqual([status, JSON.stringify({ error: word })]);
  expect(processActivity).not.toHaveBeenCalled();
}

const oversized = JSON.stringify(activity({ text: 'x'.repeat(300 * 1024) }));

describe('an activity that the channel signed', () => {
  test('reaches the bot with its body parsed', async () => {
    const response = await sendSigned(activity());
    expect(response.status).toBe(200);
    expect(processActivity.mock.calls.map(([request]) => request.body)).toEqual([activity()]);
  });

  test('may spell the service URL without its last slash and in other case', async () => {
    const response = await sendSigned(activity({ serviceUrl: serviceUrl.slice(0, -1).toUpperCase() }));
    expect([response.status, processActivity.mock.calls.length]).toEqual([200, 1]);
  });

  test('may be four minutes late, as clocks differ', async () => {
    const response = await send(`Bearer ${await channelToken({ expiresIn: -240 })}`, JSON.stringify(activity()));
    expect(response.status).toBe(200);
  });

  test.each(['conversationUpdate', 'installationUpdate'])('may be a %s in the name of the bot itself', async (type) => {
    const response = await sendSigned(activity({ type, from: { id: `28:${botId}` } }));
    expect([response.status, processActivity.mock.calls.length]).toEqual([200, 1]);
  });

  test('is checked against keys whose address is read once', async () => {
    const before = channel.metadataReads;
    await sendSigned(activity());
    await sendSigned(activity());
    expect(channel.metadataReads - before).toBe(0);
  });
});

const entra = (tenant: string): string => `https://login.microsoftonline.com/${tenant}/v2.0`;
const forgeries: [string, () => Promise<string | undefined> | string | undefined][] = [
  ['no authorization at all', () => undefined],
  ['an empty authorization', () => ''],
  ['garbage', () => 'Bearer garbage'],
  ['three parts of garbage', () => 'Bearer a.b.c'],
  ['a user name and a password', () => `Basic ${base64url.encode('alex:secret')}`],
  ['a good token under another scheme', async () => `Token ${await channelToken()}`],
  [
    'an unsigned token',
    () =>
      `Bearer ${new UnsecuredJWT({ serviceurl: serviceUrl }).setIssuer(channelIssuer).setAudience(botId).setExpirationTime('1h').encode()}`,
  ],
  ['a token signed with the public key as a password', hs256],
  ['a token signed with the same key in another way, PS256', () => bearer({ algorithm: 'PS256' })],
  ['a token signed with the same key in another way, RS512', () => bearer({ algorithm: 'RS512' })],
  [
    'a channel token whose key is endorsed for another channel',
    () => bearer({ key: elsewhere.privateKey, kid: 'elsewhere' }),
  ],
  [
    'a channel token whose key is endorsed for no channel',
    () => bearer({ key: elsewhere.privateKey, kid: 'for-no-channel' }),
  ],
  ['a token signed by somebody else under the same key id', () => bearer({ key: foreign.privateKey })],
  ['a token of an unknown key', () => bearer({ key: foreign.privateKey, kid: 'unknown' })],
  ['an expired token', () => bearer({ expiresIn: -600 })],
  ['a token without an end', () => bearer({ without: ['exp'] })],
  ['a token from the future', () => bearer({ notBefore: 600 })],
  ['a token for another bot', () => bearer({ audience: alexId })],
  ['a token of another issuer', () => bearer({ issuer: 'https://api.botframework.us' })],
  [
    "an Entra token of the bot's own app, new style",
    () => bearer({ issuer: entra(contoso), claims: { azp: botId, tid: contoso, ver: '2.0' } }),
  ],
  [
    "an Entra token of the bot's own app, old style",
    () => bearer({ issuer: `https://sts.windows.net/${contoso}/`, claims: { appid: botId, tid: contoso, ver: '1.0' } }),
  ],
  [
    "an Entra token of the bot's own app from a foreign tenant",
    () => bearer({ issuer: entra(fabrikam), claims: { azp: botId, tid: fabrikam, ver: '2.0' } }),
  ],
  [
    "an Entra token of the bot's own app for a person who signed in to it",
    () =>
      bearer({
        issuer: entra(contoso),
        claims: { azp: botId, oid: alexId, scp: 'access_as_user', tid: contoso, ver: '2.0' },
      }),
  ],
  [
    "a user's Teams sign-in token",
    () =>
      bearer({
        issuer: entra(contoso),
        claims: { azp: '1fec8e78-bce4-4aaf-ab1b-5451cc387264', oid: alexId, scp: 'access_as_user' },
      }),
  ],
  [
    "the bot's own outbound token",
    () => bearer({ issuer: `https://sts.windows.net/${contoso}/`, audience: channelIssuer, claims: { appid: botId } }),
  ],
  ['a channel token that vouches for no service URL', () => bearer({ without: ['serviceurl'] })],
  ['a channel token whose service URL is no text', () => bearer({ claims: { serviceurl: 7 } })],
];

async function bearer(how: Parameters<typeof channelToken>[0]): Promise<string> {
  return `Bearer ${await channelToken(how)}`;
}

async function hs256(): Promise<string> {
  const password = new TextEncoder().encode(await exportSPKI(genuine.publicKey));
  const claims = new SignJWT({ serviceurl: serviceUrl })
    .setIssuer(channelIssuer)
    .setAudience(botId)
    .setExpirationTime('1h');
  return `Bearer ${await claims.setProtectedHeader({ alg: 'HS256', kid: 'genuine' }).sign(password)}`;
}

describe.each(forgeries)('with %s', (_, authorization) => {
  test('a good activity is refused', async () => {
    await expectRefusal(await send(await authorization(), JSON.stringify(activity())), 401, 'unauthorized');
  });

  test('the body is not even looked at', async () => {
    await expectRefusal(await send(await authorization(), '{"not":'), 401, 'unauthorized');
    await expectRefusal(await send(await authorization(), oversized), 401, 'unauthorized');
  });
});

const refusedBodies: [string, Record<string, unknown>, number, string][] = [
  ['another service URL than the token', { serviceUrl: 'https://evil.example/' }, 401, 'unauthorized'],
  ['no service URL', { serviceUrl: undefined }, 400, 'malformed'],
  ['an empty service URL', { serviceUrl: '' }, 400, 'malformed'],
  ['no type', { type: undefined }, 400, 'malformed'],
  ['no channel', { channelId: undefined }, 400, 'malformed'],
  ['another channel', { channelId: 'emulator' }, 403, 'forbidden'],
  [
    'a foreign tenant',
    { conversation: { id: 'a:1', tenantId: fabrikam }, channelData: { tenant: { id: fabrikam } } },
    403,
    'forbidden',
  ],
  ['two different tenants', { channelData: { tenant: { id: fabrikam } } }, 403, 'forbidden'],
  ['no tenant of the conversation', { conversation: { id: 'a:1' } }, 400, 'malformed'],
  ['no tenant in the channel data', { channelData: {} }, 400, 'malformed'],
  ['no directory id of the sender', { from: { id: '29:alex' } }, 403, 'forbidden'],
  ['an empty directory id of the sender', { from: { id: '29:alex', aadObjectId: '' } }, 403, 'forbidden'],
  ['no sender', { from: undefined }, 400, 'malformed'],
  ['the bot as the sender of a message', { from: { id: `28:${botId}` } }, 403, 'forbidden'],
  ['the bot as the sender of a card action', { type: 'invoke', from: { id: `28:${botId}` } }, 403, 'forbidden'],
  [
    'a stranger without directory id who joins',
    { type: 'conversationUpdate', from: { id: '29:stranger' } },
    403,
    'forbidden',
  ],
  ['a token in an event', { type: 'event', name: 'tokens/response', value: { token: 'stolen' } }, 403, 'forbidden'],
  ['a token in an event of another case', { type: 'event', name: 'Tokens/Response', value: {} }, 403, 'forbidden'],
];

describe('a signed activity', () => {
  test.each(refusedBodies)('with %s is refused', async (_, change, status, word) => {
    await expectRefusal(await sendSigned(activity(change)), status, word);
  });

  test('under a token that vouches for another service URL is refused', async () => {
    const authorization = await bearer({ claims: { serviceurl: 'https://evil.example/' } });
    await expectRefusal(await send(authorization, JSON.stringify(activity())), 401, 'unauthorized');
  });

  test.each(['null', '[]', '"text"', '7'])('that is only %s is refused', async (body) => {
    await expectRefusal(await send(await bearer({}), body), 400, 'malformed');
  });

  test.each(['', '{"type":', 'type=message'])('that is not JSON (%j) is refused', async (body) => {
    await expectRefusal(await send(await bearer({}), body), 400, 'malformed');
  });

  test('that is too large is refused', async () => {
    await expectRefusal(await send(await bearer({}), oversized), 413, 'too-large');
  });
});

describe('when something is broken', () => {
  test('an exception of the bot tells the caller nothing', async () => {
    processActivity.mockRejectedValue(new Error('password=hunter2'));
    const response = await sendSigned(activity());
    expect([response.status, await response.text()]).toEqual([500, '{"error":"internal"}']);
  });

  test('keys that cannot be read are a fault of ours, so the channel may try again', async () => {
    const troubled = await startPretendChannel();
    troubled.keysAnswer = { status: 500 };
    const other = await open(troubled);
    await expectRefusal(await send(await bearer({}), JSON.stringify(activity()), other), 503, 'unavailable');
    await other.stop();
    await troubled.stop();
  });

  test('metadata that cannot be read is asked for again', async () => {
    const late = { url: 'http://127.0.0.1:1' };
    const other = await open(late);
    await expectRefusal(await send(await bearer({}), JSON.stringify(activity()), other), 503, 'unavailable');
    await expectRefusal(await send(await bearer({}), JSON.stringify(activity()), other), 503, 'unavailable');
    await other.stop();
  });

  test('metadata of another issuer opens nothing', async () => {
    const impostor = await startPretendChannel('https://impostor.example');
    const other = await open(impostor);
    await expectRefusal(await send(await bearer({}), JSON.stringify(activity()), other), 503, 'unavailable');
    await other.stop();
    await impostor.stop();
  });

  test('no token and no claim ends up in the log', async () => {
    const authorization = await bearer({ audience: alexId });
    await send(authorization, JSON.stringify(activity()));
    expect(JSON.stringify(log.warn.mock.calls)).toBe(
      '[[{"answer":"unauthorized","reason":"the token is not one of the channel for this bot"},"activity refused"]]',
    );
  });
});

describe('the other doors', () => {
  test('the process says that it lives', async () => {
    const response = await fetch(`${door.url}/healthz`);
    expect([response.status, await response.json()]).toEqual([200, { status: 'alive' }]);
  });

  test('the bot is ready when what it needs is there', async () => {
    const response = await fetch(`${door.url}/readyz`);
    expect([response.status, await response.json()]).toEqual([200, { status: 'ready' }]);
  });

  test.each([() => Promise.resolve(false), () => Promise.reject(new Error('ECONNREFUSED 10.0.0.4'))])(
    'the bot is not ready when something is missing, and does not say what',
    async (answer) => {
      isReady.mockImplementation(answer);
      await expectRefusal(await fetch(`${door.url}/readyz`), 503, 'unavailable');
    },
  );

  test.each([
    ['GET', '/api/messages', 405, 'method-not-allowed'],
    ['POST', '/api/messages/', 404, 'not-found'],
    ['GET', '/secret-path', 404, 'not-found'],
    ['POST', '/healthz', 405, 'method-not-allowed'],
  ])('%s %s is closed', async (method, path, status, word) => {
    await expectRefusal(await fetch(`${door.url}${path}`, { method }), status, word);
  });

  test('no answer names the server software', async () => {
    const answers = [await fetch(`${door.url}/healthz`), await send(undefined, '{}')];
    expect(answers.map((answer) => [answer.headers.get('server'), answer.headers.get('x-powered-by')])).toEqual([
      [null, null],
      [null, null],
    ]);
  });
});
