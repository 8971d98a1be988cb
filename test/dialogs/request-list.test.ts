import { TestAdapter } from 'botbuilder';
import type { Activity, TurnContext } from 'botbuilder';
import { beforeEach, describe, expect, it } from 'vitest';
import { clickRequestList } from '../../dialogs/request-list.ts';
import { setTurn } from '../../dialogs/turn.ts';
import { speakerFor } from '../../locales/speaker.ts';
import { keyOf } from '../../src/core/identity.ts';
import type { PartyCard } from '../../src/core/ports.ts';
import { withdraw } from '../../src/core/request.ts';
import type { Request } from '../../src/core/request.ts';
import { nothing, sampleCard, sampleRequest } from '../contracts/samples.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { FakeRequestBook } from '../fakes/fake-request-book.ts';
import { FakeRequestStore } from '../fakes/fake-request-store.ts';

/** A channel that can fail to change a message, and that lets something happen while a message is on its way. */
class SlowChannel extends TestAdapter {
  readonly updates: Partial<Activity>[] = [];
  refusal: unknown;
  meanwhile: () => Promise<unknown> = () => Promise.resolve();

  override async sendActivities(context: TurnContext, activities: Partial<Activity>[]): Promise<{ id: string }[]> {
    await super.sendActivities(context, activities);
    await this.meanwhile();
    return activities.map(() => ({ id: 'new-message' }));
  }

  override async updateActivity(_context: TurnContext, activity: Partial<Activity>): Promise<void> {
    if (this.refusal !== undefined && activity.id === 'old-message') throw this.refusal as Error;
    this.updates.push(activity);
  }
}

let store: FakeRequestStore;
let request: Request;
let card: PartyCard;

beforeEach(async () => {
  store = new FakeRequestStore();
  request = sampleRequest();
  card = sampleCard(request, { activityId: 'old-message', shownVersion: 1, toldVersion: 1 });
  await store.create(request, { ...nothing, cards: [card] });
});

/** The requester clicks on the row of the request. */
async function open(channel: SlowChannel = new SlowChannel()): Promise<SlowChannel> {
  const clock = new FakeClock();
  const book = new FakeRequestBook(store, clock);
  const settings = { requests: store, book, ledger: store.cards, audit: store.audit, clock };
  let failure: unknown;
  await channel.processActivity({ type: 'invoke' }, async (context) => {
    setTurn(context, {
      sender: keyOf(request.requester),
      speaker: speakerFor('en', 'UTC'),
      cardAction: undefined,
      answer: undefined,
    });
    const click = clickRequestList(settings, context, { verb: 'requests.open', requestId: request.id });
    await click.catch((error: unknown) => (failure = error));
  });
  if (failure !== undefined) throw failure as Error;
  return channel;
}

async function takeBack(): Promise<void> {
  const moved = withdraw(request, request.requester, new Date('2026-11-20T10:00:00.000Z'));
  if (!moved.ok) throw new Error('a waiting request can be withdrawn');
  await store.move(request, moved.value, nothing);
  // The notifier is faster: it has shown the new state in the message that it knew.
  await store.cards.save({ ...card, shownVersion: moved.value.version });
}

function wordsIn(channel: SlowChannel, id: string): string {
  return JSON.stringify(channel.updates.filter((each) => each.id === id).map((each) => each.attachments));
}

describe('a request that is opened', () => {
  it('is from then on shown in the new message; what its owner was told stays told', async () => {
    const channel = await open();
    expect(await store.cards.cardsOf(request.id)).toEqual([{ ...card, activityId: 'new-message' }]);
    expect(wordsIn(channel, 'old-message')).toContain('This request was opened again.');
    expect(wordsIn(channel, 'old-message')).not.toContain('request.withdraw');
  });

  it('catches up with what happened while the message was on its way', async () => {
    const channel = new SlowChannel();
    channel.meanwhile = takeBack;
    await open(channel);
    expect(wordsIn(channel, 'new-message')).toContain('Withdrawn');
    expect(await store.cards.cardsOf(request.id)).toMatchObject([{ activityId: 'new-message', shownVersion: 2 }]);
  });

  it.each([403, 404])('opens although the older message cannot be changed any more (%i)', async (statusCode) => {
    const channel = new SlowChannel();
    channel.refusal = Object.assign(new Error('gone'), { statusCode });
    await open(channel);
    expect(await store.cards.cardsOf(request.id)).toMatchObject([{ activityId: 'new-message' }]);
  });

  it('does not hide any other failure of the channel', async () => {
    const channel = new SlowChannel();
    channel.refusal = Object.assign(new Error('the channel is down'), { statusCode: 500 });
    await expect(open(channel)).rejects.toThrow('the channel is down');
  });
});
