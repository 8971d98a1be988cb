import { samePerson } from '../../src/core/identity.ts';
import type { PersonKey } from '../../src/core/identity.ts';
import type { Clock, Page, RequestBook, Slice } from '../../src/core/ports.ts';
import { isPast } from '../../src/core/request.ts';
import type { Request } from '../../src/core/request.ts';
import { Calls } from './calls.ts';
import type { FakeRequestStore } from './fake-request-store.ts';

/** Looks through what a fake store holds. Who was asked stands on the cards, as it does in the database. */
export class FakeRequestBook implements RequestBook {
  readonly calls = new Calls<keyof RequestBook>();
  readonly #store: FakeRequestStore;
  readonly #clock: Clock;

  constructor(store: FakeRequestStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  async waitingFor(approver: PersonKey, slice: Slice): Promise<Page<Request>> {
    this.calls.note('waitingFor', approver, slice);
    const waiting = (await this.#broughtTo(approver)).filter((request) => {
      const open = request.state === 'awaiting-approval' && !isPast(request.approvalExpiresAt, this.#clock.now());
      return open && !request.decisions.some((made) => samePerson(made.by, approver));
    });
    return page(waiting, slice);
  }

  async madeBy(requester: PersonKey, slice: Slice): Promise<Page<Request>> {
    this.calls.note('madeBy', requester, slice);
    return page(
      this.#store.all().filter((request) => samePerson(request.requester, requester)),
      slice,
    );
  }

  async broughtTo(approver: PersonKey, slice: Slice): Promise<Page<Request>> {
    this.calls.note('broughtTo', approver, slice);
    return page(await this.#broughtTo(approver), slice);
  }

  async #broughtTo(approver: PersonKey): Promise<Request[]> {
    const found: Request[] = [];
    for (const request of this.#store.all()) {
      const cards = await this.#store.cards.cardsOf(request.id);
      if (cards.some((card) => card.role === 'approver' && samePerson(card.party, approver))) found.push(request);
    }
    return found;
  }
}

function page(found: readonly Request[], { offset, limit }: Slice): Page<Request> {
  const newestFirst = found.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt) || a.id.localeCompare(b.id));
  return { items: newestFirst.slice(offset, offset + limit), total: found.length };
}
