import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AuditEntry } from '../../src/core/audit.ts';
import type { RequestId } from '../../src/core/identity.ts';
import type { CardLedger, FollowUp, RequestStore } from '../../src/core/ports.ts';
import { finish, start as startRequest, waitForSignIn, withdraw } from '../../src/core/request.ts';
import type { Request } from '../../src/core/request.ts';
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
      await store.create(request, [], nothing);
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
      const created = await store.create(request, [sampleCard(request)], { audit: [sampleEntry(request)], followUps });
      expect(created).toBe('created');
      expect(await under.cards.cardsOf(request.id)).toEqual([sampleCard(request)]);
      expect(await under.auditOf(request.id)).toEqual(['request-submitted']);
      expect(await under.followUpsOf(request.id)).toEqual(expect.arrayContaining(followUps));
    });

    test('a second click on submit writes nothing', async () => {
      const request = await stored(sampleRequest());
      const again = { ...request, reason: 'changed' };
      const change = { audit: [sampleEntry(request)], followUps: [{ kind: 'show', requestId: request.id } as const] };
      expect(await store.create(again, [sampleCard(request)], change)).toBe('exists');
      expect(await store.find(request.id)).toEqual(request);
      expect(await under.cards.cardsOf(request.id)).toEqual([]);
      expect(await under.auditOf(request.id)).toEqual([]);
      expect(await under.followUpsOf(request.id)).toEqual([]);
    });

    test('of two submits at once, one creates the request', async () => {
      const request = sampleRequest();
      const answers = await Promise.all([store.create(request, [], nothing), store.create(request, [], nothing)]);
      expect(answers.toSorted()).toEqual(['created', 'exists']);
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
      expect(await store.move(imagined, startRequest(imagined), nothing)).toBe('conflict');
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
      const later = await stored(sampleRequest({ targets: [ana], now: '2026-11-20T09:30:00.000Z' }));
      const earlier = await stored(sampleRequest({ targets: [samplePerson('Adele Vance'), ana] }));
      const over = await stored(sampleRequest({ targets: [ana] }));
      await store.move(over, withdrawn(over), nothing);
      expect((await store.findOpenFor(ana)).map((request) => request.id)).toEqual([earlier.id, later.id]);
    });

    test('an approved request and one that is being executed are still open', async () => {
      const ana = samplePerson('Ana Bowman');
      const request = await stored(sampleRequest({ targets: [ana] }));
      await store.move(request, approved(request), nothing);
      expect(await store.findOpenFor(ana)).toHaveLength(1);
      await store.move(approved(request), startRequest(approved(request)), nothing);
      expect(await store.findOpenFor(ana)).toHaveLength(1);
    });

    test('finds the requests that wait for the requester to sign in', async () => {
      const alex = samplePerson('Alex Wilber');
      const request = await stored(sampleRequest({ requester: alex }));
      await stored(sampleRequest({ requester: alex }));
      const executing = startRequest(approved(request));
      const waiting = waitForSignIn(executing);
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

    test('a request that is over keeps how it ended', async () => {
      const request = await stored(sampleRequest());
      const executing = startRequest(approved(request));
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
