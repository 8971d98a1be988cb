import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { digestOf } from '../../src/core/digest.ts';
import { groupId, requestId } from '../../src/core/identity.ts';
import { defaultPolicy, policyFor } from '../../src/core/policy.ts';
import type { Policy } from '../../src/core/policy.ts';
import type { DirectoryPerson } from '../../src/core/ports.ts';
import type { Request } from '../../src/core/request.ts';
import { goAway } from '../../src/core/workflow/away.ts';
import { executeRequest } from '../../src/core/workflow/execute.ts';
import { checkAnyApprover, findDeputies } from '../../src/core/workflow/participants.ts';
import { submitRequest } from '../../src/core/workflow/submit.ts';
import { planUndo } from '../../src/core/workflow/undo.ts';
import { alex, ana, anaSilva, bill, createContoso, disabled, gast, keyOf, megan } from '../support/contoso.ts';
import type { Contoso } from '../support/contoso.ts';
import { approve, approved, stored, submit, value } from '../support/contoso-request.ts';

const hour = 3_600_000;
const board = groupId.parse('99999999-0000-4000-8000-000000000001');
let flow: Contoso;

beforeEach(async () => {
  flow = await createContoso();
});

function under(removal: Partial<Policy>, restore: Partial<Policy>): void {
  flow.policies = {
    'remove-licenses': { ...defaultPolicy, ...removal },
    'restore-licenses': { ...defaultPolicy, ...restore },
  };
}

/** Whoever these are approves, and no role does. */
function boardOf(...people: DirectoryPerson[]): Partial<Policy> {
  flow.directory.groups.set(board, { name: 'Change board', members: people.map(({ userId }) => userId) });
  return { approverRoles: [], approverGroup: board };
}

async function reachable(person: DirectoryPerson): Promise<void> {
  await flow.contacts.save({ person: keyOf(person), conversation: {}, locale: 'en', timeZone: undefined });
}

async function removed(): Promise<Request> {
  const request = await approved(flow);
  await executeRequest(flow, request.id);
  return stored(flow, request);
}

async function asksBack(removal: Request): Promise<Request> {
  const assertion = flow.assertions.signIn(alex);
  const plan = value(await planUndo(flow, assertion, removal.id));
  const id = requestId.parse(randomUUID());
  const more = { reason: 'She comes back.', impactUnderstood: true, cardActivityId: undefined };
  return value(await submitRequest(flow, assertion, { id, plan, ...more }));
}

describe('each operation', () => {
  it('goes by its policy, whose digest is recorded', async () => {
    under({ approvalHours: 24 }, { approvalHours: 2, holdHours: 1 });
    const removal = await removed();
    const restore = await asksBack(removal);
    expect(removal.policy).toEqual(flow.policies['remove-licenses']);
    expect(restore.policy).toEqual(flow.policies['restore-licenses']);
    expect(restore.policyDigest).toBe(digestOf(policyFor(flow, restore.plan)));
    expect(restore.policyDigest).not.toBe(removal.policyDigest);
    value(await approve(flow, restore));
    const digests = flow.requests.audit.entries
      .filter(({ event }) => event === 'decision-made')
      .map(({ data }) => data);
    expect(digests).toMatchObject([{ policyDigest: removal.policyDigest }, { policyDigest: restore.policyDigest }]);
  });

  it('keeps the stricter of its own policies, whatever became of another', async () => {
    const removal = await removed();
    const restore = value(await approve(flow, await asksBack(removal)));
    under({ approvals: 2, holdHours: 8 }, {});
    await executeRequest(flow, restore.id);
    expect((await stored(flow, restore)).state).toBe('succeeded');
    under({}, {});
    const again = await approved(flow);
    under({}, { approvals: 2, holdHours: 8 });
    await executeRequest(flow, again.id);
    expect((await stored(flow, again)).state).toBe('succeeded');
  });

  it('gives back as long as the policy of the removal says, and only to whom the one of giving back lets it', async () => {
    const removal = await removed();
    under({}, { undoHours: 1 });
    flow.clock.advance(2 * hour);
    expect((await planUndo(flow, flow.assertions.signIn(alex), removal.id)).ok).toBe(true);
    under({}, { protectedPeople: [ana.userId] });
    expect(await planUndo(flow, flow.assertions.signIn(alex), removal.id)).toMatchObject({ ok: false });
    under({ undoHours: 1 }, {});
    expect(await planUndo(flow, flow.assertions.signIn(alex), removal.id)).toEqual({
      ok: false,
      problem: { kind: 'undo-over' },
    });
  });
});

describe('who approves one operation only', () => {
  const may = async (person: DirectoryPerson): Promise<unknown> => {
    const checked = await checkAnyApprover(
      flow,
      flow.directory.readerFor(flow.assertions.signIn(megan)),
      person.userId,
    );
    return checked.ok ? true : checked.problem.kind;
  };

  it('is an approver, and nobody else is', async () => {
    under({}, boardOf(bill, gast, disabled));
    expect(await may(megan)).toBe(true);
    expect(await may(bill)).toBe(true);
    expect(await may(ana)).toBe('role-missing');
    expect(await may(gast)).toBe('guest');
    expect(await may(disabled)).toBe('account-disabled');
  });

  it('can stand in for an approver, once, whichever it is', async () => {
    under({}, boardOf(alex, bill));
    await reachable(bill);
    const reader = flow.directory.readerFor(flow.assertions.signIn(megan));
    const deputies = await findDeputies(flow, reader, keyOf(megan));
    expect(deputies.map(({ displayName }) => displayName).toSorted()).toEqual(['Alex Wilber', 'Bill Ling']);
  });

  it('is handed, as a stand-in, only what is theirs to approve', async () => {
    const removal = await removed();
    under({}, boardOf(megan, bill));
    const restore = await asksBack(removal);
    await reachable(bill);
    const other = await submit(flow, [anaSilva]);
    const until = new Date(flow.clock.now().getTime() + hour).toISOString();
    value(await goAway(flow, flow.assertions.signIn(megan), { until, standIn: bill.userId }));
    const askedOf = async (request: Request): Promise<string[]> =>
      (await stored(flow, request)).approvers.map(({ displayName }) => displayName);
    expect(await askedOf(restore)).toContain('Bill Ling');
    expect(await askedOf(other)).not.toContain('Bill Ling');
  });
});
