import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AuditEntry } from '../../src/core/audit.ts';
import { keyOf, skuId } from '../../src/core/identity.ts';
import type { RequestId } from '../../src/core/identity.ts';
import type { CardLedger, Change, FollowUp, RequestStore } from '../../src/core/ports.ts';
import { finish, hold, release, start as startRequest, waitForSignIn, withdraw } from '../../src/core/request.ts';
import type { Request } from '../../src/core/request.ts';
import { withUndo } from '../../src/core/undo.ts';
import { nothing, sampleCard, sampleEntry, samplePerson, sampleRequest, sampleStep } from './samples.ts';

/** A store and the three places where its transactions write. */
export interface RequestStoreUnderTest {
  store: RequestStore;
  cards: CardLedger;
  followUpsOf(id: RequestId): Promise<FollowUp[]>;
  auditOf(id: RequestId): Promise<AuditEntry['event'][]>;
  stop(): Promise<void>;
}

const now = new Date('2026-11-20T10:00:00.000Z');

function withdrawn(from: Request): Request {
  const moved = withdraw(from, from.requester, now);
  if (!moved.ok) throw new Error('a waiting request can be withdrawn');
  return moved.value;
}

function approved(from: Request): Request {
  return { ...from, state: 'approved', version: from.version + 1 };
}

function forVisio(request: Request): Request {
  const visio = skuId.parse('c5928f49-12ba-48f7-ada3-0d743a3601d5');
  for (const { remove } of request.plan.targets) for (const license of remove) license.skuId = visio;
  return request;
}

export function describeRequestStore(open: () => Promise<RequestStoreUnderTest>): void {
  describe('a request store', () => {
    let under: RequestStoreUnderTest;
    let store: RequestStore;

    beforeAll(async () => {
      under = await open();
      store = under.store;
    }, 60_000);
    afterAll(() => under.stop());

    async function stored(request: Request): Promise<Request> {
      await store.create(request, nothing);
      return request;
    }

    test('gives back a request as it was created', async () => {
      const request = await stored(sampleRequest());
      expect(await store.find(request.id)).toEqual(request);
    });

    test('does not know a request that was never created', async () => {
      expect(await store.find(sampleRequest().id)).toBeUndefined();
    });

    test('writes the cards, the audit and the follow-ups together with a new request', async () => {
      const request = sampleRequest();
      const followUps: FollowUp[] = [
        { kind: 'show', requestId: request.id },
        { kind: 'expire', requestId: request.id, at: request.approvalExpiresAt },
      ];
      const created = await store.create(request, {
        cards: [sampleCard(request)],
        audit: [sampleEntry(request)],
        followUps,
      });
      expect(created).toEqual({ kind: 'created' });
      expect(await under.cards.cardsOf(request.id)).toEqual([sampleCard(request)]);
      expect(await under.auditOf(request.id)).toEqual(['request-submitted']);
      expect(await under.followUpsOf(request.id)).toEqual(expect.arrayContaining(followUps));
    });

    test('stores work that follows from no move', async () => {
      const request = await stored(sampleRequest());
      const job: FollowUp = { kind: 'expire', requestId: request.id, at: request.approvalExpiresAt };
      await store.enqueue([job]);
      expect(await under.followUpsOf(request.id)).toEqual([job]);
      expect(await store.find(request.id)).toEqual(request);
    });

    test('a second click on submit writes nothing', async () => {
      const request = await stored(sampleRequest());
      const again = { ...request, reason: 'changed' };
      const change: Change = {
        cards: [sampleCard(request)],
        audit: [sampleEntry(request)],
        followUps: [{ kind: 'show', requestId: request.id }],
      };
      expect(await store.create(again, change)).toEqual({ kind: 'exists' });
      expect(await store.find(request.id)).toEqual(request);
      expect(await under.cards.cardsOf(request.id)).toEqual([]);
      expect(await under.auditOf(request.id)).toEqual([]);
      expect(await under.followUpsOf(request.id)).toEqual([]);
    });

    test('of two submits at once, one creates the request', async () => {
      const request = sampleRequest();
      const answers = await Promise.all([store.create(request, nothing), store.create(request, nothing)]);
      expect(answers.map((answer) => answer.kind).toSorted()).toEqual(['created', 'exists']);
    });

    test('a second request for the same licence of the same person is told of the first, and writes nothing', async () => {
      const ana = samplePerson('Ana Bowman');
      const first = await stored(sampleRequest({ targets: [samplePerson('Adele Vance'), ana] }));
      const second = sampleRequest({ targets: [ana] });
      expect(await store.create(second, { ...nothing, audit: [sampleEntry(second)] })).toEqual({
        kind: 'pending',
        request: first.id,
      });
      expect(await store.find(second.id)).toBeUndefined();
      expect(await under.auditOf(second.id)).toEqual([]);
    });

    test('of two people who ask for the same licence in the same instant, one gets a request', async () => {
      const ana = samplePerson('Ana Bowman');
      const both = [sampleRequest({ targets: [ana] }), sampleRequest({ targets: [ana] })];
      const answers = await Promise.all(both.map((each) => store.create(each, nothing)));
      expect(answers.map((answer) => answer.kind).toSorted()).toEqual(['created', 'pending']);
    });

    test('a licence can be asked for again when the first request is over', async () => {
      const ana = samplePerson('Ana Bowman');
      const first = await stored(sampleRequest({ targets: [ana] }));
      await store.move(first, withdrawn(first), nothing);
      expect(await store.create(sampleRequest({ targets: [ana] }), nothing)).toEqual({ kind: 'created' });
    });

    test('another licence of the same person is another request', async () => {
      const ana = samplePerson('Ana Bowman');
      await stored(sampleRequest({ targets: [ana] }));
      expect(await store.create(forVisio(sampleRequest({ targets: [ana] })), nothing)).toEqual({ kind: 'created' });
    });

    describe('a request that undoes another', () => {
      async function removal(): Promise<Request> {
        const request = await stored(sampleRequest());
        const executing = startRequest(approved(request), now);
        const done = finish(executing, 'succeeded', now);
        await store.move(request, approved(request), nothing);
        await store.move(approved(request), executing, nothing);
        await store.move(executing, done, nothing);
        return done;
      }

      test('is written together with the history of that one', async () => {
        const done = await removal();
        const undo = sampleRequest();
        const noted = withUndo(done, undo);
        expect(await store.create(undo, nothing, { from: done, to: noted })).toEqual({ kind: 'created' });
        expect(await store.find(done.id)).toEqual(noted);
        expect(await store.find(undo.id)).toEqual(undo);
      });

      test('is not written when that one was moved meanwhile', async () => {
        const done = await removal();
        const first = sampleRequest();
        await store.create(first, nothing, { from: done, to: withUndo(done, first) });
        const undo = sampleRequest();
        const change = { ...nothing, audit: [sampleEntry(undo)] };
        expect(await store.create(undo, change, { from: done, to: withUndo(done, undo) })).toEqual({
          kind: 'conflict',
        });
        expect(await store.find(undo.id)).toBeUndefined();
        expect(await store.find(done.id)).toEqual(withUndo(done, first));
        expect(await under.auditOf(undo.id)).toEqual([]);
      });

      test('changes nothing there when its own id is taken or its licence is claimed', async () => {
        const done = await removal();
        const ana = samplePerson('Ana Bowman');
        const other = await stored(sampleRequest({ targets: [ana] }));
        const undo = sampleRequest({ targets: [ana] });
        const undone = { from: done, to: withUndo(done, undo) };
        expect(await store.create(undo, nothing, undone)).toEqual({ kind: 'pending', request: other.id });
        expect(await store.create(other, nothing, undone)).toEqual({ kind: 'exists' });
        expect(await store.find(done.id)).toEqual(done);
      });
    });

    test('a move can bring in people who take part from then on', async () => {
      const request = await stored(sampleRequest());
      const card = sampleCard(request, { party: keyOf(samplePerson('Adele Vance')), role: 'approver' });
      const change = { ...nothing, cards: [card] };
      await store.move(request, approved(request), change);
      expect(await under.cards.cardsOf(request.id)).toEqual([card]);
    });

    test('a move changes the request and writes its audit and follow-ups', async () => {
      const request = await stored(sampleRequest());
      const change = {
        audit: [sampleEntry(request, 'request-withdrawn')],
        followUps: [{ kind: 'show', requestId: request.id } as const],
      };
      expect(await store.move(request, withdrawn(request), change)).toBe('moved');
      expect(await store.find(request.id)).toEqual(withdrawn(request));
      expect(await under.auditOf(request.id)).toEqual(['request-withdrawn']);
      expect(await under.followUpsOf(request.id)).toEqual(change.followUps);
    });

    test('a move from a version that is gone is a conflict and writes nothing', async () => {
      const request = await stored(sampleRequest());
      await store.move(request, withdrawn(request), nothing);
      const change = {
        audit: [sampleEntry(request, 'decision-made')],
        followUps: [{ kind: 'execute', requestId: request.id } as const],
      };
      expect(await store.move(request, approved(request), change)).toBe('conflict');
      expect(await store.find(request.id)).toEqual(withdrawn(request));
      expect(await under.auditOf(request.id)).toEqual([]);
      expect(await under.followUpsOf(request.id)).toEqual([]);
    });

    test('a move of a request in another state is a conflict, even with the right version', async () => {
      const request = await stored(sampleRequest());
      const imagined: Request = { ...request, state: 'approved' };
      expect(await store.move(imagined, startRequest(imagined, now), nothing)).toBe('conflict');
    });

    test('a move of a request that was never created is a conflict', async () => {
      const request = sampleRequest();
      expect(await store.move(request, withdrawn(request), nothing)).toBe('conflict');
    });

    test('of many moves at once, exactly one wins', async () => {
      const request = await stored(sampleRequest());
      const tries = Array.from({ length: 8 }, (_, n) =>
        store.move(request, n % 2 ? approved(request) : withdrawn(request), nothing),
      );
      expect((await Promise.all(tries)).filter((answer) => answer === 'moved')).toHaveLength(1);
    });

    test('a move cannot alter the plan that was approved', async () => {
      const request = await stored(sampleRequest());
      const forged = { ...approved(request), plan: sampleRequest().plan };
      await store.move(request, forged, nothing);
      expect((await store.find(request.id))?.plan).toEqual(request.plan);
    });

    test('finds the open requests about a person, oldest first', async () => {
      const ana = samplePerson('Ana Bowman');
      const over = await stored(sampleRequest({ targets: [ana] }));
      await store.move(over, withdrawn(over), nothing);
      const later = await stored(sampleRequest({ targets: [ana], now: '2026-11-20T09:30:00.000Z' }));
      const earlier = await stored(forVisio(sampleRequest({ targets: [samplePerson('Adele Vance'), ana] })));
      expect((await store.findOpenFor(ana)).map((request) => request.id)).toEqual([earlier.id, later.id]);
    });

    test('an approved request and one that is being executed are still open', async () => {
      const ana = samplePerson('Ana Bowman');
      const request = await stored(sampleRequest({ targets: [ana] }));
      await store.move(request, approved(request), nothing);
      expect(await store.findOpenFor(ana)).toHaveLength(1);
      await store.move(approved(request), startRequest(approved(request), now), nothing);
      expect(await store.findOpenFor(ana)).toHaveLength(1);
    });

    test('finds the requests that wait for the requester to sign in', async () => {
      const alex = samplePerson('Alex Wilber');
      const request = await stored(sampleRequest({ requester: alex }));
      await stored(sampleRequest({ requester: alex }));
      const executing = startRequest(approved(request), now);
      const waiting = waitForSignIn(executing, now);
      for (const [from, to] of [
        [request, approved(request)],
        [approved(request), executing],
        [executing, waiting],
      ] as const) {
        await store.move(from, to, nothing);
      }
      expect(await store.findWaitingForSignIn(alex)).toEqual([waiting]);
      expect(await store.findWaitingForSignIn(samplePerson('Megan Bowen'))).toEqual([]);
    });

    test('finds the requests that were not started yet', async () => {
      const [waiting, waitsToStart, begun] = [
        await stored(sampleRequest()),
        await stored(sampleRequest()),
        await stored(sampleRequest()),
      ];
      for (const each of [waitsToStart, begun]) await store.move(each, approved(each), nothing);
      await store.move(approved(begun), startRequest(approved(begun), now), nothing);
      const found = (await store.findNotStarted()).map((each) => each.id);
      expect(found).toEqual(expect.arrayContaining([waiting.id, waitsToStart.id]));
      expect(found).not.toContain(begun.id);
    });

    test('finds the open requests that a pause holds back', async () => {
      const request = await stored(sampleRequest());
      const held = hold(approved(request), now.toISOString(), now);
      await store.move(request, approved(request), nothing);
      await store.move(approved(request), held, nothing);
      expect((await store.findHeldByPause()).map((each) => each.id)).toContain(request.id);
      await store.move(held, release(held, now), nothing);
      expect((await store.findHeldByPause()).map((each) => each.id)).not.toContain(request.id);
    });

    test('a request that is over keeps how it ended', async () => {
      const request = await stored(sampleRequest());
      const executing = startRequest(approved(request), now);
      const done = finish(executing, 'partly-failed', now);
      await store.move(request, approved(request), nothing);
      await store.move(approved(request), executing, nothing);
      await store.move(executing, done, nothing);
      expect(await store.find(request.id)).toEqual(done);
    });

    test('saves each step, and saves it again, with its audit', async () => {
      const request = await stored(sampleRequest());
      expect(await store.readSteps(request.id)).toEqual([]);
      await store.saveStep(sampleStep(request, 1), []);
      await store.saveStep(sampleStep(request, 0, { state: 'sent' }), [sampleEntry(request, 'step-sent')]);
      const done = sampleStep(request, 0, { state: 'done', graphRequestIds: ['graph-request-1'] });
      await store.saveStep(done, [sampleEntry(request, 'step-finished')]);
      expect(await store.readSteps(request.id)).toEqual([done, sampleStep(request, 1)]);
      expect(await under.auditOf(request.id)).toEqual(['step-sent', 'step-finished']);
    });

    test('a reason in any script comes back as it was written', async () => {
      const reason = `She left; "O'Brien" {0} <b>\n离职 離職 — é 👩‍💼`;
      const request = await stored(sampleRequest({ reason }));
      expect((await store.find(request.id))?.reason).toBe(reason);
    });
  });
}
