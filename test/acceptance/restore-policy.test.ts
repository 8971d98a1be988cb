import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { contosoTenantId } from '../../sandbox/identities.ts';
import { cast } from '../../sandbox/tenant/cast.ts';
import { digestOf } from '../../src/core/digest.ts';
import type { Policies } from '../../src/core/policy.ts';
import { readPolicies } from '../../src/policy-file.ts';
import { actorAt } from '../support/chat-actor.ts';
import type { Actor } from '../support/chat-actor.ts';
import { holdsE3, noServer, openScene, signIn, stateOf } from './scene.ts';
import type { Scene } from './scene.ts';

const file = {
  'remove-licenses': { approvals: 1 },
  'restore-licenses': { approvals: 2, approverRoles: ['Global Administrator'], ticket: 'required' },
};

async function policiesOf(content: unknown): Promise<Policies> {
  const folder = await mkdtemp(join(tmpdir(), 'farewell-policy-'));
  const path = join(folder, 'policy.json');
  await writeFile(path, JSON.stringify(content));
  const read = await readPolicies(path, { checkApprovers: false, allowedTenants: [contosoTenantId] });
  await rm(folder, { recursive: true });
  if (!read.ok) throw new Error(read.problems.join('\n'));
  return read.policies;
}

describe.skipIf(noServer)('a policy file with a section for giving back', () => {
  let scene: Scene;
  let policies: Policies;
  let debra: Actor;
  let isaiah: Actor;

  beforeAll(async () => {
    policies = await policiesOf(file);
    scene = await openScene(policies);
  });
  afterAll(() => scene.close());
  beforeEach(async () => {
    await scene.begins();
    const seats = [cast.secondGlobalAdmin, cast.userAdmin].map((user) => scene.cloud.seat(user));
    for (const { chat } of seats) {
      await chat.install();
      await signIn(scene.cloud, chat.persona);
    }
    [debra, isaiah] = seats.map((seat) => actorAt(seat)) as [Actor, Actor];
    for (const who of [debra, isaiah]) await who.clears();
  });

  async function policyDigestsOf(requestId: string): Promise<Set<unknown>> {
    const rows = await scene.database.query(
      "select data ->> 'policyDigest' as digest from farewell.audit where request_id = $1 and event in ('request-submitted', 'decision-made')",
      [requestId],
    );
    return new Set(rows.map((row) => row['digest']));
  }

  it('lets one approve a removal, and two of other people its undo', async () => {
    const removal = await scene.requested();
    for (const who of [debra, isaiah]) await who.hears('asks for your approval');
    await isaiah.clicks('request.approve');
    await scene.alex.hears('Done: Microsoft 365 E3 was removed from Ana Bowman.');
    for (const who of [scene.megan, debra, isaiah]) {
      await who.hears('Approved by Isaiah Langer');
      await who.clears();
    }

    await scene.alex.clicks('request.undo');
    await scene.alex.hears(/Give Microsoft 365 E3 back to Ana Bowman/);
    const form = { reason: 'She comes back.', impactUnderstood: 'true' };
    await scene.alex.clicks('plan.request', form);
    await scene.alex.hears(/ticket/i);
    await scene.alex.clicks('plan.request', { ...form, ticket: 'CHG-7' });
    await scene.megan.hears(/Give Microsoft 365 E3 back[^]*asks for your approval/);
    const requestId = String(scene.megan.button('request.approve').data?.['requestId']);
    await scene.megan.clicks('request.approve');
    await scene.megan.hears('1 of 2 approvals so far.');
    expect([await stateOf(scene.database, requestId), holdsE3(scene.cloud)]).toEqual(['awaiting-approval', false]);
    expect(isaiah.buttons('request.approve')).toBe(0);
    await debra.hears(/Give Microsoft 365 E3 back/);
    await debra.clicks('request.approve');
    await scene.alex.hears('Done: Ana Bowman has Microsoft 365 E3 again.');
    expect(holdsE3(scene.cloud)).toBe(true);

    expect(await policyDigestsOf(removal.requestId)).toEqual(new Set([digestOf(policies['remove-licenses'])]));
    expect(await policyDigestsOf(requestId)).toEqual(new Set([digestOf(policies['restore-licenses'])]));
  });
});
