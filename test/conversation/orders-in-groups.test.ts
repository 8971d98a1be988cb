import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { botAccount } from '../../sandbox/gateway/activity.ts';
import type { Activity } from '../../sandbox/gateway/activity.ts';
import type { Answer } from '../../sandbox/http/exchange.ts';
import type { HeadlessWindow } from '../../sandbox/gateway/headless-window.ts';
import { personas } from '../../sandbox/personas.ts';
import type { PersonaName } from '../../sandbox/personas.ts';
import { cast } from '../../sandbox/tenant/cast.ts';
import { signIn } from '../acceptance/scene.ts';
import { openStage } from '../support/farewell.ts';
import type { Stage } from '../support/farewell.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

beforeEach(async () => {
  stage.cloud.reset();
  await stage.cloud.chats.alex.install();
  await stage.alex.startsAs(cast.alex);
  await stage.megan.says('cancel');
  for (const each of [stage.megan, stage.debra]) await each.clears();
  for (const { window } of [stage.cloud.group, stage.cloud.channel]) {
    for (const { id = '' } of window.messages())
      await window.receive({ method: 'DELETE', path: `/v3/x/activities/${id}`, body: '' });
  }
});

const at = `<at>${botAccount.name}</at>`;
const mention = { type: 'mention', mentioned: botAccount, text: at };

/** What somebody writes to the bot where others read along; Teams brings nothing else of it. */
function writes(who: PersonaName, text: string, change: Partial<Activity> = {}): Promise<Answer> {
  const { conversationId: id } = stage.cloud.group;
  const conversation = { id, conversationType: 'groupChat', isGroup: true };
  const said = { type: 'message', text: `${at}\u00a0${text}\n`, entities: [mention], conversation };
  return stage.cloud.chats[who].say({ ...said, ...change });
}

const inChannel = (): Partial<Activity> => ({
  conversation: { id: stage.cloud.channel.conversationId, conversationType: 'channel', isGroup: true },
});

const said = (window: HeadlessWindow): string[] => window.messages().map(({ text = 'a card' }) => text);
const inGroup = (): string[] => said(stage.cloud.group.window);

const goesOn = 'This goes on in our private chat, not in front of others.';
const order = "remove Ana's E3 license";
const opening = `You wrote this in front of others, so we go on here: “${order}”`;

/** What an order needs from its card on to be done. */
async function finishes(): Promise<void> {
  await stage.alex.clicks('plan.request', { reason: 'She left.', impactUnderstood: 'true' });
  await stage.megan.hears('asks for your approval');
  await stage.megan.clicks('request.approve');
  await stage.alex.hears('Done: Microsoft 365 E3 was removed from Ana Bowman.');
}

describe('an order in front of others', () => {
  it('goes on in the chat of who wrote it, with the same words, up to the end', async () => {
    await writes('alex', order);
    await stage.alex.hears('I understand the impact');
    expect(stage.alex.sees()[0]).toBe(opening);
    expect(inGroup()).toEqual([goesOn]);
    await finishes();
    expect(inGroup()).toEqual([goesOn]);
  });

  it('does the same in a channel, and the channel reads nothing but one sentence', async () => {
    await writes('alex', order, inChannel());
    await stage.alex.hears('I understand the impact');
    expect(said(stage.cloud.channel.window)).toEqual([goesOn]);
  });

  it.each([
    ['who has E3?', 'Which E3 do you mean?'],
    ['which licences does Ana Bowman have?', 'Visio'],
    ['my requests', 'You have not requested anything yet.'],
    ['what happens when a licence is removed?', 'OneDrive'],
    ['close our tenant', 'tenant'],
    ['close my work account', 'What do you want to close or leave?'],
    ['I am away', 'away'],
  ])('of any kind: “%s”', async (text, answer) => {
    await signIn(stage.cloud, personas.megan);
    await writes('megan', text);
    await stage.megan.hears(answer);
    expect(inGroup()).toEqual([goesOn]);
  });

  it('that may mean several things is asked about there', async () => {
    await writes('alex', "Ana's E3 off?");
    await stage.alex.hears('I am not sure what you mean. Which is it?');
    expect(inGroup()).toEqual([goesOn]);
  });

  it.each([
    ['nl', 'verwijder de E3-licentie van Ana', 'We gaan hiermee verder in onze privéchat', /Ik begrijp de gevolgen/],
    ['zh-CN', '移除 Ana 的 E3 许可证', '此事将在你我的私人聊天中继续', /我了解/],
    ['zh-TW', '移除 Ana 的 E3 授權', '這件事會在您與我的私人聊天中繼續', /我瞭解/],
  ])('is answered in its language: %s', async (locale, text, sentence, toggle) => {
    await writes('alex', text, { locale });
    const card = await stage.alex.hears(toggle);
    expect(card.attachments).toHaveLength(1);
    expect(stage.alex.sees()[0]).toContain(text);
    expect(inGroup()).toEqual([expect.stringContaining(sentence)]);
  });

  it('may mention those whom it is about', async () => {
    const ana = { type: 'mention', mentioned: { id: '29:ana', name: 'Ana Bowman' }, text: '<at>Ana Bowman</at>' };
    const text = `<at>Ana Bowman</at>: remove the E3 license, ${at}`;
    await writes('alex', '', { text, entities: [ana, mention] });
    await stage.alex.hears('I understand the impact');
    expect(stage.alex.sees().join()).not.toContain('<at>');
  });

  it('asks for a sign-in in private, and goes on after it', async () => {
    await stage.alex.says('sign out');
    await stage.alex.clears();
    await writes('alex', order);
    await stage.alex.signsIn(cast.alex);
    await stage.alex.hears('I understand the impact');
    expect(inGroup()).toEqual([goesOn]);
  });

  it('is signed in silently where the client can do that', async () => {
    await stage.cloud.chats.megan.say('sign out');
    await stage.megan.clears();
    await writes('megan', order);
    await stage.megan.hears('I understand the impact');
    expect(inGroup()).toEqual([goesOn]);
  });

  it('runs in the name of who wrote it, whoever else is in the group', async () => {
    await writes('alex', order);
    await stage.alex.hears('I understand the impact');
    await writes('megan', 'my requests');
    await stage.megan.hears('You have not requested anything yet.');
    expect(stage.megan.buttons('plan.request')).toBe(0);
    await finishes();
  });

  it('is taken up once, however often Teams delivers it', async () => {
    const id = crypto.randomUUID();
    await Promise.all([writes('alex', order, { id }), writes('alex', order, { id })]);
    await writes('alex', order, { id });
    await stage.alex.hears('I understand the impact');
    expect(stage.alex.buttons('plan.request')).toBe(1);
    expect(stage.alex.sees().filter((text) => text === opening)).toHaveLength(1);
    expect(inGroup()).toEqual([goesOn]);
  });

  it('written twice is two orders', async () => {
    await writes('alex', order);
    await writes('alex', order);
    expect(inGroup()).toEqual([goesOn, goesOn]);
    expect(stage.alex.sees().filter((text) => text === opening)).toHaveLength(2);
  });
});

describe('what is written in front of others answers nothing', () => {
  const small = 'Write to me in a private chat: licences are not removed in front of others.';

  it.each(['yes', 'cancel', 'Ana Bowman', '1', 'hello', 'help', 'the weather is nice'])(
    '“%s” is no answer',
    async (text) => {
      await stage.alex.says('remove the E3 license of Ana');
      await stage.alex.hears('I understand the impact');
      await writes('alex', text);
      await writes('megan', text);
      expect(inGroup()).toEqual([small, small]);
      const answer = await stage.alex.clicks('plan.request', { reason: 'She left.', impactUnderstood: 'true' });
      expect(answer.text).toContain('Waiting for approval');
      await stage.alex.clicks('request.withdraw');
    },
  );

  it('an order neither, although it holds what was asked for', async () => {
    await stage.alex.says('close my work account');
    await stage.alex.hears('What do you want to close or leave?');
    await stage.alex.clicks('choice.pick', {}, 'My own work');
    await stage.alex.hears('Which address does the account have?');
    await writes('alex', 'remove the E3 license from AnaB@contoso.onmicrosoft.com');
    await stage.alex.hears('I understand the impact');
    await finishes();
  });
});

describe('without a chat in which it could go on', () => {
  const add =
    'I cannot write to you in private yet: in Teams, open Apps, search for Farewell, choose “Add”, and write to me in the chat that opens.';

  it('an order is not taken up, and its sender reads how to get one', async () => {
    await writes('debra', order);
    expect(inGroup()).toEqual([add]);
    expect(stage.debra.sees()).toEqual([]);
  });

  it.each([
    ['the channel opens none', /v3\/conversations$/, 403, 'ConversationBlockedByUser'],
    ['the chat takes nothing', /activities/, 403, 'MessageWritesBlocked'],
    ['the chat is gone', /activities/, 404, 'ConversationNotFound'],
  ])('or because %s, until the next word from there', async (_, path, status, code) => {
    stage.cloud.gateway.failNext({ method: 'POST', path: new RegExp(`29:1-alex.*${path.source}`), status, code });
    await writes('alex', order);
    expect(inGroup()).toEqual([add]);
    expect(stage.alex.sees()).toEqual([]);
    await stage.alex.says('hello');
    await stage.alex.clears();
    await writes('alex', order);
    await stage.alex.hears('I understand the impact');
  });

  it('a surprise is told with a reference, in the group that waits for an answer', async () => {
    stage.cloud.gateway.failNext({ method: 'POST', path: /29:1-alex.*conversations$/, status: 400, code: 'BadSyntax' });
    await writes('alex', order);
    expect(inGroup()).toEqual([expect.stringMatching(/^Something went wrong on my side.*Reference: /)]);
    expect(stage.alex.sees()).toEqual([]);
  });
});
