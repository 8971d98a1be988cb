import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keyOf } from '../../src/core/identity.ts';
import type { Person } from '../../src/core/identity.ts';
import { defaultPolicy } from '../../src/core/policy.ts';
import type { PartyCard, RequestBook, RequestStore } from '../../src/core/ports.ts';
import { decide, withdraw } from '../../src/core/request.ts';
import type { Request } from '../../src/core/request.ts';
import type { FakeClock } from '../fakes/fake-clock.ts';
import { nothing, sampleCard, samplePerson, sampleRequest } from './samples.ts';
import type { SampleRequest } from './samples.ts';

export interface RequestBookUnderTest {
  book: RequestBook;
  /** The book's clock. */
  clock: FakeClock;
  /** Where its requests come from. */
  store: Pick<RequestStore, 'create' | 'move'>;
  stop(): Promise<void>;
}

const everything = { offset: 0, limit: 100 };
const hours = (hour: number): string => new Date(Date.UTC(2026, 10, 20, hour)).toISOString();

export function describeRequestBook(open: () => Promise<RequestBookUnderTest>): void {
  describe('a request book', () => {
    let under: RequestBookUnderTest;
    let alex: Person;
    let megan: Person;

    beforeAll(async () => {
      under = await open();
    }, 60_000);
    afterAll(() => under.stop());

    /** Everything below is about people nobody has seen before: what other tests left is not theirs. */
    function meet(): void {
      alex = samplePerson('Alex Wilber');
      megan = samplePerson('Megan Bowen');
      under.clock.set(hours(10));
    }

    async function stored(wanted: SampleRequest = {}): Promise<Request> {
      const request = sampleRequest({ requester: alex, approvers: [megan], ...wanted });
      const asked = request.approvers.map((each): PartyCard =>
        sampleCard(request, { party: keyOf(each), role: 'approver' }),
      );
      await under.store.create(request, { ...nothing, cards: [sampleCard(request), ...asked] });
      return request;
    }

    async function withdrawn(from: Request): Promise<Request> {
      const moved = withdraw(from, from.requester, new Date(hours(10)));
      if (!moved.ok) throw new Error('a waiting request can be withdrawn');
      await under.store.move(from, moved.value, nothing);
      return moved.value;
    }

    test('gives each person theirs, and nobody another’s', async () => {
      meet();
      const request = await stored();
      const only = { items: [request], total: 1 };
      const none = { items: [], total: 0 };
      expect(await under.book.waitingFor(keyOf(megan), everything)).toEqual(only);
      expect(await under.book.madeBy(keyOf(alex), everything)).toEqual(only);
      expect(await under.book.waitingFor(keyOf(alex), everything)).toEqual(none);
      expect(await under.book.madeBy(keyOf(megan), everything)).toEqual(none);
      expect(await under.book.broughtTo(keyOf(megan), everything)).toEqual(only);
      for (const stranger of [alex, samplePerson('Adele Vance')]) {
        expect(await under.book.broughtTo(keyOf(stranger), everything)).toEqual(none);
      }
    });

    test('tells accounts of one id in two tenants apart', async () => {
      meet();
      await stored();
      const elsewhere = { ...keyOf(megan), tenantId: samplePerson('').userId as unknown as Person['tenantId'] };
      expect(await under.book.waitingFor(elsewhere, everything)).toEqual({ items: [], total: 0 });
      expect(await under.book.broughtTo(elsewhere, everything)).toEqual({ items: [], total: 0 });
    });

    test('what was ended waits for nobody, and stays with who made it and who was asked', async () => {
      meet();
      const ended = await withdrawn(await stored());
      expect(await under.book.waitingFor(keyOf(megan), everything)).toEqual({ items: [], total: 0 });
      expect(await under.book.madeBy(keyOf(alex), everything)).toEqual({ items: [ended], total: 1 });
      expect(await under.book.broughtTo(keyOf(megan), everything)).toEqual({ items: [ended], total: 1 });
    });

    test('what somebody has decided waits only for the others', async () => {
      meet();
      const adele = samplePerson('Adele Vance');
      const request = await stored({ approvers: [megan, adele] });
      const made = { by: megan, verdict: 'approve', at: hours(10) } as const;
      const once = decide(request, made, { ...defaultPolicy, approvals: 2 });
      if (!once.ok) throw new Error('somebody who was asked may approve');
      await under.store.move(request, once.value, nothing);
      expect(await under.book.waitingFor(keyOf(megan), everything)).toEqual({ items: [], total: 0 });
      expect(await under.book.waitingFor(keyOf(adele), everything)).toEqual({ items: [once.value], total: 1 });
      expect(await under.book.broughtTo(keyOf(megan), everything)).toEqual({ items: [once.value], total: 1 });
    });

    test('what ran out waits for nobody, from the very moment on', async () => {
      meet();
      const request = await stored({ now: hours(9) });
      under.clock.set(new Date(Date.parse(request.approvalExpiresAt) - 1));
      expect(await under.book.waitingFor(keyOf(megan), everything)).toMatchObject({ total: 1 });
      under.clock.set(request.approvalExpiresAt);
      expect(await under.book.waitingFor(keyOf(megan), everything)).toEqual({ items: [], total: 0 });
      expect(await under.book.madeBy(keyOf(alex), everything)).toMatchObject({ total: 1 });
    });

    test('the newest come first, a page at a time, and all are counted', async () => {
      meet();
      const ids = [];
      for (const hour of [3, 5, 4, 7, 6]) ids.push((await stored({ now: hours(hour) })).id);
      const newestFirst = [ids[3], ids[4], ids[1], ids[2], ids[0]];
      for (const offset of [0, 2, 4, 6]) {
        const slice = { offset, limit: 2 };
        for (const page of [
          await under.book.waitingFor(keyOf(megan), slice),
          await under.book.madeBy(keyOf(alex), slice),
          await under.book.broughtTo(keyOf(megan), slice),
        ]) {
          expect(page.items.map((each) => each.id)).toEqual(newestFirst.slice(offset, offset + 2));
          expect(page.total).toBe(5);
        }
      }
    });
  });
}
