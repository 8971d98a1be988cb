import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { personas } from '../../sandbox/personas.ts';
import { cast } from '../../sandbox/tenant/cast.ts';
import type { DirectoryUser } from '../../sandbox/tenant/directory.ts';
import { verifyAudit } from '../../src/adapters/postgres/verify-audit.ts';
import { isFinal, requestState } from '../../src/core/request.ts';
import type { Actor } from '../support/chat-actor.ts';
import type { BotProcess } from '../support/bot-process.ts';
import { eventsOf, holdsE3, noServer, request, shownAs, signIn, stateOf } from './scene.ts';
import { openBots } from './two-bots.ts';
import type { Bots } from './two-bots.ts';

/** A moment of an execution: `reach` brings it there and says what to do once the process is dead. */
interface Moment {
  about: readonly DirectoryUser[];
  reach: (requestId: string, approve: () => Promise<unknown>) => Promise<() => void>;
}

/** Eight executions and three processes, one after the other, on a machine that does other things besides. */
const LONG = 400_000;

describe.skipIf(noServer)('a worker is killed', () => {
  let bots: Bots;
  const requests = new Map<Moment, string>();
  const writes: string[] = [];
  /** What was sent although it was done. */
  const refusedWrites: string[] = [];
  let alex: Actor;

  /** Brings every moment about in one process, kills it, and lets another one take over. */
  async function killAt(bot: BotProcess, moments: readonly Moment[], next: () => Promise<BotProcess>) {
    bots.cloud.pointAtBot(bot.url);
    const megan = bots.at('megan', bot);
    alex = bots.at('alex', bot);
    const afterwards: (() => void)[] = [];
    for (const moment of moments) {
      const click = await request(alex, megan, 'They left.', ...moment.about);
      requests.set(moment, click.requestId);
      const approve = () => megan.forges({ verb: 'request.approve', data: click });
      afterwards.push(await moment.reach(click.requestId, approve));
    }
    const other = await next();
    await bot.kill();
    for (const each of afterwards) each();
    bots.cloud.pointAtBot(other.url);
    // As if the dead worker had been silent for longer than a living one ever is.
    await bots.database.query(
      `update farewell_jobs.job set heartbeat_on = now() - interval '1 hour' where state = 'active'`,
    );
    for (const moment of moments) await ended(requests.get(moment) ?? '');
    return other;
  }

  /** However it ended: the tests say how it had to. */
  async function ended(requestId: string): Promise<void> {
    const final = requestState.options.filter(isFinal);
    await vi.waitFor(async () => expect(final).toContain(await stateOf(bots.database, requestId)), 60_000);
  }

  function writeTo({ id }: DirectoryUser, afterWrite: boolean) {
    return bots.cloud.graph.holdNext({ method: 'POST', path: new RegExp(`${id}/assignLicense$`), afterWrite });
  }

  function readOf({ id }: DirectoryUser) {
    return bots.cloud.graph.holdNext({ method: 'GET', path: new RegExp(`/users/${id}$`) });
  }

  async function waits(locktype: string): Promise<void> {
    const text = 'select 1 from pg_locks where not granted and locktype = $1';
    await vi.waitFor(async () => expect(await bots.database.query(text, [locktype])).toHaveLength(1), 20_000);
  }

  const taken: Moment = {
    about: [cast.anaBowman],
    async reach(requestId, approve) {
      const free = Promise.withResolvers<undefined>();
      const lock = Promise.withResolvers<undefined>();
      void bots.database.exclusively(`execute/${requestId}`, async () => {
        lock.resolve(undefined);
        await free.promise;
      });
      await lock.promise;
      await approve();
      await waits('advisory');
      return () => free.resolve(undefined);
    },
  };
  const begun: Moment = {
    about: [cast.plain],
    async reach(_, approve) {
      const held = readOf(cast.alex);
      await approve();
      await held.reached;
      return held.drop;
    },
  };
  const sent: Moment = {
    about: [cast.noUsageLocation],
    async reach(_, approve) {
      const held = writeTo(cast.noUsageLocation, false);
      await approve();
      await held.reached;
      return held.drop;
    },
  };
  const written: Moment = {
    about: [cast.selfServiceBuyer],
    async reach(_, approve) {
      const held = writeTo(cast.selfServiceBuyer, true);
      await approve();
      await held.reached;
      return held.drop;
    },
  };
  const answered: Moment = {
    about: [cast.globalReader],
    async reach(_, approve) {
      const write = writeTo(cast.globalReader, true);
      await approve();
      await write.reached;
      const read = readOf(cast.globalReader);
      write.release();
      await read.reached;
      return read.drop;
    },
  };
  const recorded: Moment = {
    about: [cast.billingAdmin],
    async reach(requestId, approve) {
      const write = writeTo(cast.billingAdmin, true);
      await approve();
      await write.reached;
      const free = Promise.withResolvers<undefined>();
      const lock = Promise.withResolvers<undefined>();
      void bots.database.transaction(async (tx) => {
        await tx.query('select 1 from farewell.request where id = $1 for no key update', [requestId]);
        lock.resolve(undefined);
        await free.promise;
      });
      await lock.promise;
      write.release();
      await waits('transactionid');
      return () => free.resolve(undefined);
    },
  };
  const between: Moment = {
    about: [cast.unitAdmin, cast.groupAdmin],
    async reach(_, approve) {
      const held = writeTo(cast.groupAdmin, false);
      await approve();
      await held.reached;
      return held.drop;
    },
  };
  const finished: Moment = {
    about: [cast.licenseDesk],
    async reach(requestId, approve) {
      const write = writeTo(cast.licenseDesk, true);
      await approve();
      await write.reached;
      const card = bots.cloud.gateway.holdNext({ method: 'PUT', path: new RegExp(personas.alex.chatUserId) });
      write.release();
      await card.reached;
      await vi.waitFor(async () => expect(await stateOf(bots.database, requestId)).toBe('succeeded'), 20_000);
      return card.drop;
    },
  };

  beforeAll(async () => {
    bots = await openBots();
    bots.cloud.onGraphExchange(({ method, url, status }) => {
      if (method !== 'POST' || !url.endsWith('/assignLicense')) return;
      if (status === 200) writes.push(url);
      else refusedWrites.push(url);
    });
    const first = await bots.starts('first');
    bots.cloud.pointAtBot(first.url);
    for (const chat of Object.values(bots.cloud.chats)) await chat.install();
    for (const who of Object.values(personas)) await signIn(bots.cloud, who);
    const second = await killAt(first, [taken, begun, sent, written], () => bots.starts('second'));
    await killAt(second, [answered, recorded, between, finished], () => bots.starts('third'));
  }, LONG);
  afterAll(() => bots.close());

  async function expectOnce(moment: Moment): Promise<void> {
    const { about } = moment;
    const requestId = requests.get(moment) ?? '';
    expect(await stateOf(bots.database, requestId)).toBe('succeeded');
    for (const each of about) {
      expect(holdsE3(bots.cloud, each)).toBe(false);
      expect(writes.filter((url) => url.includes(each.id))).toHaveLength(1);
      expect(refusedWrites.filter((url) => url.includes(each.id))).toEqual([]);
    }
    const steps = about.map(() => 'step-finished');
    const once = ['decision-made', 'execution-started', ...steps, 'execution-finished'];
    const events = await eventsOf(bots.database, requestId);
    expect(events.filter((event) => once.includes(event))).toEqual(once);
    await alex.hears(`was removed from ${shownAs(about)}.`);
    const told = alex.sees().filter((text) => text.startsWith('Done:') && text.includes(`from ${shownAs(about)}`));
    expect(told).toHaveLength(1);
  }

  it('after it took the work, before it began: done once', () => expectOnce(taken));
  it('after it began, before its first check: done once', () => expectOnce(begun));
  it('after it wrote down that it sends, before Graph got it: done once', () => expectOnce(sent));
  it('after Graph removed the licence, before the answer came: done once', () => expectOnce(written));
  it('after the answer, while it reads back: done once', () => expectOnce(answered));
  it('after it wrote down what came of it, before the end: done once', () => expectOnce(recorded));
  it('after the first of two people, before the second: each done once', () => expectOnce(between));
  it('after the end, before the cards were shown: done once', () => expectOnce(finished));
  it('and the record has no gap', async () => {
    expect(await verifyAudit(bots.database)).toMatchObject({ ok: true });
  });
});
