import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { noticeText } from '../../cards/notice.view.ts';
import { speakerFor } from '../../locales/speaker.ts';
import { requestId } from '../../src/core/identity.ts';
import { makePlan } from '../../src/core/operations/remove-licenses/make-plan.ts';
import { builtInRole } from '../../src/core/policy.ts';
import type { Request } from '../../src/core/request.ts';
import { decideRequest } from '../../src/core/workflow/decide.ts';
import { intervene } from '../../src/core/workflow/intervene.ts';
import { markNotReached } from '../../src/core/workflow/not-reached.ts';
import { reachableAmong } from '../../src/core/workflow/reachable.ts';
import { submitRequest } from '../../src/core/workflow/submit.ts';
import type { Submission } from '../../src/core/workflow/submit.ts';
import { FakeReach } from '../fakes/fake-reach.ts';
import { alex, ana, bill, contosoId, createContoso, direct, giveRole, keyOf, megan, sku } from '../support/contoso.ts';
import type { Contoso } from '../support/contoso.ts';

let flow: Contoso;

beforeEach(async () => {
  flow = await createContoso();
  giveRole(flow, bill.userId, builtInRole.userAdministrator);
  await heardOf(bill);
});

async function heardOf(person: typeof bill): Promise<void> {
  await flow.contacts.save({ person: keyOf(person), conversation: {}, locale: 'en', timeZone: undefined });
}

async function submit(change: Partial<Submission> = {}): Promise<Request> {
  const wanted = [direct(sku.e3)];
  const submitted = await submitRequest(flow, flow.assertions.signIn(alex), {
    id: requestId.parse(randomUUID()),
    plan: makePlan(contosoId, [{ person: ana, assignments: wanted, wanted }], flow.directory.skus, flow.clock.now()),
    reason: 'She left.',
    impactUnderstood: true,
    cardActivityId: undefined,
    ...change,
  });
  if (!submitted.ok) throw new Error(submitted.problem.kind);
  return submitted.value;
}

async function stored({ id }: Request): Promise<Request> {
  const found = await flow.requests.find(id);
  if (!found) throw new Error('it was stored');
  return found;
}

function told(request: Request, toldVersion = 0): string | undefined {
  const alexsCard = { role: 'requester', party: keyOf(alex), toldVersion } as const;
  return noticeText(request, alexsCard, speakerFor('en', 'UTC'));
}

describe('an approver whose chat takes no card', () => {
  it('makes those who stand by be asked at once, and the requester is told in one sentence', async () => {
    const request = await submit({ preferred: megan.userId });
    await markNotReached(flow, request.id, keyOf(megan));
    const passed = await stored(request);
    expect(passed.approvers.map((each) => each.userId)).toEqual([megan.userId, bill.userId]);
    expect(passed.standBy).toEqual([]);
    expect(await flow.requests.cards.cardsOf(request.id)).toContainEqual(
      expect.objectContaining({ party: keyOf(bill), role: 'approver', shownVersion: 0 }),
    );
    expect(told(passed)).toBe(
      'Your request could not be brought to Megan Bowen in Teams. Others who may approve it have it now.',
    );
    expect(told(passed, passed.version)).toBeUndefined();
    expect(flow.requests.audit.entries.at(-1)).toMatchObject({
      event: 'approver-not-reached',
      requestId: request.id,
      data: { approver: megan.userId, asked: [bill.userId] },
    });
  });

  it('is said even where nobody else is left to decide, and only once', async () => {
    flow.directory.roles.delete(bill.userId);
    const request = await submit();
    await markNotReached(flow, request.id, keyOf(megan));
    await markNotReached(flow, request.id, keyOf(megan));
    const passed = await stored(request);
    expect(passed.version).toBe(request.version + 1);
    expect(told(passed)).toContain('it cannot be approved without them. Ask them to open Farewell, or withdraw it.');
  });

  it('is said for each of several, with those before', async () => {
    const request = await submit();
    await markNotReached(flow, request.id, keyOf(megan));
    const first = await stored(request);
    await markNotReached(flow, request.id, keyOf(bill));
    expect(told(await stored(request), first.version)).toContain('brought to Megan Bowen and Bill Ling in Teams');
  });

  it('still decides when they come after all', async () => {
    const request = await submit({ preferred: megan.userId });
    await markNotReached(flow, request.id, keyOf(megan));
    const verdict = { requestId: request.id, verdict: 'approve', reason: undefined } as const;
    expect(await decideRequest(flow, flow.assertions.signIn(megan), verdict)).toMatchObject({ ok: true });
  });

  it('changes nothing about what they have decided, what is over, or what is their own', async () => {
    flow.policy = { ...flow.policy, approvals: 2 };
    const request = await submit();
    const verdict = { requestId: request.id, verdict: 'approve', reason: undefined } as const;
    await decideRequest(flow, flow.assertions.signIn(megan), verdict);
    const { version } = await stored(request);
    await markNotReached(flow, request.id, keyOf(megan));
    await markNotReached(flow, request.id, keyOf(alex));
    expect((await stored(request)).version).toBe(version);
    await intervene(flow, request.id, flow.assertions.signIn(alex), 'withdraw');
    await markNotReached(flow, request.id, keyOf(bill));
    expect(await stored(request)).toMatchObject({ state: 'withdrawn', version: version + 1 });
  });
});

describe('somebody who cannot be reached any more', () => {
  beforeEach(() => flow.contacts.markUnreachable(keyOf(megan), flow.clock.now().toISOString()));

  it('is not asked, until they are heard of again', async () => {
    expect((await submit()).approvers.map((each) => each.userId)).toEqual([bill.userId]);
    await heardOf(megan);
    expect(await reachableAmong(flow, [megan], keyOf(alex))).toEqual([megan]);
  });

  it('gets Farewell installed again where that is configured', async () => {
    const reach = new FakeReach(flow.contacts);
    reach.willing.push(keyOf(megan));
    expect(await reachableAmong({ ...flow, reach }, [megan], keyOf(alex))).toEqual([megan]);
    expect(reach.calls.of('install')).toHaveLength(1);
  });
});
