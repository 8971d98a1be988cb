import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { personas } from '../../sandbox/personas.ts';
import { cast } from '../../sandbox/tenant/cast.ts';
import type { Fault } from '../../sandbox/http/faults.ts';
import type { Persona } from '../../sandbox/personas.ts';
import { actorAt } from '../support/chat-actor.ts';
import type { Actor } from '../support/chat-actor.ts';
import { holdsE3, nextTry, noServer, nothingToShow, openScene, signIn, stateOf } from './scene.ts';
import type { Click, Scene } from './scene.ts';

const MANY = 100;
const refusals: [string, Omit<Fault, 'path'>][] = [
  ['because of too many calls (429)', { status: 429, code: 'RateLimited' }],
  ['because of too many calls (429), with a time to wait', { status: 429, headers: { 'retry-after': '0' } }],
  ['because it is too large (413)', { status: 413, code: 'MessageSizeTooBig' }],
  ['because it is forbidden (403)', { status: 403, code: 'ConversationBlockedByUser' }],
  ['because its message is not found (404)', { status: 404, code: 'ActivityNotFoundInConversation' }],
];

describe.skipIf(noServer)('a card that cannot be updated', () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await openScene();
  });
  afterAll(() => scene.close());
  beforeEach(() => scene.begins());

  /** So many calls of the bot to somebody's chat fail, or until Teams heals. */
  function breakCalls(method: 'PUT' | 'POST', { chatUserId }: Persona, how: Omit<Fault, 'path'>, times = MANY): void {
    const path = new RegExp(`${chatUserId}.*/activities`);
    for (let time = 0; time < times; time += 1) scene.cloud.gateway.failNext({ method, path, ...how });
  }

  /** Teams can be reached again, and what was not shown comes. */
  async function heals(who: Actor, card: RegExp): Promise<void> {
    scene.cloud.gateway.reset();
    await vi.waitFor(async () => {
      await nextTry(scene);
      expect(who.sees().filter((text) => card.test(text))).toHaveLength(1);
    }, 20_000);
  }

  describe('of the requester', () => {
    const APPROVED = /Done[^]*Approved by Megan Bowen on /;

    async function decidedAndTold({ requestId }: Click): Promise<void> {
      await scene.megan.clicks('request.approve');
      await scene.alex.hears('Done: Microsoft 365 E3 was removed from Ana Bowman.');
      await scene.megan.hears(APPROVED);
      expect([await stateOf(scene.database, requestId), holdsE3(scene.cloud)]).toEqual(['succeeded', false]);
      expect(scene.alex.sees().join()).not.toMatch(APPROVED);
    }

    async function seenByAsking(): Promise<void> {
      await scene.alex.says('my requests');
      await scene.alex.hears(/Remove Microsoft 365 E3 from Ana Bowman: Done\./);
    }

    it.each(refusals)('%s: the decision stands, its requester is told, and the card follows', async (_, how) => {
      const click = await scene.requested();
      breakCalls('PUT', personas.alex, how);
      await decidedAndTold(click);
      await seenByAsking();
      await heals(scene.alex, APPROVED);
    });

    it('can be opened anew by asking, and is then not tried any more', async () => {
      const click = await scene.requested();
      breakCalls('PUT', personas.alex, { status: 403, code: 'ConversationBlockedByUser' });
      await decidedAndTold(click);
      await seenByAsking();
      await scene.alex.clicks('requests.open', {}, 'Remove Microsoft 365 E3');
      await scene.alex.hears(APPROVED);
      await nothingToShow(scene);
      expect(scene.alex.sees().filter((text) => APPROVED.test(text))).toHaveLength(1);
    });

    it('nor anything else be said to somebody who blocked the bot (403): the decision stands, and nobody tries for ever', async () => {
      const click = await scene.requested();
      const blocked = { status: 403, code: 'MessageWritesBlocked' };
      breakCalls('PUT', personas.alex, blocked);
      breakCalls('POST', personas.alex, blocked);
      await scene.megan.clicks('request.approve');
      await scene.megan.hears(APPROVED);
      expect(await stateOf(scene.database, click.requestId)).toBe('succeeded');
      await lastTry();
      const gaveUp = `select 1 from farewell_jobs.job where name = 'gave-up' and data ->> 'requestId' = $1`;
      expect(await scene.database.query(gaveUp, [click.requestId])).not.toEqual([]);
      scene.cloud.gateway.reset();
      await seenByAsking();
    });
  });

  /** A day and fifty-six tries later. */
  async function lastTry(): Promise<void> {
    const open = `select 1 from farewell_jobs.job where name = 'show' and state in ('created', 'retry', 'active')`;
    const later = `update farewell_jobs.job set retry_count = greatest(retry_count, 55), start_after = now()
      where name = 'show' and state = 'retry'`;
    await vi.waitFor(async () => {
      await scene.database.query(later);
      expect(await scene.database.query(open)).toEqual([]);
    }, 20_000);
  }

  describe('of an approver', () => {
    const APPROVED = /Done[^]*Approved by Isaiah Langer on /;
    let isaiah: Actor;

    beforeAll(async () => {
      const seat = scene.cloud.seat(cast.userAdmin);
      await seat.chat.install();
      isaiah = actorAt(seat);
    });
    beforeEach(async () => {
      await signIn(scene.cloud, scene.cloud.seat(cast.userAdmin).chat.persona);
      await isaiah.clears();
    });

    it.each(refusals)('%s: the decision stands, who asks is told, and the card follows', async (_, how) => {
      const { requestId } = await scene.requested();
      await isaiah.hears('asks for your approval');
      breakCalls('PUT', personas.megan, how);
      await isaiah.clicks('request.approve');
      await scene.alex.hears('Done: Microsoft 365 E3 was removed from Ana Bowman.');
      await isaiah.hears(APPROVED);
      expect([await stateOf(scene.database, requestId), holdsE3(scene.cloud)]).toEqual(['succeeded', false]);
      expect(scene.megan.buttons('request.approve')).toBe(1);
      await scene.megan.says('what is waiting for me?');
      await scene.megan.hears('Nothing is waiting for your decision.');
      await heals(scene.megan, APPROVED);
      expect(scene.megan.buttons('request.approve')).toBe(0);
    });

    it('who clicks on the old one is told who has decided, and decides nothing', async () => {
      const { requestId } = await scene.requested();
      await isaiah.hears('asks for your approval');
      breakCalls('PUT', personas.megan, { status: 403, code: 'ConversationBlockedByUser' });
      await isaiah.clicks('request.deny', { denyReason: 'She stays.' });
      await scene.alex.hears('Isaiah Langer denied your request. Reason: She stays.');
      const answer = await scene.megan.clicks('request.approve');
      expect(answer.text).toContain('Denied by Isaiah Langer');
      expect([await stateOf(scene.database, requestId), holdsE3(scene.cloud)]).toEqual(['denied', true]);
    });

    it('who decided still learns how it ended', async () => {
      await scene.requested();
      breakCalls('PUT', personas.megan, { status: 413, code: 'MessageSizeTooBig' });
      await scene.megan.clicks('request.approve');
      await scene.alex.hears('Done: Microsoft 365 E3 was removed from Ana Bowman.');
      expect(scene.megan.sees().join()).not.toContain('Done');
      await heals(scene.megan, /Done[^]*Approved by Megan Bowen on /);
    });
  });

  it('because it is too large (413) comes at once without its details, once, and says so', async () => {
    await scene.requested();
    breakCalls('PUT', personas.alex, { status: 413, code: 'MessageSizeTooBig' }, 1);
    const shortened = scene.alex.hears('Teams did not accept the whole card, so its details are left out here.');
    await scene.megan.clicks('request.deny', { denyReason: 'She stays.' });
    const { attachments = [] } = await shortened;
    expect(JSON.stringify(attachments)).toContain('Denied by Megan Bowen');
    expect(JSON.stringify(attachments)).not.toContain('allEffects');
    await nothingToShow(scene);
    expect(cardsAbout(scene.alex, 'She stays.')).toBe(1);
  });

  it('and is a first one that is too large (413) can be decided on, and comes once', async () => {
    breakCalls('POST', personas.megan, { status: 413, code: 'MessageSizeTooBig' }, 1);
    await scene.requested();
    await scene.megan.hears('Teams did not accept the whole card, so its details are left out here.');
    await nothingToShow(scene);
    expect(scene.megan.buttons('request.approve')).toBe(1);
    await scene.megan.clicks('request.approve');
    await scene.alex.hears('Done: Microsoft 365 E3 was removed from Ana Bowman.');
  });

  it('leaves nothing in the log that opens a door or was said', async () => {
    scene.logLines.length = 0;
    await scene.requested();
    breakCalls('PUT', personas.alex, { status: 403, code: 'MessageWritesBlocked' });
    await scene.megan.clicks('request.deny', { denyReason: 'She stays.' });
    await vi.waitFor(
      () => expect(scene.logLines.join()).toMatch(/a card was refused[^]*background work failed/),
      20_000,
    );
    expect(scene.logLines.join()).not.toMatch(/eyJ[\w-]+\.[\w-]+\.|Ana Bowman|She (left|stays)/);
  });

  function cardsAbout(who: Actor, words: string): number {
    return who.sees().filter((text: string) => text.includes(words) && text.includes('Remove Microsoft')).length;
  }
});
