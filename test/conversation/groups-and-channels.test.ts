import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Activity } from '../../sandbox/gateway/activity.ts';
import { json } from '../../sandbox/http/exchange.ts';
import { cast } from '../../sandbox/tenant/cast.ts';
import { openStage } from '../support/farewell.ts';
import type { Stage } from '../support/farewell.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage(undefined, undefined, {
    settings: (cloud) => ({
      STATUS_CHANNEL_ID: cloud.channel.conversationId,
      STATUS_CHANNEL_SERVICE_URL: `${cloud.url}/connector/${cloud.chats.alex.port}`,
    }),
  });
});
afterAll(() => stage.close());

beforeEach(async () => {
  stage.cloud.reset();
  await stage.alex.startsAs(cast.alex);
  await stage.megan.clears();
});

const groupChat = { id: '19:group@thread.v2', conversationType: 'groupChat', isGroup: true };
const channel = { id: '19:team@thread.tacv2', conversationType: 'channel', isGroup: true };
const inPrivate = 'Write to me in a private chat: licences are not removed in front of others.';

async function asked(): Promise<void> {
  await stage.alex.says("remove Ana's E3 license");
  await stage.alex.hears('I understand the impact');
}

async function requested(): Promise<void> {
  await asked();
  await stage.alex.clicks('plan.request', { reason: 'She left us for a rival.', impactUnderstood: 'true' });
  await stage.megan.hears('asks for your approval');
}

/** Megan's click on a button that somebody else has, wherever she likes. */
function meganClicks(button: Record<string, unknown>, conversation?: Activity['conversation']): Promise<string> {
  const value = { action: { type: 'Action.Execute', ...button }, trigger: 'manual' };
  const given = { type: 'invoke', name: 'adaptiveCard/action', value, ...(conversation ? { conversation } : {}) };
  return stage.cloud.chats.megan.say(given).then(({ body = '' }) => body);
}

function holdsE3(): boolean {
  const licenses = stage.cloud.tenant.users.get(cast.anaBowman.id)?.licenses ?? [];
  return licenses.some((license) => license.skuId === '05e9a617-0261-4cee-bb44-138d3ef5d965');
}

describe.each([
  ['a group chat', groupChat],
  ['a channel', channel],
])('in %s', (_, conversation) => {
  it('nobody answers somebody else’s question, whatever they write', async () => {
    await asked();
    await stage.megan.says('yes', { conversation });
    await stage.megan.says('cancel', { conversation });
    await stage.megan.hears(inPrivate);
    await stage.alex.says('yes', { conversation });
    await stage.alex.says('cancel', { conversation });
    const answer = await stage.alex.clicks('plan.request', { reason: 'She left.', impactUnderstood: 'true' });
    expect(answer.text).toContain('Waiting for approval');
    await stage.alex.clicks('request.withdraw');
  });

  it('a click decides nothing and shows no card, even by somebody who may decide', async () => {
    await requested();
    const { verb, data } = stage.megan.button('request.approve');
    const answer = await meganClicks({ verb, data }, conversation);
    expect(answer).toContain(inPrivate);
    expect(answer).not.toContain('Ana Bowman');
    expect(holdsE3()).toBe(true);
    await stage.megan.clicks('request.approve');
    await stage.alex.hears('Done: Microsoft 365 E3 was removed from Ana Bowman.');
  });
});

describe('a dialog', () => {
  it('belongs to one person: nobody else can go on with it, not even in the same chat', async () => {
    await asked();
    const { verb, data = {} } = stage.alex.button('plan.request');
    const filled = { verb, data: { ...data, reason: 'Because.', impactUnderstood: 'true' } };
    const alexsChat = { id: 'a:1-alex-personal', conversationType: 'personal' };
    for (const conversation of [alexsChat, undefined]) await meganClicks(filled, conversation);
    await stage.cloud.chats.megan.say({ type: 'message', text: 'yes', conversation: alexsChat });
    await stage.megan.says('my requests');
    await stage.megan.hears('You have not requested anything yet.');
    expect(stage.alex.sees().join()).not.toContain('Because.');
    const answer = await stage.alex.clicks('plan.request', { reason: 'She left.', impactUnderstood: 'true' });
    expect(answer.text).toContain('Waiting for approval');
    await stage.alex.clicks('request.withdraw');
  });
});

describe('the status channel', () => {
  const text = (activity: Activity): string => JSON.stringify(activity.attachments ?? []);
  const shows = (...parts: string[]): Promise<Activity> =>
    stage.cloud.channel.window.waitFor((activity) => parts.every((part) => text(activity).includes(part)));
  const mentions = (): string[] => stage.cloud.channel.window.messages().map(text);

  beforeEach(() => clearChannel());

  async function clearChannel(): Promise<void> {
    for (const { id = '' } of stage.cloud.channel.window.messages())
      await stage.cloud.channel.window.receive({ method: 'DELETE', path: `/v3/x/activities/${id}`, body: '' });
  }

  it('shows how a request goes, in one message, with nothing to click and nothing that people wrote', async () => {
    await requested();
    const number = String(stage.megan.button('request.approve').data?.['requestId']).slice(0, 8).toUpperCase();
    await shows(number, 'Remove Microsoft 365 E3 from Ana Bowman', 'Waiting for one of: Megan Bowen');
    await stage.megan.clicks('request.approve');
    await shows(number, 'Done', 'Approved by Megan Bowen');
    expect(mentions().filter((each) => each.includes(number))).toHaveLength(1);
    expect(mentions().join()).not.toMatch(/Action\.|a rival|Mailbox/);
  });

  it('never keeps anybody from deciding when it takes no cards', async () => {
    const { window } = stage.cloud.channel;
    const { receive } = window;
    const refused = json(403, { error: { code: 'BotNotInConversationRoster', message: 'The bot is not part of it.' } });
    window.receive = () => Promise.resolve(refused);
    try {
      await requested();
      await stage.megan.clicks('request.approve');
      await stage.alex.hears('Done: Microsoft 365 E3 was removed from Ana Bowman.');
      await stage.megan.hears(/Done[^]*Approved by Megan Bowen/);
      expect(mentions().join()).not.toContain('Approved by Megan Bowen');
    } finally {
      window.receive = receive;
    }
  });
});
