import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cast } from '../../sandbox/tenant/cast.ts';
import { defaultPolicy } from '../../src/core/policy.ts';
import type { Policy } from '../../src/core/policy.ts';
import { openStage } from '../support/farewell.ts';
import type { Stage } from '../support/farewell.ts';

const E3 = '05e9a617-0261-4cee-bb44-138d3ef5d965';
/** So short, in hours, that it is over before anybody can click. */
const NO_TIME = 0.000_000_1;

let stage: Stage;
/** What the bot goes by; each test says what is different. */
const rules: Policy = { ...defaultPolicy };

beforeAll(async () => {
  stage = await openStage(undefined, rules);
});
afterAll(() => stage.close());
beforeEach(async () => {
  Object.assign(rules, defaultPolicy);
  stage.cloud.reset();
  await stage.alex.startsAs(cast.alex);
  await stage.megan.clears();
});

function hasE3(): boolean {
  const held = stage.cloud.tenant.users.get(cast.anaBowman.id)?.licenses ?? [];
  return held.some((license) => license.skuId === E3);
}

const form = { reason: 'She comes back.', impactUnderstood: 'true' };

/** Ana's E3 is removed, with Megan's approval. */
async function removes(): Promise<void> {
  await stage.alex.says("remove Ana's E3 license");
  await stage.alex.hears('I understand the impact');
  await stage.alex.clicks('plan.request', { ...form, reason: 'She left.' });
  await stage.megan.hears('asks for your approval');
  await stage.megan.clicks('request.approve');
  await stage.alex.hears('Done: Microsoft 365 E3 was removed from Ana Bowman.');
  expect(hasE3()).toBe(false);
}

describe('giving licences back', () => {
  it('is asked for on the card of the removal, approved by a second admin, and done', async () => {
    await removes();
    expect(stage.megan.buttons('request.undo')).toBe(0);
    await stage.alex.clicks('request.undo');
    const plan = /Give Microsoft 365 E3 back to Ana Bowman[^]*Its old contents come back only if the licence is there/;
    await stage.alex.hears(plan);
    const answer = await stage.alex.clicks('plan.request', form);
    expect(answer.text).toMatch(/Give Microsoft 365 E3 back to Ana Bowman[^]*Waiting for approval[^]*Undoes request/);
    const removal =
      /Remove Microsoft 365 E3[^]*Done[^]*Alex Wilber asked on [^\n]* to give it back: request [0-9A-F]{8}/;
    for (const who of [stage.alex, stage.megan]) await who.hears(removal);
    expect(hasE3()).toBe(false);
    await stage.megan.hears(/Give Microsoft 365 E3 back[^]*asks for your approval[^]*She comes back/);
    await stage.megan.clicks('request.approve');
    await stage.alex.hears('Done: Ana Bowman has Microsoft 365 E3 again.');
    expect(stage.alex.sees().filter((text) => text.startsWith('Done: Microsoft 365 E3 was removed'))).toHaveLength(1);
    await stage.megan.hears(/Given back on [^]*Approved by Megan Bowen/);
    expect(hasE3()).toBe(true);
    const events = await stage.whileDown((database) =>
      database.query("select data from farewell.audit where event = 'request-submitted' order by seq"),
    );
    expect(events.map((row) => (row['data'] as Record<string, unknown>)['operation'])).toEqual([
      'remove-licenses',
      'restore-licenses',
    ]);
  });

  it('is found again through the list of one’s own requests', async () => {
    await removes();
    await stage.alex.clears();
    await stage.alex.says('my requests');
    await stage.alex.hears(/Remove Microsoft 365 E3 from Ana Bowman/);
    await stage.alex.clicks('requests.open');
    await stage.alex.hears(/Removed on/);
    await stage.alex.clicks('request.undo');
    await stage.alex.hears(/Give Microsoft 365 E3 back to Ana Bowman/);
    await stage.alex.clicks('plan.cancel');
    expect(hasE3()).toBe(false);
  });

  it('is refused when its time is over', async () => {
    rules.undoHours = NO_TIME;
    await removes();
    const { data } = stage.alex.button('request.undo');
    const answer = await stage.alex.forges({ verb: 'request.undo', data });
    await stage.alex.hears(/can no longer be given back here: the time your policy allows is over/);
    expect(JSON.stringify(answer.card)).not.toContain('request.undo');
    expect(hasE3()).toBe(false);
  });

  it('is refused to everybody but the requester', async () => {
    await removes();
    const { data } = stage.alex.button('request.undo');
    await stage.megan.forges({ verb: 'request.undo', data });
    await stage.megan.hears('Only the person who asked can do this. The request is unchanged.');
    expect(hasE3()).toBe(false);
  });

  it('is refused when somebody gave them back already', async () => {
    await removes();
    const ana = stage.cloud.tenant.users.get(cast.anaBowman.id)!;
    const license = { skuId: E3, disabledPlans: [], lastUpdatedDateTime: '2026-11-20T09:00:00Z' };
    stage.cloud.tenant.users.put({ ...ana, licenses: [...ana.licenses, license] });
    await stage.alex.clicks('request.undo');
    await stage.alex.hears(/There is nothing left to give back/);
  });

  it('needs no approval where the policy says so, and whoever may approve is told', async () => {
    rules.undoNeedsApproval = false;
    await removes();
    await stage.alex.clicks('request.undo');
    await stage.alex.hears(/Your policy asks for no approval of this/);
    await stage.alex.clicks('plan.request', form);
    await stage.megan.hears(
      'Alex Wilber gives Microsoft 365 E3 back to Ana Bowman. Your policy asks for no approval of that. Reason: She comes back.',
    );
    await stage.alex.hears('Done: Ana Bowman has Microsoft 365 E3 again.');
    expect(hasE3()).toBe(true);
  });

  it('says why Graph would not, such as a missing usage location', async () => {
    await removes();
    await stage.alex.clicks('request.undo');
    await stage.alex.hears(/Give Microsoft 365 E3 back to Ana Bowman/);
    const ana = stage.cloud.tenant.users.get(cast.anaBowman.id)!;
    stage.cloud.tenant.users.put({ ...ana, usageLocation: null });
    await stage.alex.clicks('plan.request', form);
    await stage.megan.hears(/Give Microsoft 365 E3 back[^]*asks for your approval/);
    await stage.megan.clicks('request.approve');
    await stage.alex.hears(/Ana Bowman: the account has no valid usage location/);
    expect(hasE3()).toBe(false);
  });
});
