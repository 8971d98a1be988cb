import { afterEach, beforeEach, expect, test } from 'vitest';
import { decodeJwt } from 'jose';
import { startCloud } from '../../sandbox/cloud.ts';
import type { Cloud } from '../../sandbox/cloud.ts';
import { contosoTenantId, connectionName, ssoAppId, ssoAppIdUri } from '../../sandbox/identities.ts';
import { cast } from '../../sandbox/tenant/cast.ts';
import { startScriptedBot } from './scripted-bot.ts';
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

const path = (name: 'alex' | 'megan', id = ''): string =>
  `/v3/conversations/${encodeURIComponent(cloud.chats[name].persona.conversationId)}/activities${id === '' ? '' : `/${id}`}`;

const serviceUrl = (name: 'alex' | 'megan'): string => `${cloud.url}/connector/${cloud.chats[name].port}`;

const signInCard = {
  type: 'message',
  attachments: [
    {
      contentType: 'application/vnd.microsoft.card.oauth',
      content: {
        connectionName,
        text: 'Please sign in',
        tokenExchangeResource: { id: 'resource-1', uri: ssoAppIdUri },
      },
    },
  ],
};

test('a message reaches the bot as Teams would send it', async () => {
  await cloud.chats.alex.say('hello');
  expect(bot.received[0]).toMatchObject({
    text: 'hello',
    channelId: 'msteams',
    from: { aadObjectId: cast.alex.id },
    conversation: { tenantId: contosoTenantId, conversationType: 'personal' },
    channelData: { tenant: { id: contosoTenantId } },
  });
});

test("the bot's errors reach the chat unchanged", async () => {
  bot.react(() => ({ status: 403, body: { error: 'no' } }));
  const answer = await cloud.chats.alex.say('hello');
  expect([answer.status, answer.body]).toEqual([403, '{"error":"no"}']);
});

test('a message for a bot that does not run is answered 502', async () => {
  cloud.pointAtBot('http://127.0.0.1:9');
  expect((await cloud.chats.alex.say('hello')).status).toBe(502);
});

test('the bot can send, change and delete a message without having been asked', async () => {
  const sent = await bot.connector('POST', serviceUrl('megan'), path('megan'), { type: 'message', text: 'one' });
  const { id } = (await sent.json()) as { id: string };
  expect(cloud.windows.megan.messages().map(({ text }) => text)).toEqual(['one']);
  await bot.connector('PUT', serviceUrl('megan'), path('megan', id), { type: 'message', text: 'two' });
  expect(cloud.windows.megan.messages().map(({ text }) => text)).toEqual(['two']);
  await bot.connector('DELETE', serviceUrl('megan'), path('megan', id));
  expect(cloud.windows.megan.messages()).toEqual([]);
});

test('without the token of the bot, nothing gets into a chat', async () => {
  const response = await fetch(`${serviceUrl('alex')}${path('alex')}`, { method: 'POST', body: '{"type":"message"}' });
  expect(response.status).toBe(401);
});

test('Megan is signed in silently, after the turn has ended, and never sees the card', async () => {
  const order: string[] = [];
  bot.react(async (activity) => {
    order.push(activity.name ?? activity.type);
    if (activity.type !== 'message') return { status: 200 };
    const sent = await bot.connector('POST', activity['serviceUrl'], path('megan'), signInCard);
    expect(sent.status).toBe(201);
    order.push('end of turn');
    return { status: 200 };
  });
  await cloud.chats.megan.say('hello');
  const exchange = await bot.heard(({ name }) => name === 'signin/tokenExchange');
  expect(order).toEqual(['message', 'end of turn', 'signin/tokenExchange']);
  const value = exchange.value as { id: string; connectionName: string; token: string };
  expect([value.id, value.connectionName]).toEqual(['resource-1', connectionName]);
  expect(decodeJwt(value.token)).toMatchObject({ aud: ssoAppId, oid: cast.megan.id });
  expect(cloud.windows.megan.messages()).toEqual([]);
});

test('when the bot cannot use the token, the card is shown after all and can still be changed', async () => {
  bot.react(({ type }) => ({ status: type === 'invoke' ? 412 : 200 }));
  const sent = await bot.connector('POST', serviceUrl('megan'), path('megan'), signInCard);
  const { id } = (await sent.json()) as { id: string };
  await cloud.windows.megan.waitFor((activity) => activity.attachments?.length === 1);
  await bot.connector('PUT', serviceUrl('megan'), path('megan', id), { type: 'message', text: 'never mind' });
  expect(cloud.windows.megan.messages().map(({ text }) => text)).toEqual(['never mind']);
});

test('Alex, whose client has no single sign-on, sees the card at once', async () => {
  await bot.connector('POST', serviceUrl('alex'), path('alex'), signInCard);
  expect(cloud.windows.alex.messages()).toHaveLength(1);
  expect(bot.received).toEqual([]);
});

test('an installation tells the bot who is there, and is not said again when the page is reloaded', async () => {
  await cloud.chats.alex.install();
  const [installed, added] = bot.received;
  expect([installed?.type, added?.type]).toEqual(['installationUpdate', 'conversationUpdate']);
  const reload = (activity: unknown): Promise<Response> =>
    fetch(`${cloud.url}/channel/${cloud.chats.alex.port}/api/messages`, {
      method: 'POST',
      body: JSON.stringify(activity),
    });
  expect((await reload(installed)).status).toBe(200);
  expect((await reload(added)).status).toBe(200);
  expect(bot.received).toHaveLength(2);
  await reload({ ...installed, action: 'remove' });
  await reload(installed);
  expect(bot.received).toHaveLength(4);
});

test('the Playground finds somebody at the address it is given', async () => {
  const response = await fetch(`${cloud.url}/channel/${cloud.chats.alex.port}/api/messages`, { method: 'HEAD' });
  expect(response.status).toBe(200);
});
