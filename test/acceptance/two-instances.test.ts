import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectionName, contosoTenantId } from '../../sandbox/identities.ts';
import { cast } from '../../sandbox/tenant/cast.ts';
import type { Actor, CardAnswer } from '../support/chat-actor.ts';
import { actorAt } from '../support/chat-actor.ts';
import type { Seat } from '../../sandbox/cloud.ts';
import { personas } from '../../sandbox/personas.ts';
import type { BotProcess } from '../support/bot-process.ts';
import { eventsOf, forgetRequests, holdsE3, noServer, request, signIn, stateOf } from './scene.ts';
import type { Click } from './scene.ts';
import { atOnce, claimingAtOnce, openBots } from './two-bots.ts';
import type { Bots } from './two-bots.ts';

describe.skipIf(noServer)('two bot processes on one Postgres server', () => {
  let bots: Bots;
  let [first, second]: BotProcess[] = [];
  let alex: Actor;
  let isaiahSeat: Seat;
  let isaiah: Actor;
  let writes: string[];

  beforeAll(async () => {
    bots = await openBots();
    [first, second] = await Promise.all([bots.starts('first'), bots.starts('second')]);
    bots.cloud.pointAtBot(first.url);
    bots.cloud.onGraphExchange(({ method, url, status }) => {
      if (method === 'POST' && url.endsWith('/assignLicense') && status === 200) writes.push(url);
    });
    isaiahSeat = bots.cloud.seat(cast.userAdmin);
    isaiah = actorAt(isaiahSeat, second.url);
    for (const chat of [...Object.values(bots.cloud.chats), isaiahSeat.chat]) await chat.install();
  });
  afterAll(() => bots.close());
  beforeEach(async () => {
    writes = [];
    bots.cloud.reset();
    await forgetRequests(bots.database);
    alex = bots.at('alex', first!);
    await Promise.all([personas.alex, personas.megan, isaiahSeat.chat.persona].map((who) => signIn(bots.cloud, who)));
    await alex.says('cancel');
    for (const who of [alex, bots.at('megan', first!), isaiah]) await who.clears();
  });

  function requested(): Promise<Click> {
    return request(alex, bots.at('megan', first!));
  }

  function clicking(who: Actor, verb: string, data: Record<string, unknown>, id?: string): () => Promise<CardAnswer> {
    return () => who.forges({ verb, data }, undefined, {}, id === undefined ? {} : { id });
  }

  async function decisionsOf({ requestId }: Click): Promise<number> {
    const events = await eventsOf(bots.database, requestId);
    return events.filter((event) => event === 'decision-made').length;
  }

  it('the same click four times, two of them with new activity ids, decides and removes once', async () => {
    const click = await requested();
    const [here, there] = [bots.at('megan', first!), bots.at('megan', second!)];
    const answers = await atOnce(bots.database, click.requestId, [
      clicking(here, 'request.approve', click, 'the-click'),
      clicking(there, 'request.approve', click, 'the-click'),
      clicking(here, 'request.approve', click),
      clicking(there, 'request.approve', click),
    ]);
    expect(answers.map(({ status, statusCode }) => [status, statusCode])).toEqual(Array(4).fill([200, 200]));
    await alex.hears('Done: Microsoft 365 E3 was removed from Ana Bowman.');
    expect([await decisionsOf(click), writes.length]).toEqual([1, 1]);
    expect(here.sees().filter((text) => text.includes('Something went wrong'))).toEqual([]);
  });

  it('two approvers in the same instant: one decides, and the other is told who', async () => {
    const click = await requested();
    await atOnce(bots.database, click.requestId, [
      clicking(bots.at('megan', first!), 'request.approve', click),
      clicking(isaiah, 'request.approve', click),
    ]);
    await alex.hears('Done: Microsoft 365 E3 was removed from Ana Bowman.');
    expect([await decisionsOf(click), writes.length]).toEqual([1, 1]);
    const told = [...isaiah.sees(), ...bots.at('megan', first!).sees()];
    expect(told.filter((text) => /^(Megan Bowen|Isaiah Langer) already decided this/.test(text))).toHaveLength(1);
  });

  it('approve and deny in the same instant: one of them stands, and only an approval removes', async () => {
    const click = await requested();
    await atOnce(bots.database, click.requestId, [
      clicking(bots.at('megan', first!), 'request.approve', click),
      clicking(isaiah, 'request.deny', { ...click, denyReason: 'She stays.' }),
    ]);
    await alex.hears(/^(Done: Microsoft 365 E3 was removed|Isaiah Langer denied your request)/);
    const state = await stateOf(bots.database, click.requestId);
    expect(await decisionsOf(click)).toBe(1);
    expect([state, holdsE3(bots.cloud), writes.length]).toEqual(
      state === 'denied' ? ['denied', true, 0] : ['succeeded', false, 1],
    );
  });

  it('two people ask for the same licence in the same instant: one request, and the other is told of it', async () => {
    await signIn(bots.cloud, personas.debra);
    const debra = bots.at('debra', second!);
    const askers = [alex, debra];
    for (const who of askers) {
      await who.clears();
      await who.says("remove Ana's E3 license");
      await who.hears('I understand the impact');
    }
    const confirmed = { reason: 'She left.', impactUnderstood: 'true' };
    const answers = await claimingAtOnce(
      bots.database,
      askers.map((who) => () => who.clicks('plan.request', confirmed)),
    );
    expect(answers.filter(({ text }) => text.includes('Waiting for approval'))).toHaveLength(1);
    const told = [...answers.map(({ text }) => text), ...askers.flatMap((who) => who.sees())];
    expect(told.filter((text) => text.includes('There is already an open request for this'))).not.toEqual([]);
    expect(await bots.database.query('select id from farewell.request')).toHaveLength(1);
  });

  describe('single sign-on from two clients at once', () => {
    it('continues what was asked once, whichever process hears which', async () => {
      await signOnTwice(['the-sign-on', 'the-sign-on']);
      expect(alex.buttons('plan.request')).toBe(1);
    });

    it('ends in one request, also when the clients give it ids of their own', async () => {
      await signOnTwice(['one-client', 'another-client']);
      const confirmed = { reason: 'She left.', impactUnderstood: 'true' };
      for (const { data } of alex.allButtons('plan.request')) {
        await alex.forges({ verb: 'plan.request', data: { ...data, ...confirmed } });
      }
      expect(await bots.database.query('select id from farewell.request')).toHaveLength(1);
    });

    async function signOnTwice(ids: readonly [string, string]): Promise<void> {
      await alex.says('sign out');
      await alex.hears('You are signed out.');
      await alex.says("remove Ana's E3 license");
      await alex.hears('Sign in so that Farewell can act in your name.');
      const { token } = await bots.cloud.entra.tokens.mintUserAssertion(contosoTenantId, cast.alex);
      await Promise.all(
        [first!, second!].map((bot, index) => {
          const value = { id: ids[index], connectionName, token };
          return bots.cloud.chats.alex.say({ type: 'invoke', name: 'signin/tokenExchange', value }, bot.url);
        }),
      );
      await alex.hears('I understand the impact');
      expect(alex.sees().filter((text) => text.includes('Something went wrong'))).toEqual([]);
    }
  });
});
