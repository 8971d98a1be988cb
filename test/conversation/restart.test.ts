import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cast } from '../../sandbox/tenant/cast.ts';
import { openStage } from '../support/farewell.ts';
import type { Stage } from '../support/farewell.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

describe('a restart of the bot between any two steps loses nothing', () => {
  it('between the sign-in card and the sign-in', async () => {
    await stage.alex.says("remove Ana's license");
    await stage.alex.hears('Sign in so that Farewell can act in your name.');
    await stage.restart();
    await stage.alex.signsIn(cast.alex);
    await stage.alex.hears('Which Ana do you mean?');
  });

  it('between a question and its answer', async () => {
    await stage.restart();
    await stage.alex.clicks('choice.pick', {}, 'Ana Bowman');
    await stage.alex.hears('Which licence of Ana Bowman do you mean?');
    await stage.restart();
    await stage.alex.clicks('choice.pick', {}, 'Microsoft 365 E3');
    await stage.alex.hears('I understand the impact');
  });

  it('between the plan and a refused confirmation, and the next one', async () => {
    await stage.restart();
    const refused = await stage.alex.clicks('plan.request', { reason: 'She left.', impactUnderstood: 'false' });
    expect(refused.text).toContain('Tick “I understand the impact” first.');
    await stage.restart();
    const accepted = await stage.alex.clicks('plan.request', { reason: 'She left.', impactUnderstood: 'true' });
    expect(accepted.text).toContain('Waiting for approval');
  });

  it('between the request and the approval', async () => {
    await stage.restart();
    await stage.megan.hears('asks for your approval');
    await stage.restart();
    await stage.megan.clicks('request.approve');
    await stage.alex.hears(/Approved by Megan Bowen/);
    await stage.restart();
    await stage.alex.hears('Done: Microsoft 365 E3 was removed from Ana Bowman.');
    await stage.megan.hears(/Done[^]*Approved by Megan Bowen/);
    expect(stage.megan.buttons('request.approve')).toBe(0);
  });

  it('and nobody was told or shown anything twice', () => {
    const told = stage.alex.sees().filter((text) => text.startsWith('Done: Microsoft 365 E3'));
    expect(told).toHaveLength(1);
    expect(stage.megan.sees().filter((text) => text.includes('Microsoft 365 E3'))).toHaveLength(1);
  });
});

describe('an approved request whose requester is no longer signed in', () => {
  it('waits, says so, and goes on after the sign-in', async () => {
    stage.cloud.reset();
    await stage.alex.startsAs(cast.alex);
    await stage.megan.clears();
    await stage.alex.says("remove Ana's E3 license");
    await stage.alex.hears('I understand the impact');
    await stage.alex.clicks('plan.request', { reason: 'She left.', impactUnderstood: 'true' });
    await stage.megan.hears('asks for your approval');
    await stage.alex.says('sign out');
    await stage.alex.hears('You are signed out.');
    await stage.megan.clicks('request.approve');
    await stage.alex.hears('I need you to sign in again before I can remove the licence.');
    await stage.alex.hears('Waiting for a sign-in');
    await stage.restart();
    await stage.alex.clicks('session.sign-in');
    await stage.alex.signsIn(cast.alex);
    await stage.alex.hears('Done: Microsoft 365 E3 was removed from Ana Bowman.');
  });
});
