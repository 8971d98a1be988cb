import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { botAccount } from '../../sandbox/gateway/activity.ts';
import { contosoTenantId } from '../../sandbox/identities.ts';
import { personas } from '../../sandbox/personas.ts';
import { cast } from '../../sandbox/tenant/cast.ts';
import type { Actor } from '../support/chat-actor.ts';
import { eventsOf, nextTry, noServer, nothingToShow, openScene } from './scene.ts';
import type { Scene } from './scene.ts';

describe.skipIf(noServer)('an approver who cannot be reached any more', () => {
  let scene: Scene;
  let isaiah: Actor;

  beforeAll(async () => {
    scene = await openScene();
    isaiah = await scene.joins(cast.userAdmin);
  });
  afterAll(() => scene.close());
  beforeEach(async () => {
    await scene.begins();
    await isaiah.clears();
    await isaiah.says('hello');
    await isaiah.hears(/./);
    await isaiah.clears();
  });

  async function asks(preferred?: string): Promise<string> {
    await scene.alex.says("remove Ana's E3 license");
    await scene.alex.hears('I understand the impact');
    const { data } = scene.alex.button('plan.request');
    await scene.alex.clicks('plan.request', { reason: 'She left.', impactUnderstood: 'true', preferred });
    return String(data?.['requestId']);
  }

  async function unreachable(): Promise<unknown[]> {
    const query = 'select user_id from farewell.contact where unreachable_since is not null';
    return (await scene.database.query(query)).map((row) => row['user_id']);
  }

  /** Nothing gets into Megan's chat any more. */
  function blocks(status: number, code: string): void {
    const path = new RegExp(`${personas.megan.chatUserId}.*/activities`);
    for (let times = 0; times < 20; times += 1) scene.cloud.gateway.failNext({ method: 'POST', path, status, code });
  }

  it.each([
    [403, 'MessageWritesBlocked'],
    [403, 'ConversationBlockedByUser'],
    [404, 'ConversationNotFound'],
  ])(
    'when the first card is refused (%i %s): the others are asked, and the requester is told',
    async (status, code) => {
      blocks(status, code);
      const requestId = await asks(cast.megan.id);
      await isaiah.hears('asks for your approval');
      await scene.alex.hears('Your request could not be brought to Megan Bowen in Teams.');
      expect(await unreachable()).toEqual([cast.megan.id]);
      expect(await eventsOf(scene.database, requestId)).toContain('approver-not-reached');
    },
  );

  it('and lets the bot in again gets the card after all, once, and is counted on again', async () => {
    blocks(403, 'MessageWritesBlocked');
    await asks(cast.megan.id);
    await scene.alex.hears('Your request could not be brought to Megan Bowen in Teams.');
    scene.cloud.gateway.reset();
    await nothingToShow(scene);
    await scene.megan.hears('asks for your approval');
    expect(await unreachable()).toEqual([]);
    expect(scene.megan.buttons('request.approve')).toBe(1);
    await isaiah.hears('asks for your approval');
  });

  it('when a first card only comes late (429): nobody is passed over', async () => {
    blocks(429, 'RateLimited');
    const requestId = await asks(cast.megan.id);
    const waiting = `select 1 from farewell_jobs.job where name = 'show' and state = 'retry'`;
    await vi.waitFor(async () => expect(await scene.database.query(waiting)).toHaveLength(1), 20_000);
    scene.cloud.gateway.reset();
    await nextTry(scene);
    await scene.megan.hears('asks for your approval');
    expect(await unreachable()).toEqual([]);
    expect(await eventsOf(scene.database, requestId)).not.toContain('approver-not-reached');
    expect(isaiah.buttons('request.approve')).toBe(0);
  });

  it('because the app was removed: is not asked, and is again after the next word', async () => {
    const removed = { type: 'conversationUpdate', membersRemoved: [{ id: botAccount.id }] };
    await scene.cloud.chats.megan.say({ type: 'installationUpdate', action: 'remove' });
    await scene.cloud.chats.megan.say(removed);
    expect(await unreachable()).toEqual([cast.megan.id]);
    await scene.alex.says("remove Ana's E3 license");
    await scene.alex.hears('A second admin decides: Isaiah Langer.');
    await scene.alex.says('cancel');
    await scene.megan.says('hello');
    expect(await unreachable()).toEqual([]);
    await scene.alex.says("remove Ana's E3 license");
    await scene.alex.hears('Megan Bowen and Isaiah Langer');
  });

  it('keeps nobody else’s card back, whatever is wrong with what is known of them', async () => {
    const [first = '', second] = [cast.megan.id, cast.userAdmin.id].toSorted();
    const spoil = `update farewell.contact set conversation = '{}' where tenant_id = $1 and user_id = $2`;
    await scene.database.query(spoil, [contosoTenantId, first]);
    await asks();
    const other = second === cast.megan.id ? scene.megan : isaiah;
    await other.hears('asks for your approval');
    await (second === cast.megan.id ? isaiah : scene.megan).says('hello');
  });
});
