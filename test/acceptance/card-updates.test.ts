import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { personas } from '../../sandbox/personas.ts';
import { holdsE3, noServer, openScene, stateOf } from './scene.ts';
import type { Click, Scene } from './scene.ts';

const APPROVED = /Done[^]*Approved by Megan Bowen on /;

describe.skipIf(noServer)('a card that cannot be updated', () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await openScene();
  });
  afterAll(() => scene.close());
  beforeEach(() => scene.begins());

  /** Every update of Alex's card fails until `heal`. */
  function breakUpdates(status: number, code: string): void {
    const path = new RegExp(`${personas.alex.chatUserId}.*/activities/`);
    for (let times = 0; times < 100; times += 1) scene.cloud.gateway.failNext({ method: 'PUT', path, status, code });
  }

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

  /** Teams can be reached again, and the time for the next try has come. */
  async function heals(): Promise<void> {
    scene.cloud.gateway.reset();
    await vi.waitFor(async () => {
      await scene.database.query(`update farewell_jobs.job set start_after = now() where state = 'retry'`);
      expect(scene.alex.sees().some((text) => APPROVED.test(text))).toBe(true);
    }, 20_000);
  }

  it('because of too many calls (429): the decision stands, its requester is told, and the card follows', async () => {
    const click = await scene.requested();
    breakUpdates(429, 'RateLimited');
    await decidedAndTold(click);
    await seenByAsking();
    await heals();
  });

  it('because it is too large (413): the decision stands, its requester is told, and it is tried again', async () => {
    const click = await scene.requested();
    breakUpdates(413, 'MessageSizeTooBig');
    await decidedAndTold(click);
    await seenByAsking();
    await heals();
  });

  it('because it is forbidden (403): the decision stands, its requester is told, and can open a new card', async () => {
    const click = await scene.requested();
    breakUpdates(403, 'ConversationBlockedByUser');
    await decidedAndTold(click);
    await seenByAsking();
    await scene.alex.clicks('requests.open', {}, 'Remove Microsoft 365 E3');
    await scene.alex.hears(APPROVED);
  });

  it('nor anything else be said to somebody who blocked the bot (403): the decision stands, and nobody tries for ever', async () => {
    const click = await scene.requested();
    breakUpdates(403, 'MessageWritesBlocked');
    const path = new RegExp(`${personas.alex.chatUserId}.*/activities`);
    const blocked = { method: 'POST', path, status: 403, code: 'MessageWritesBlocked' };
    for (let times = 0; times < 10; times += 1) scene.cloud.gateway.failNext(blocked);
    await scene.megan.clicks('request.approve');
    await scene.megan.hears(APPROVED);
    expect(await stateOf(scene.database, click.requestId)).toBe('succeeded');
    const open = `select 1 from farewell_jobs.job where name = 'show' and state in ('created', 'retry', 'active')`;
    await vi.waitFor(async () => expect(await scene.database.query(open)).toEqual([]), 20_000);
    scene.cloud.gateway.reset();
    await seenByAsking();
  });
});
