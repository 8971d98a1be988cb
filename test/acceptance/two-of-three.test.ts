import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cast } from '../../sandbox/tenant/cast.ts';
import type { Seat } from '../../sandbox/cloud.ts';
import { actorAt } from '../support/chat-actor.ts';
import type { Actor } from '../support/chat-actor.ts';
import { eventsOf, holdsE3, loseRoles, noServer, openScene, signIn, stateOf } from './scene.ts';
import type { Click, Scene } from './scene.ts';

describe.skipIf(noServer)('a policy that wants two approvals', () => {
  let scene: Scene;
  let seats: Seat[];
  let isaiah: Actor;
  let debra: Actor;

  beforeAll(async () => {
    scene = await openScene({ approvals: 2 });
    seats = [cast.userAdmin, cast.secondGlobalAdmin].map((user) => scene.cloud.seat(user));
    for (const { chat } of seats) await chat.install();
    [isaiah, debra] = seats.map((seat) => actorAt(seat)) as [Actor, Actor];
  });
  afterAll(() => scene.close());
  beforeEach(async () => {
    await scene.begins();
    for (const { chat } of seats) await signIn(scene.cloud, chat.persona);
    for (const who of [isaiah, debra]) await who.clears();
  });

  async function approvalsOf({ requestId }: Click): Promise<number> {
    return (await eventsOf(scene.database, requestId)).filter((event) => event === 'decision-made').length;
  }

  it('counts one person once, never the requester, and acts with the second person', async () => {
    const click = await scene.requested();
    await scene.megan.clicks('request.approve');
    await scene.megan.hears('1 of 2 approvals so far.');
    await scene.megan.forges({ verb: 'request.approve', data: click });
    await scene.megan.hears('You have already approved this. Somebody else has to approve as well.');
    await scene.alex.forges({ verb: 'request.approve', data: click });
    await scene.alex.hears('You asked for this yourself, so somebody else has to decide.');
    expect([await stateOf(scene.database, click.requestId), await approvalsOf(click)]).toEqual([
      'awaiting-approval',
      1,
    ]);
    expect(holdsE3(scene.cloud)).toBe(true);
    await isaiah.clicks('request.approve');
    await scene.alex.hears('Done: Microsoft 365 E3 was removed from Ana Bowman.');
    await debra.hears(/Approved by Megan Bowen[^]*Approved by Isaiah Langer/);
    expect([await approvalsOf(click), debra.buttons('request.approve')]).toEqual([2, 0]);
  });

  it('ends with one denial, whoever has approved before', async () => {
    const click = await scene.requested();
    await scene.megan.clicks('request.approve');
    await scene.megan.hears('1 of 2 approvals so far.');
    await isaiah.clicks('request.deny', { denyReason: 'She stays.' });
    await scene.alex.hears('Isaiah Langer denied your request. Reason: She stays.');
    expect([await stateOf(scene.database, click.requestId), holdsE3(scene.cloud)]).toEqual(['denied', true]);
  });

  it('is refused at once where fewer than two can be reached, with the names of those to ask', async () => {
    for (const user of [cast.userAdmin, cast.secondGlobalAdmin]) loseRoles(scene.cloud, user);
    await scene.alex.says("remove Ana's E3 license");
    await scene.alex.hears(
      /This takes 2 approvals, and only 1 person who may approve can be reached\. Others .*cannot reach them in Teams: .*陳怡君/,
    );
    expect(scene.alex.buttons('plan.request')).toBe(0);
    expect(await scene.database.query('select id from farewell.request')).toEqual([]);
  });
});
