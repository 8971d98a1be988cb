import { afterEach, beforeEach, expect, test } from 'vitest';
import { decodeJwt } from 'jose';
import { startCloud } from '../../sandbox/cloud.ts';
import type { Cloud } from '../../sandbox/cloud.ts';
import { ssoAppId } from '../../sandbox/identities.ts';
import { cast } from '../../sandbox/tenant/cast.ts';
import type { DirectoryUser } from '../../sandbox/tenant/directory.ts';
import { signInState, startScriptedBot } from './scripted-bot.ts';
import type { ScriptedBot } from './scripted-bot.ts';

let cloud: Cloud;
let bot: ScriptedBot;

beforeEach(async () => {
  cloud = await startCloud({ port: 0, headless: true });
  bot = await startScriptedBot(cloud);
});
afterEach(async () => {
  await bot.stop();
  await cloud.stop();
});

async function signInLink(): Promise<string> {
  await cloud.chats.alex.say('hello');
  const [hello] = bot.received;
  if (!hello) throw new Error('the bot heard nothing');
  const resource = await bot.tokenService('GET', 'botsignin/GetSignInResource', { state: signInState(hello) });
  return ((await resource.json()) as { signInLink: string }).signInLink;
}

/** What a person does in the window that opens: pick an account. */
async function pick(link: string, user: DirectoryUser): Promise<string> {
  const page = await fetch(link);
  const html = await page.text();
  expect(html.indexOf(cast.alex.userPrincipalName)).toBeLessThan(html.indexOf(cast.megan.userPrincipalName));
  const done = await fetch(page.url, { method: 'POST', body: new URLSearchParams({ user: user.id }) });
  return done.text();
}

const userId = (): string => cloud.chats.alex.persona.chatUserId;

test('nobody is signed in at first, and that is a 404 without a body', async () => {
  const response = await bot.tokenService('GET', 'usertoken/GetToken', { userId: userId() });
  expect([response.status, await response.text()]).toEqual([404, '']);
});

test('after an account is picked, the chat tells the bot by itself, and the code gives the token once', async () => {
  const page = await pick(await signInLink(), cast.alex);
  expect(page).toContain('You are signed in, you can close this window');
  const invoke = await bot.heard(({ name }) => name === 'signin/verifyState');
  const code = (invoke.value as { state: string }).state;
  expect(invoke.from?.aadObjectId).toBe(cast.alex.id);
  const before = await bot.tokenService('GET', 'usertoken/GetToken', { userId: userId() });
  expect(before.status).toBe(404);
  const stranger = await bot.tokenService('GET', 'usertoken/GetToken', { userId: 'somebody else', code });
  expect(stranger.status).toBe(404);
  const granted = await bot.tokenService('GET', 'usertoken/GetToken', { userId: userId(), code });
  const { token } = (await granted.json()) as { token: string };
  expect(decodeJwt(token)).toMatchObject({
    aud: ssoAppId,
    oid: cast.alex.id,
    tid: cloud.tenant.id,
    ver: '2.0',
    scp: 'access_as_user',
  });
  expect((await bot.tokenService('GET', 'usertoken/GetToken', { userId: userId(), code })).status).toBe(404);
  const again = await bot.tokenService('GET', 'usertoken/GetToken', { userId: userId() });
  expect(((await again.json()) as { token: string }).token).toBe(token);
});

test('another account than that of the chat can be picked', async () => {
  await pick(await signInLink(), cast.plain);
  const invoke = await bot.heard(({ name }) => name === 'signin/verifyState');
  const { state: code } = invoke.value as { state: string };
  const granted = await bot.tokenService('GET', 'usertoken/GetToken', { userId: userId(), code });
  expect(decodeJwt(((await granted.json()) as { token: string }).token)['oid']).toBe(cast.plain.id);
});

test('a disabled account cannot be picked, and a link works once', async () => {
  const link = await signInLink();
  expect(await pick(link, cast.disabled)).toContain('AADSTS50057');
  await pick(link, cast.alex);
  expect((await fetch(link)).status).toBe(400);
});

test('signing out takes the token away', async () => {
  const { token } = await cloud.entra.tokens.mintUserAssertion(cloud.tenant.id, cast.alex);
  expect((await bot.tokenService('POST', 'usertoken/exchange', { userId: userId() }, { token })).status).toBe(200);
  expect((await bot.tokenService('GET', 'usertoken/GetToken', { userId: userId() })).status).toBe(200);
  expect((await bot.tokenService('DELETE', 'usertoken/SignOut', { userId: userId() })).status).toBe(204);
  expect((await bot.tokenService('GET', 'usertoken/GetToken', { userId: userId() })).status).toBe(404);
});

test('a forged token is not exchanged', async () => {
  const response = await bot.tokenService('POST', 'usertoken/exchange', { userId: userId() }, { token: 'a.b.c' });
  expect(response.status).toBe(400);
});

test('the token service answers the bot only', async () => {
  expect((await fetch(`${cloud.url}/bf/api/usertoken/GetToken?userId=x`)).status).toBe(401);
  const { token } = await cloud.entra.tokens.mintUserAssertion(cloud.tenant.id, cast.alex);
  const response = await fetch(`${cloud.url}/bf/api/usertoken/GetToken?userId=x`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(response.status).toBe(401);
});

test('the sign-in page sends its code to no other address', async () => {
  const query = new URLSearchParams({
    client_id: ssoAppId,
    redirect_uri: 'http://evil.example/',
    response_type: 'code',
  });
  const page = await fetch(`${cloud.url}/${cloud.tenant.id}/oauth2/v2.0/authorize?${query.toString()}`);
  expect([page.status, await page.text()]).toEqual([400, expect.stringContaining('AADSTS50011')]);
});
