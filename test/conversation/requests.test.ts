import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { contosoTenantId } from '../../sandbox/identities.ts';
import { cast } from '../../sandbox/tenant/cast.ts';
import { createPostgresRequestStore } from '../../src/adapters/postgres/request-store.ts';
import { keyOf, person } from '../../src/core/identity.ts';
import type { PartyCard } from '../../src/core/ports.ts';
import type { Request } from '../../src/core/request.ts';
import { nothing, sampleCard, samplePerson, sampleRequest } from '../contracts/samples.ts';
import type { Actor } from '../support/chat-actor.ts';
import { openStage } from '../support/farewell.ts';
import type { Stage } from '../support/farewell.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

function personOf({ id, displayName, userPrincipalName }: (typeof cast)['alex']): Request['requester'] {
  return person.parse({ tenantId: contosoTenantId, userId: id, displayName, userPrincipalName });
}

/** A request that stands in the database as if it had been made so many minutes ago; nobody has a card of it yet. */
function pending(minutesAgo: number, by: Request['requester'], asked: Request['requester'], about: string): Request {
  const now = new Date(Date.now() - minutesAgo * 60_000).toISOString();
  const targets = [samplePerson(about)];
  const request = sampleRequest({ requester: by, approvers: [asked], targets, now });
  return { ...request, tenantId: by.tenantId, plan: { ...request.plan, tenantId: by.tenantId } };
}

/** Empties the book, and writes these into it. */
async function given(requests: readonly Request[]): Promise<void> {
  await stage.whileDown(async (database) => {
    await database.query('truncate farewell.request cascade');
    const store = createPostgresRequestStore(database, { enqueue: () => Promise.resolve() });
    for (const request of requests) {
      const asked = request.approvers.map((each): PartyCard =>
        sampleCard(request, { party: keyOf(each), role: 'approver' }),
      );
      await store.create(request, { ...nothing, cards: [sampleCard(request), ...asked] });
    }
  });
}

function opensFirst(who: Actor, title: string): ReturnType<Actor['clicks']> {
  return who.clicks('requests.open', {}, title);
}

beforeEach(async () => {
  stage.cloud.reset();
  await stage.alex.startsAs(cast.alex);
  await stage.megan.clears();
});

describe('nothing to show', () => {
  it('is one sentence each, and the other lists are a click away', async () => {
    await given([]);
    await stage.megan.says('what is waiting for me?');
    await stage.megan.hears('Nothing is waiting for your decision.');
    expect(stage.megan.buttons('requests.open')).toBe(0);
    const mine = await stage.megan.clicks('requests.page', {}, 'My requests');
    expect(mine.text).toContain('You have not requested anything yet.');
    const asked = await stage.megan.clicks('requests.page', {}, 'Asked of me');
    expect(asked.text).toContain('You have not been asked about any request yet.');
  });
});

async function requested(): Promise<void> {
  await given([]);
  await stage.alex.says("remove Ana's E3 license");
  await stage.alex.hears('I understand the impact');
  await stage.alex.clicks('plan.request', { reason: 'She left.', impactUnderstood: 'true' });
  await stage.megan.hears('asks for your approval');
}

describe('a request that was decided', () => {
  it('is found by who decided it, with what they said, and opened with all that happened and nothing to press', async () => {
    await requested();
    await stage.megan.clicks('request.approve');
    await stage.megan.hears(/Done[^]*Approved by Megan Bowen on /);
    await stage.megan.clears();
    await stage.megan.says('what did I approve?');
    await stage.megan.hears(
      /You were asked about 1 request\nRemove Microsoft 365 E3 from Ana Bowman: Done\. Requested by Alex Wilber, approved by you on/,
    );
    await opensFirst(stage.megan, 'Remove Microsoft 365 E3');
    await stage.megan.hears(/Done[^]*“She left\.”[^]*Requested by Alex Wilber on [^]*Approved by Megan Bowen on /);
    for (const verb of ['approve', 'deny', 'stop', 'withdraw', 'undo']) {
      expect(stage.megan.buttons(`request.${verb}`)).toBe(0);
    }
  });

  it('is a click away from what waits, and in nobody else’s list', async () => {
    await requested();
    await stage.megan.clicks('request.deny', { denyReason: 'Not yet.' });
    await stage.alex.hears('Megan Bowen denied your request. Reason: Not yet.');
    await stage.megan.says('what is waiting for me');
    await stage.megan.hears('Nothing is waiting for your decision.');
    const asked = await stage.megan.clicks('requests.page', {}, 'Asked of me');
    expect(asked.text).toMatch(/Ana Bowman: Denied\. Requested by Alex Wilber, denied by you on/);
    const forged = await stage.alex.forges({ verb: 'requests.page', data: { list: 'asked', offset: 0 } });
    expect(forged.text).toContain('You have not been asked about any request yet.');
  });

  it('is asked for in the middle of something else, which stays as it is', async () => {
    await given([pending(1, personOf(cast.megan), personOf(cast.alex), 'Person 1')]);
    await stage.alex.says("remove Ana's E3 license");
    await stage.alex.hears('I understand the impact');
    await stage.alex.says('requests asked of me');
    await stage.alex.hears(/You were asked about 1 request[^]*Person 1/);
    const answer = await stage.alex.clicks('plan.request', { reason: 'She left.', impactUnderstood: 'true' });
    expect(answer.text).toContain('Waiting for approval');
  });

  it('is asked for in every language', async () => {
    await requested();
    await stage.megan.clicks('request.deny', { denyReason: 'Not yet.' });
    await stage.alex.hears('Megan Bowen denied your request. Reason: Not yet.');
    for (const [locale, words, answer] of [
      ['nl-NL', 'Welke aanvragen heb ik goedgekeurd?', /Er is 1 aanvraag aan je voorgelegd[^]*Geweigerd[^]*door jou/],
      ['zh-CN', '我批准过哪些申请？', /有 1 个申请曾请你审批[^]*已拒绝[^]*由 Alex Wilber 申请，你于/],
      ['zh-TW', '我核准過哪些申請？', /有 1 件申請曾請您核准[^]*已拒絕[^]*由 Alex Wilber 申請，您於/],
      ['en-US', 'show the requests that I decided', /You were asked about 1 request[^]*Denied[^]*denied by you/],
    ] as const) {
      await stage.megan.clears();
      await stage.megan.says(words, { locale });
      await stage.megan.hears(answer);
    }
  });

  it('comes a page at a time with the others, the newest first, whatever became of them', async () => {
    const [alex, megan] = [personOf(cast.alex), personOf(cast.megan)];
    const about = Array.from({ length: 7 }, (_, index) => `Person ${index + 1}`);
    await given(about.map((name, index) => pending((index + 1) * 3000, alex, megan, name)));
    await stage.megan.says('which requests was I asked about');
    await stage.megan.hears(/You were asked about 7 requests[^]*Person 1[^]*Person 5[^]*1 to 5 of 7/);
    const older = await stage.megan.clicks('requests.page', {}, 'Show older');
    expect(older.text).toMatch(/Person 6[^]*Person 7[^]*6 to 7 of 7/);
    expect(older.text).not.toContain('Person 5');
  });
});

describe('a request that waits', () => {
  it('is found by both, opened, and approved from the opened card; the older card has no buttons any more', async () => {
    await requested();
    await stage.alex.says('my requests');
    await stage.alex.hears(/You made 1 request\nRemove Microsoft 365 E3 from Ana Bowman: Waiting for approval\./);
    await opensFirst(stage.alex, 'Remove Microsoft 365 E3');
    expect(stage.alex.buttons('request.withdraw')).toBe(1);
    await stage.megan.says('approvals');
    await stage.megan.hears('1 request is waiting for your decision');
    const answer = await opensFirst(stage.megan, 'Remove Microsoft 365 E3');
    expect(answer.text).toBe('The request is at the end of this chat.');
    await stage.megan.hears('This request was opened again.');
    expect(stage.megan.buttons('request.approve')).toBe(1);
    await stage.megan.clicks('request.approve');
    await stage.megan.hears(/Done[^]*Requested by Alex Wilber on [^]*Approved by Megan Bowen on /);
    await stage.alex.hears(/Done[^]*Approved by Megan Bowen on /);
    expect(stage.megan.buttons('request.approve')).toBe(0);
    expect(stage.alex.buttons('request.withdraw')).toBe(0);
    for (const who of [stage.alex, stage.megan]) {
      expect(who.sees().filter((text) => text.includes('Approved by Megan Bowen on'))).toHaveLength(1);
    }
    await stage.megan.says('approvals');
    await stage.megan.hears('Nothing is waiting for your decision.');
    await stage.alex.says('my requests');
    await stage.alex.hears(/Remove Microsoft 365 E3 from Ana Bowman: Done\./);
  });

  it('can be taken back on the card that was opened', async () => {
    await requested();
    await stage.alex.says('pending requests');
    await stage.alex.hears(/Nothing is waiting for your decision\.\nYou made 1 request/);
    await opensFirst(stage.alex, 'Remove Microsoft 365 E3');
    await stage.alex.clicks('request.withdraw');
    await stage.alex.hears('Withdrawn by Alex Wilber');
    await stage.megan.hears('Withdrawn by Alex Wilber');
  });
});

describe('more requests than a card has room for', () => {
  it('come a page at a time, the newest first', async () => {
    const [alex, megan] = [personOf(cast.alex), personOf(cast.megan)];
    const about = Array.from({ length: 7 }, (_, index) => `Person ${index + 1}`);
    await given(about.map((name, index) => pending(index + 1, alex, megan, name)));
    await stage.megan.says('what is waiting for me');
    await stage.megan.hears(/7 requests are waiting[^]*Person 1[^]*Person 5[^]*1 to 5 of 7/);
    expect(stage.megan.buttons('requests.open')).toBe(5);
    const older = await stage.megan.clicks('requests.page', {}, 'Show older');
    expect(older.text).toMatch(/Person 6[^]*Person 7[^]*6 to 7 of 7/);
    expect(older.text).not.toMatch(/Person 5|Show older/);
    const newer = await stage.megan.clicks('requests.page', {}, 'Show newer');
    expect(newer.text).toMatch(/Person 1[^]*1 to 5 of 7/);
  });

  it('show the last page to a click that leads behind it, and nobody else’s to whom it may concern', async () => {
    const beyond = { verb: 'requests.page', data: { list: 'waiting', offset: 500 } };
    const answer = await stage.megan.forges(beyond);
    expect(answer.text).toMatch(/Person 6[^]*6 to 7 of 7/);
    expect((await stage.alex.forges(beyond)).text).toContain('Nothing is waiting for your decision.');
    expect((await stage.alex.forges({ verb: 'requests.page', data: { list: 'all', offset: 0 } })).card).toBeUndefined();
    expect((await stage.alex.forges({ verb: 'requests.page', data: { list: 'mine', offset: -1 } })).card).toBe(
      undefined,
    );
  });
});

describe('somebody else’s request', () => {
  it('is as unknown as one that never was', async () => {
    const stranger = { ...samplePerson('Some Body'), tenantId: personOf(cast.megan).tenantId };
    const theirs = pending(1, stranger, { ...stranger, userId: samplePerson('').userId }, 'Person 9');
    await given([theirs]);
    for (const requestId of [theirs.id, randomUUID()]) {
      await stage.alex.clears();
      await stage.alex.forges({ verb: 'requests.open', data: { requestId } });
      await stage.alex.hears('I do not know this request. Nothing was changed.');
      expect(stage.alex.sees().join()).not.toContain('Person 9');
    }
  });
});

describe('in the middle of something else', () => {
  it('a look at the requests leaves the open card as it is', async () => {
    const theirs = pending(1, personOf(cast.alex), personOf(cast.megan), 'Person 1');
    await given([theirs]);
    await stage.alex.says("remove Ana's E3 license");
    await stage.alex.hears('I understand the impact');
    await stage.alex.says('my requests');
    await stage.alex.hears('You made 1 request');
    await opensFirst(stage.alex, 'Remove Microsoft 365 E3 from Person 1');
    await stage.alex.hears('Waiting for one of: Megan Bowen.');
    const answer = await stage.alex.clicks('plan.request', { reason: 'She left.', impactUnderstood: 'true' });
    expect(answer.text).toContain('Waiting for approval');
  });
});
