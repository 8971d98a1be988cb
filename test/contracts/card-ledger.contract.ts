import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CardLedger, RequestStore } from '../../src/core/ports.ts';
import { nothing, sampleCard, samplePerson, sampleRequest } from './samples.ts';

export interface CardLedgerUnderTest {
  cards: CardLedger;
  /** Cards belong to a request. */
  store: Pick<RequestStore, 'create'>;
  stop(): Promise<void>;
}

export function describeCardLedger(open: () => Promise<CardLedgerUnderTest>): void {
  describe('a card ledger', () => {
    let under: CardLedgerUnderTest;
    beforeAll(async () => {
      under = await open();
    }, 60_000);
    afterAll(() => under.stop());

    async function newCard() {
      const request = sampleRequest();
      const card = sampleCard(request);
      await under.store.create(request, { ...nothing, cards: [card] });
      return card;
    }

    test('knows who has which card', async () => {
      const card = await newCard();
      const { tenantId, userId } = samplePerson('Megan Bowen');
      const other = { ...card, party: { tenantId, userId }, role: 'approver' as const, activityId: 'message-2' };
      await under.cards.save(other);
      const cards = await under.cards.cardsOf(card.requestId);
      expect(cards).toHaveLength(2);
      expect(cards).toEqual(expect.arrayContaining([card, other]));
    });

    test('remembers the message and the version that was shown', async () => {
      const card = await newCard();
      const shown = { ...card, activityId: 'message-1', shownVersion: 1, toldVersion: 1 };
      await under.cards.save(shown);
      expect(await under.cards.cardsOf(card.requestId)).toEqual([shown]);
    });

    test('a late save never lowers a version, nor brings back an older message', async () => {
      const card = await newCard();
      const newest = { ...card, activityId: 'message-2', shownVersion: 3, toldVersion: 2 };
      await under.cards.save(newest);
      await under.cards.save({ ...card, activityId: 'message-1', shownVersion: 2, toldVersion: 1 });
      expect(await under.cards.cardsOf(card.requestId)).toEqual([newest]);
    });

    test('a save that only tells keeps the message', async () => {
      const card = await newCard();
      await under.cards.save({ ...card, activityId: 'message-1', shownVersion: 1 });
      await under.cards.save({ ...card, shownVersion: 1, toldVersion: 1 });
      const [kept] = await under.cards.cardsOf(card.requestId);
      expect(kept).toMatchObject({ activityId: 'message-1', shownVersion: 1, toldVersion: 1 });
    });

    test('a message id that comes late is kept when there was none', async () => {
      const card = await newCard();
      await under.cards.save({ ...card, shownVersion: 2 });
      await under.cards.save({ ...card, activityId: 'message-1', shownVersion: 1 });
      const [kept] = await under.cards.cardsOf(card.requestId);
      expect(kept).toMatchObject({ activityId: 'message-1', shownVersion: 2 });
    });

    test('a request without cards has none', async () => {
      expect(await under.cards.cardsOf(sampleRequest().id)).toEqual([]);
    });
  });
}
