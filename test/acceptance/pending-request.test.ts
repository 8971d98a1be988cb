import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { contosoTenantId } from '../../sandbox/identities.ts';
import { cast } from '../../sandbox/tenant/cast.ts';
import { builtInRole } from '../../src/core/policy.ts';
import type { Actor } from '../support/chat-actor.ts';
import { loseRoles, noServer, openScene } from './scene.ts';
import type { Click, Scene } from './scene.ts';

const secret = 'She goes to the competitor.';
const actor = { tenantId: contosoTenantId, userId: cast.userAdmin.id };

describe.skipIf(noServer)('a second request for the same person and product', () => {
  let scene: Scene;
  /** May ask for removals, and approves none. */
  let isaiah: Actor;

  beforeAll(async () => {
    scene = await openScene({ approverRoles: [builtInRole.globalAdministrator] });
    isaiah = await scene.joins(cast.userAdmin);
  });
  afterAll(() => scene.close());
  beforeEach(async () => {
    await scene.begins();
    await isaiah.startsAs(cast.userAdmin);
  });

  async function wantsTheSame(): Promise<Click> {
    const click = await scene.requested(secret);
    await isaiah.says("remove Ana's E3 license");
    await isaiah.hears('There is already an open request for this');
    return click;
  }

  const verbs = ['plan.request', ...['approve', 'deny', 'withdraw', 'stop', 'undo'].map((verb) => `request.${verb}`)];
  const buttons = (): number => verbs.reduce((count, verb) => count + isaiah.buttons(verb), 0);

  it('shows an admin who takes no part who asked, for whom and what, on whom it waits, and whom to talk to', async () => {
    const { requestId } = await wantsTheSame();
    await isaiah.hears(
      /Remove Microsoft 365 E3 from Ana Bowman[^]*Waiting for approval[^]*Waiting for one of: Megan Bowen\. Expires on /,
    );
    const shown = isaiah.sees().join('\n');
    expect(shown).toMatch(/This is how it stood on .*ask Alex Wilber \(AlexW@[^)]*\)\./);
    expect(shown).toMatch(/Requested by Alex Wilber on /);
    expect(shown).toContain(cast.anaBowman.userPrincipalName);
    expect(shown).not.toContain(secret);
    expect(buttons()).toBe(0);
    const rows = await scene.database.query(
      `select event, actor, data ->> 'problem' as problem from farewell.audit order by seq desc limit 1`,
    );
    expect(rows).toEqual([{ event: 'request-refused', actor, problem: 'pending-elsewhere' }]);
    // It was shown then. By its number it is as unknown as ever, and what becomes of it is not told.
    await isaiah.clears();
    await isaiah.forges({ verb: 'requests.open', data: { requestId } });
    await isaiah.hears('I do not know this request.');
    await scene.alex.clicks('request.withdraw');
    await scene.megan.hears('Withdrawn by Alex Wilber');
    expect(isaiah.sees().join('\n')).not.toMatch(/Withdrawn|Ana Bowman/);
  });

  it('shows it also when it was made while the admin read their plan', async () => {
    await isaiah.says("remove Ana's E3 license");
    await isaiah.hears('I understand the impact');
    await scene.megan.clears();
    await scene.requested(secret);
    const answer = await isaiah.clicks('plan.request', { reason: 'Me too.', impactUnderstood: 'true' });
    expect(answer.text).toContain('There is already an open request for this');
    await isaiah.hears(/Waiting for approval[^]*ask Alex Wilber/);
    expect(isaiah.sees().join('\n')).not.toContain(secret);
    expect(buttons()).toBe(0);
  });

  it('shows its own card to who takes part in it', async () => {
    await scene.requested(secret);
    await scene.alex.clears();
    await scene.alex.says("remove Ana's E3 license");
    await scene.alex.hears('There is already an open request for this');
    await scene.alex.hears(secret);
    expect(scene.alex.sees().join('\n')).not.toContain('This is how it stood');
    expect(scene.alex.buttons('request.withdraw')).toBe(1);
  });

  it('says nothing of it to somebody who may not ask for that', async () => {
    const { requestId } = await scene.requested(secret);
    loseRoles(scene.cloud, cast.userAdmin);
    await isaiah.says("remove Ana's E3 license");
    await isaiah.hears('You need the role');
    for (const id of [requestId, randomUUID()]) await isaiah.forges({ verb: 'requests.open', data: { requestId: id } });
    expect(isaiah.sees().join('\n')).not.toMatch(/already an open request|Alex Wilber|Waiting for/);
  });
});
