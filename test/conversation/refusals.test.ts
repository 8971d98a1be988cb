import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as identities from '../../sandbox/identities.ts';
import { cast } from '../../sandbox/tenant/cast.ts';
import { openStage } from '../support/farewell.ts';
import type { Stage } from '../support/farewell.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

beforeEach(async () => {
  stage.cloud.reset();
  await stage.alex.startsAs(cast.alex);
  await stage.megan.clears();
});

function holdsE3(): boolean {
  const licenses = stage.cloud.tenant.users.get(cast.anaBowman.id)?.licenses ?? [];
  return licenses.some((license) => license.skuId === '05e9a617-0261-4cee-bb44-138d3ef5d965');
}

/** Alex's request for Ana's E3; ends the one before, so that no test finds another's. */
async function requested(): Promise<{ requestId: unknown; cardVersion: unknown }> {
  await stage.alex.says("remove Ana's E3 license");
  await stage.alex.hears('I understand the impact');
  await stage.alex.clicks('plan.request', { reason: 'She left.', impactUnderstood: 'true' });
  await stage.megan.hears('asks for your approval');
  const { data = {} } = stage.megan.button('request.approve');
  return { requestId: data['requestId'], cardVersion: data['cardVersion'] };
}

describe('somebody who may not', () => {
  it('ask: is told which role it takes, and nothing is stored', async () => {
    for (const held of stage.cloud.tenant.roleAssignments.all()) {
      if (held.principalId === cast.alex.id) stage.cloud.tenant.roleAssignments.remove(held.id);
    }
    await stage.alex.says("remove Ana's E3 license");
    await stage.alex.hears('You need the role License Administrator or User Administrator');
    expect(stage.alex.buttons('plan.request')).toBe(0);
  });

  it('approve: who asked cannot, with a card of their own or a forged click', async () => {
    const data = await requested();
    await stage.alex.forges({ verb: 'request.approve', data });
    await stage.alex.hears('You asked for this yourself, so somebody else has to decide.');
    expect(holdsE3()).toBe(true);
    await stage.alex.clicks('request.withdraw');
  });

  it('approve: who lost the role after the card came', async () => {
    await requested();
    for (const held of stage.cloud.tenant.roleAssignments.all()) {
      if (held.principalId === cast.megan.id) stage.cloud.tenant.roleAssignments.remove(held.id);
    }
    await stage.megan.clicks('request.approve');
    await stage.megan.hears('You do not hold a role that may approve this.');
    expect(holdsE3()).toBe(true);
    await stage.alex.clicks('request.withdraw');
  });

  it('withdraw: only who asked can', async () => {
    const data = await requested();
    await stage.megan.forges({ verb: 'request.withdraw', data });
    await stage.megan.hears('Only the person who asked can do this.');
    await stage.alex.clicks('request.withdraw');
    await stage.megan.hears(/Withdrawn by Alex Wilber/);
    expect(stage.megan.buttons('request.approve')).toBe(0);
  });
});

describe('a denial', () => {
  it('wants a reason, and the requester reads it', async () => {
    const { requestId, cardVersion } = await requested();
    await stage.megan.forges({ verb: 'request.deny', data: { requestId, cardVersion, denyReason: '  ' } });
    await stage.megan.hears('A reason is missing. Nothing was sent.');
    await stage.megan.clicks('request.deny', { denyReason: 'She stays until May.' });
    await stage.alex.hears('Megan Bowen denied your request. Reason: She stays until May.');
    await stage.alex.hears(/Denied[^]*She stays until May\./);
    expect(holdsE3()).toBe(true);
  });
});

describe('a request that no longer fits', () => {
  it('is void when the licences changed after it was approved, and both are told', async () => {
    await requested();
    stage.cloud.tenant.users.put({ ...cast.anaBowman, licenses: [] });
    await stage.megan.clicks('request.approve');
    await stage.megan.hears('The licences of Ana Bowman changed after this was requested');
    await stage.alex.hears('Your request is no longer valid, and nothing was changed.');
  });

  it('is not made twice: the open one is named and shown', async () => {
    const { requestId } = await requested();
    await stage.alex.says("remove Ana's E3 license");
    await stage.alex.hears(`There is already an open request for this: ${String(requestId).slice(0, 8).toUpperCase()}`);
    await stage.alex.hears('Its card is further down in this chat.');
    await stage.alex.clicks('request.withdraw');
  });
});

describe('a sign-in', () => {
  it('of somebody else is refused and forgotten', async () => {
    await stage.alex.says('sign out');
    await stage.alex.hears('You are signed out.');
    await stage.alex.clears();
    await stage.alex.says("remove Ana's E3 license");
    await stage.alex.signsIn(cast.megan);
    await stage.alex.hears('You signed in with another account than the one you use in this chat.');
    expect(stage.alex.buttons('plan.request')).toBe(0);
    await stage.alex.says('hello');
    await stage.alex.hears('Hello.');
  });

  it('that Entra wants more of is asked for again', async () => {
    stage.cloud.entra.failNext('interactionRequired');
    await stage.alex.says("remove Ana's E3 license");
    await stage.alex.hears('Your sign-in has ended. Sign in again; nothing was changed.');
  });

  it('without consent says who has to grant it', async () => {
    stage.cloud.entra.consent.revoke('User.Read.All');
    await stage.alex.says("remove Ana's E3 license");
    await stage.alex.hears('A Global Administrator has to grant admin consent.');
  });
});

describe('a click that no button made', () => {
  const somebody = { requestId: randomUUID(), cardVersion: 1 };

  it.each<[string, Record<string, unknown>, Record<string, unknown>?]>([
    ['an unknown verb', { verb: 'request.execute', data: somebody }],
    ['no verb', { data: somebody }],
    ['an id that is none', { verb: 'request.approve', data: { requestId: "'; drop table", cardVersion: 1 } }],
    ['a toggle that is no text', { verb: 'plan.request', data: { ...somebody, impactUnderstood: true } }],
    ['no action at all', { verb: 'request.approve', data: somebody }, { action: null }],
    ['a refresh that carries an approval', { verb: 'request.approve', data: somebody }, { trigger: 'automatic' }],
  ])('%s is answered and does nothing', async (_, action, value) => {
    const answer = await stage.megan.forges(action, undefined, value);
    expect([answer.status, answer.statusCode]).toEqual([200, 200]);
    expect(answer.text).toBe('I do not know this button. Nothing was changed by it.');
    expect(stage.megan.sees()).toEqual([]);
  });

  it('is in the audit, with who sent it', async () => {
    const { userId, tenantId } = { userId: cast.megan.id, tenantId: identities.contosoTenantId };
    await stage.megan.forges({ verb: 'request.approve', data: somebody }, undefined, { trigger: 'automatic' });
    await stage.megan.forges({ verb: 'request.execute', data: somebody });
    const entries = await stage.whileDown((database) =>
      database.query(`select actor, data from farewell.audit where event = 'click-refused' order by seq desc limit 2`),
    );
    expect(entries).toEqual([
      { actor: { tenantId, userId }, data: { problem: 'unknown-action' } },
      { actor: { tenantId, userId }, data: { problem: 'automatic-refresh' } },
    ]);
  });

  it('for a request that does not exist is told so', async () => {
    await stage.megan.forges({ verb: 'request.approve', data: somebody });
    await stage.megan.hears('I do not know this request.');
  });
});

describe('a bad day of Graph', () => {
  it('is a sentence, and the next try works', async () => {
    stage.cloud.graph.failNext({ method: 'GET', path: /roleAssignments/, status: 500 });
    await stage.alex.says("remove Ana's E3 license");
    await stage.alex.hears('Microsoft Graph did not answer. Nothing was changed');
    await stage.alex.says("remove Ana's E3 license");
    await stage.alex.hears('I understand the impact');
  });

  it('after the write: the licence is gone, and the bot finds out by looking', async () => {
    await requested();
    stage.cloud.graph.failNext({ method: 'POST', path: /assignLicense/, status: 504, afterWrite: true });
    await stage.megan.clicks('request.approve');
    await stage.alex.hears('Done: Microsoft 365 E3 was removed from Ana Bowman.');
    expect(holdsE3()).toBe(false);
  });
});

describe('a name from outside', () => {
  it('is shown as text, wherever it stands', async () => {
    await stage.alex.says("remove ZoeB@contoso.onmicrosoft.com's license");
    const shown = await stage.alex.hears('from Zoë [Admin](http://evil.example) van den Berg');
    const card = JSON.stringify(shown.attachments);
    expect(card).not.toMatch(/"type":"TextBlock"[^}]*evil\.example/);
  });
});
