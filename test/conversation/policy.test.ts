import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cast } from '../../sandbox/tenant/cast.ts';
import { userId } from '../../src/core/identity.ts';
import { defaultPolicy } from '../../src/core/policy.ts';
import { openStage } from '../support/farewell.ts';
import type { Stage } from '../support/farewell.ts';

let stage: Stage;

beforeAll(async () => {
  const protectedPeople = [userId.parse(cast.anaSilva.id)];
  stage = await openStage(undefined, { ...defaultPolicy, approvals: 2, protectedPeople });
});
afterAll(() => stage.close());
beforeEach(async () => {
  stage.cloud.reset();
  await stage.alex.startsAs(cast.alex);
});

describe('a policy', () => {
  it('that takes more approvals than people can be reached refuses at once, and names them', async () => {
    await stage.alex.says("remove Ana's E3 license");
    await stage.alex.hears(
      /This takes 2 approvals, and only 1 person who may approve can be reached\. Others .*cannot reach them in Teams: .*陳怡君/,
    );
    expect(stage.alex.buttons('plan.request')).toBe(0);
  });

  it('protects the accounts it names', async () => {
    await stage.alex.says("remove Ana Silva's Business Premium");
    await stage.alex.hears('Ana Silva is a protected account');
    expect(stage.alex.buttons('plan.request')).toBe(0);
  });
});
