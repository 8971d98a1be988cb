import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cast } from '../../sandbox/tenant/cast.ts';
import { defaultPolicy } from '../../src/core/policy.ts';
import type { Policy } from '../../src/core/policy.ts';
import { openStage } from '../support/farewell.ts';
import type { Stage } from '../support/farewell.ts';

const E3 = '05e9a617-0261-4cee-bb44-138d3ef5d965';
/** A moment, in hours: long enough to be one, short enough to wait for. */
const MOMENT = 0.0003;

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

async function asks(typed: Record<string, unknown> = {}, verb = 'plan.request'): Promise<string> {
  await stage.alex.says("remove Ana's E3 license");
  await stage.alex.hears('I understand the impact');
  const answer = await stage.alex.clicks(verb, { reason: 'She left.', impactUnderstood: 'true', ...typed });
  return answer.text;
}

async function approves(): Promise<void> {
  await stage.megan.hears('asks for your approval');
  await stage.megan.clicks('request.approve');
}

describe('a hold', () => {
  it('is said on both cards, and ends with one click of the approver', async () => {
    rules.holdHours = 1;
    await asks();
    await approves();
    await stage.megan.hears(/Approved[^]*On hold until .*Until then it can be stopped/);
    await stage.alex.hears(
      /Megan Bowen approved your request\. The removal starts on .*; until then it can be stopped/,
    );
    await stage.megan.clicks('request.stop');
    await stage.megan.hears(/Stopped[^]*Nothing was changed[^]*Stopped by Megan Bowen/);
    await stage.alex.hears('Megan Bowen stopped your request. Nothing was changed.');
    expect(hasE3()).toBe(true);
    expect(stage.megan.buttons('request.stop') + stage.alex.buttons('request.withdraw')).toBe(0);
  });

  it('can be withdrawn from, but not stopped by the requester', async () => {
    rules.holdHours = 1;
    await asks();
    await approves();
    await stage.alex.hears(/On hold until/);
    const { data } = stage.alex.button('request.withdraw');
    await stage.alex.forges({ verb: 'request.stop', data });
    await stage.alex.hears('You were not asked to decide this request. It is unchanged.');
    await stage.alex.clicks('request.withdraw');
    await stage.megan.hears(/Withdrawn by Alex Wilber/);
    expect(hasE3()).toBe(true);
  });

  it('ends by itself, and then the licence goes', async () => {
    rules.holdHours = MOMENT;
    await asks();
    await approves();
    await stage.alex.hears('Done: Microsoft 365 E3 was removed from Ana Bowman.');
    await stage.megan.hears(/Started on/);
    expect(hasE3()).toBe(false);
  });
});

describe('a confirmation after the approval', () => {
  it('is the requester’s alone, and starts the removal', async () => {
    rules.requesterConfirms = true;
    await asks();
    await approves();
    await stage.alex.hears(/Press “Carry out now” on the card by/);
    await stage.megan.hears('It is carried out when Alex Wilber confirms');
    const { data } = stage.alex.button('request.confirm');
    await stage.megan.forges({ verb: 'request.confirm', data });
    await stage.megan.hears('Only the person who asked can do this. The request is unchanged.');
    expect(hasE3()).toBe(true);
    await stage.alex.clicks('request.confirm');
    await stage.alex.hears(/Done[^]*Confirmed by Alex Wilber/);
    expect(hasE3()).toBe(false);
  });
});

describe('a ticket number', () => {
  it('is asked for, wanted, and shown to the approver as what somebody wrote', async () => {
    rules.ticket = 'required';
    expect(await asks()).toContain('A ticket number is missing. Nothing was sent.');
    const typed = { reason: 'She left.', impactUnderstood: 'true', ticket: 'INC-4711' };
    expect((await stage.alex.clicks('plan.request', typed)).text).toContain('Waiting for approval');
    await stage.megan.hears('“INC-4711”');
    await stage.alex.clicks('request.withdraw');
    await stage.alex.hears(/Withdrawn/);
  });
});

describe('an emergency', () => {
  it('goes ahead without an approval, and the approver is told at once', async () => {
    rules.breakGlass = true;
    await asks({}, 'plan.break-glass');
    await stage.megan.hears(
      'Emergency: Alex Wilber removes Microsoft 365 E3 from Ana Bowman without an approval. Reason: She left.',
    );
    await stage.alex.hears('Done: Microsoft 365 E3 was removed from Ana Bowman.');
    await stage.megan.hears(/Emergency: Alex Wilber acts without an approval\.[^]*Done|Done[^]*Emergency/);
    expect(hasE3()).toBe(false);
    expect(stage.megan.buttons('request.approve')).toBe(0);
  });

  it('that the policy does not know is refused, whoever forges the click', async () => {
    await stage.alex.says("remove Ana's E3 license");
    await stage.alex.hears('I understand the impact');
    expect(stage.alex.buttons('plan.break-glass')).toBe(0);
    const { data } = stage.alex.button('plan.request');
    const answer = await stage.alex.forges({
      verb: 'plan.break-glass',
      data: { ...data, reason: 'Now!', impactUnderstood: 'true' },
    });
    expect(answer.text).toContain('Acting without an approval is not allowed here. Nothing was sent.');
    expect(hasE3()).toBe(true);
  });
});

describe('somebody chosen as approver who may not approve', () => {
  it('is refused on the card, which stays', async () => {
    expect(await asks({ preferred: cast.anaBowman.id })).toContain('may not approve this, or cannot be reached');
    expect(await asks({ preferred: 'not an id' })).not.toContain('Waiting for approval');
    expect(stage.megan.sees().join()).not.toContain('asks for your approval');
  });
});

describe('a request that nobody decides', () => {
  it('is brought back to mind', async () => {
    rules.remindAfterHours = MOMENT;
    await asks();
    await stage.megan.hears(
      /Reminder: Alex Wilber is waiting for your decision about Microsoft 365 E3 of Ana Bowman\. It expires on/,
    );
    await stage.alex.clicks('request.withdraw');
    await stage.megan.hears(/Withdrawn[^]*Reminder sent on/);
  });
});

describe('an operator’s pause', () => {
  it('is the operators’ to order', async () => {
    await stage.alex.says('pause all removals');
    await stage.alex.hears('Only the operators of Farewell can do this. Nothing was changed.');
    await stage.alex.forges({ verb: 'operator.pause', data: { reason: 'Because.' } });
    await asks();
    await approves();
    await stage.alex.hears('Done: Microsoft 365 E3 was removed from Ana Bowman.');
  });

  it('holds an approved removal back, says so on both cards, and lets it go on', async () => {
    await asks();
    await stage.megan.hears('asks for your approval');
    await stage.megan.says('pause all removals');
    await stage.megan.hears('Removals are carried out.');
    expect((await stage.megan.clicks('operator.pause', { reason: ' ' })).text).toContain('A reason is missing');
    expect((await stage.megan.clicks('operator.pause', { reason: 'Wait.' })).text).toContain('All removals are paused');
    await stage.megan.clicks('request.approve');
    await stage.alex.hears('Megan Bowen approved your request. An operator paused all removals, so it waits.');
    await stage.megan.hears(/Approved[^]*An operator paused all removals on/);
    expect(hasE3()).toBe(true);
    expect((await stage.megan.clicks('operator.resume')).text).toContain('Removals are carried out.');
    await stage.alex.hears('Done: Microsoft 365 E3 was removed from Ana Bowman.');
    const history =
      /Held by an operator’s pause on [^]*Approved by Megan Bowen on [^]*The pause was over on [^]*Started on/;
    for (const who of [stage.alex, stage.megan]) await who.hears(history);
  });
});

describe('an approver who goes away', () => {
  it('says until when, is told so, and comes back with a click', async () => {
    await stage.megan.says('I am on holiday');
    await stage.megan.hears('You are here: requests come to you.');
    expect((await stage.megan.clicks('away.set', { until: '2020-01-01' })).text).toContain('Choose a date between');
    const nextWeek = new Date(Date.now() + 7 * 24 * 3_600_000).toISOString().slice(0, 10);
    expect((await stage.megan.clicks('away.set', { until: nextWeek, standIn: cast.anaBowman.id })).text).toContain(
      'The person you chose may not approve, or cannot be reached.',
    );
    expect((await stage.megan.clicks('away.set', { until: nextWeek, standIn: 'nobody' })).text).toContain(
      'You are away until the end of',
    );
    expect((await stage.megan.clicks('away.end')).text).toContain('You are here: requests come to you.');
  });
});
