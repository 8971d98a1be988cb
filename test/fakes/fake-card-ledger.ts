import { samePerson } from '../../src/core/identity.ts';
import type { RequestId } from '../../src/core/identity.ts';
import type { CardLedger, PartyCard } from '../../src/core/ports.ts';
import { Calls } from './calls.ts';

export class FakeCardLedger implements CardLedger {
  readonly calls = new Calls<'cardsOf' | 'save'>();
  #cards: PartyCard[] = [];

  async cardsOf(id: RequestId): Promise<PartyCard[]> {
    this.calls.note('cardsOf', id);
    return structuredClone(this.#cards.filter((card) => card.requestId === id));
  }

  async save(card: PartyCard): Promise<void> {
    this.calls.note('save', card);
    const known = this.#cards.find((each) => each.requestId === card.requestId && samePerson(each.party, card.party));
    if (known) merge(known, card);
    else this.#cards.push(structuredClone(card));
  }
}

/** A late save changes neither the versions nor the message that people look at. */
function merge(known: PartyCard, late: PartyCard): void {
  if (known.activityId === undefined || late.shownVersion >= known.shownVersion) {
    known.activityId = late.activityId ?? known.activityId;
  }
  known.shownVersion = Math.max(known.shownVersion, late.shownVersion);
  known.toldVersion = Math.max(known.toldVersion, late.toldVersion);
}
