import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { cast } from '../../sandbox/tenant/cast.ts';
import { openStage } from '../support/farewell.ts';
import type { Stage } from '../support/farewell.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

describe('an installation', () => {
  it('is announced twice and answered once, with what Farewell does', async () => {
    await stage.megan.hears('Farewell is here');
    const cards = stage.megan.sees().filter((text) => text.includes('Farewell is here'));
    expect(cards).toHaveLength(1);
    expect(cards[0]).toMatch(/For everyone[^]*For administrators/);
  });

  it('is answered again after the app was removed, and not after an upgrade', async () => {
    await stage.megan.clears();
    await stage.cloud.chats.megan.say({ type: 'installationUpdate', action: 'add-upgrade' });
    await stage.megan.says('hello');
    await stage.megan.hears('Hello.');
    expect(stage.megan.sees().join()).not.toContain('Farewell is here');
    await stage.cloud.chats.megan.say({ type: 'installationUpdate', action: 'remove' });
    await stage.cloud.chats.megan.say({ type: 'installationUpdate', action: 'add' });
    await stage.megan.hears('Farewell is here');
  });
});

describe('help', () => {
  it('knows an administrator who is signed in, and its lines can be clicked', async () => {
    await stage.megan.says('sign in');
    await stage.megan.hears('You are signed in.');
    await stage.megan.says('help');
    await stage.megan.hears(/For administrators[^]*For everyone/);
    await stage.megan.clicks('help.try', {}, 'Know what happens');
    await stage.megan.hears('When a licence is removed');
  });

  it('comes by itself after two messages that make no sense', async () => {
    await stage.megan.says('the weather is nice');
    await stage.megan.hears('I did not understand that');
    await stage.megan.says('so it is');
    await stage.megan.hears('I did not understand you twice');
  });
});

describe('closing an account, without a role and without signing in', () => {
  beforeEach(async () => {
    await stage.alex.says('cancel');
    await stage.alex.says('sign out');
    await stage.alex.hears('You are signed out.');
    await stage.alex.clears();
  });

  async function asks(address: string): Promise<void> {
    await stage.alex.says('I want to close my work account');
    await stage.alex.hears('What do you want to close or leave?');
    await stage.alex.clicks('choice.pick', {}, 'My own work');
    await stage.alex.hears('Which address does the account have?');
    await stage.alex.clicks('account.check', { address });
  }

  it.each([
    ['anna@tailspintoys.com', 'You can close this account yourself'],
    ['soniar@fabrikam.onmicrosoft.com', 'An administrator has to close this account'],
    ['anna@outlook.com', 'anna@outlook.com is a personal account'],
    ['anna@nowhere.example', 'I found no organisation for this address'],
    ['anna@outage.example', 'gave no answer about anna@outage.example'],
  ])('tells what to do about %s', async (address, answer) => {
    await asks(address);
    await stage.alex.hears(answer);
    expect(stage.alex.sees().join()).not.toContain('Sign in so that Farewell can act');
  });

  it('is not looked up a sixth time in ten minutes; the address is neither kept nor logged', async () => {
    await asks('anna@tailspintoys.com');
    await stage.alex.hears('There were too many look-ups');
    const stored = await stage.whileDown((database) =>
      database.query('select item::text as item from farewell.bot_item'),
    );
    const items = z.array(z.object({ item: z.string() })).parse(stored);
    expect(items.length).toBeGreaterThan(0);
    const kept = [...items.map(({ item }) => item), ...stage.logLines].join('\n');
    expect(kept).not.toMatch(/anna@|tailspintoys|soniar/);
  });
});

describe('questions about licences', () => {
  beforeEach(async () => {
    stage.cloud.reset();
    await stage.alex.startsAs(cast.alex);
  });

  it('what somebody has: each product, how it came, and how it stands', async () => {
    await stage.alex.says('which licences does Ana Bowman have?');
    await stage.alex.hears(/Ana Bowman has 2 products[^]*Microsoft 365 E3[^]*assigned directly[^]*the group Design/);
  });

  it('who has a product: counted, by name, and a page at a time', async () => {
    await stage.alex.says('who has Microsoft 365 E3?');
    const first = await stage.alex.hears(/\d+ people have Microsoft 365 E3[^]*1 to 10 of \d+, by name/);
    expect(JSON.stringify(first)).toContain('Ana Bowman');
    const next = await stage.alex.clicks('holders.page', {}, 'Show next');
    expect(next.text).toMatch(/11 to \d+ of \d+/);
    const beyond = { verb: 'holders.page', data: { ...stage.alex.button('holders.page').data, offset: 5_000 } };
    expect((await stage.alex.forges(beyond)).text).toMatch(/to (\d+) of \1, by name/);
  });

  it('a click that asks for a product that is none shows nobody', async () => {
    const data = { skuId: '00000000-0000-4000-8000-00000000dead', offset: 0 };
    const answer = await stage.alex.forges({ verb: 'holders.page', data });
    expect(answer.text).toContain('Nobody has 00000000-0000-4000-8000-00000000dead.');
  });

  it('what a removal would mean for one person: the plan’s own words, and nothing to confirm', async () => {
    await stage.alex.says("what happens if I remove Ana Bowman's E3?");
    await stage.alex.hears(/If Microsoft 365 E3 is removed from Ana Bowman[^]*Mailbox[^]*Keeps Visio Plan 2/);
    expect(stage.alex.buttons('plan.request')).toBe(0);
    await stage.alex.says('my requests');
    await stage.alex.hears('You have not requested anything yet.');
  });

  it('somebody without a role is told about their own licences', async () => {
    for (const held of stage.cloud.tenant.roleAssignments.all()) {
      if (held.principalId === cast.alex.id) stage.cloud.tenant.roleAssignments.remove(held.id);
    }
    await stage.alex.says('which licences do I have?');
    await stage.alex.hears(/Alex Wilber has \d products?/);
    await stage.alex.says('help');
    await stage.alex.hears('which you do not hold');
  });
});

describe('what Farewell does not do', () => {
  it.each([
    ['assign E3 to Bob', 'Billing › Licenses'],
    ['wijs E3 toe aan Bob', 'Billing › Licenses'],
    ['删除用户小李', '(Delete user)'],
    ['close the tenant', 'Farewell cannot close an organisation yet.'],
    ['resume the closure', 'No closing of an organisation is under way'],
  ])('%s: is told where it is done', async (text, answer) => {
    await stage.alex.clears();
    await stage.alex.says(text);
    await stage.alex.hears(answer);
  });
});
