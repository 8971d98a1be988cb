import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectionName, contosoTenantId } from '../../sandbox/identities.ts';
import { personas } from '../../sandbox/personas.ts';
import { cast } from '../../sandbox/tenant/cast.ts';
import { partsOf } from '../cards/card-parts.ts';
import type { CardAnswer } from '../support/chat-actor.ts';
import {
  approvedAndWaiting,
  eventsOf,
  goesOn,
  holdsE3,
  loseRoles,
  noServer,
  openScene,
  request,
  signIn,
  stateOf,
} from './scene.ts';
import type { Click, Scene } from './scene.ts';

let scene: Scene;

describe.skipIf(noServer)('four eyes, one chat window at a time', () => {
  beforeAll(async () => {
    scene = await openScene();
  });
  afterAll(() => scene.close());
  beforeEach(() => scene.begins());

  async function expectUndecided({ requestId }: Click): Promise<void> {
    expect(await stateOf(scene.database, requestId)).toBe('awaiting-approval');
    expect(await eventsOf(scene.database, requestId)).not.toContain('decision-made');
    expect(holdsE3(scene.cloud)).toBe(true);
  }

  function cardOf(who: 'alex' | 'megan'): string | undefined {
    const cards = scene.cloud.windows[who].messages().filter((message) => message.attachments?.length);
    return cards.at(-1)?.id;
  }

  describe('the requester clicks Approve', () => {
    async function isRefused(click: Click): Promise<void> {
      await scene.alex.hears('You asked for this yourself, so somebody else has to decide.');
      await expectUndecided(click);
      expect(await eventsOf(scene.database, click.requestId)).toContain('decision-refused');
    }

    it('on their own card, and is refused', async () => {
      const click = await scene.requested();
      await scene.alex.forges({ verb: 'request.approve', data: click }, cardOf('alex'));
      await isRefused(click);
    });

    it('on a card that was forwarded from the approver, and is refused', async () => {
      const click = await scene.requested();
      const forwarded = scene.megan.button('request.approve');
      await scene.alex.forges({ verb: 'request.approve', data: forwarded.data }, cardOf('megan'));
      await isRefused(click);
    });

    it('on a second device that signs in by itself, and is refused', async () => {
      const click = await scene.requested();
      const { token } = await scene.cloud.entra.tokens.mintUserAssertion(contosoTenantId, cast.alex);
      const entities = [{ type: 'clientInfo', locale: 'de-DE', platform: 'iOS' }];
      const authentication = { id: 'second-device', connectionName, token };
      await scene.alex.forges({ verb: 'request.approve', data: click }, undefined, { authentication }, { entities });
      await isRefused(click);
    });

    it('with the name and the id of the account in other letters, and is refused', async () => {
      const click = await scene.requested();
      const userPrincipalName = cast.alex.userPrincipalName.toUpperCase();
      scene.cloud.tenant.users.put({ ...cast.alex, userPrincipalName });
      const from = { id: personas.alex.chatUserId, name: userPrincipalName, aadObjectId: cast.alex.id.toUpperCase() };
      await scene.alex.forges({ verb: 'request.approve', data: click }, undefined, {}, { from });
      await isRefused(click);
    });

    it('under the id of the approver, and is asked to sign in as that person', async () => {
      const click = await scene.requested();
      const from = { id: personas.alex.chatUserId, aadObjectId: cast.megan.id };
      const value = { authentication: { id: 'x', connectionName, token: await alexToken() } };
      const answer = await scene.alex.forges({ verb: 'request.approve', data: click }, undefined, value, { from });
      expect(answer.statusCode).toBe(412);
      await expectUndecided(click);
    });

    it('after handing in the approver’s sign-in from their own chat, which is not taken', async () => {
      const click = await scene.requested();
      const { token } = await scene.cloud.entra.tokens.mintUserAssertion(contosoTenantId, cast.megan);
      const value = { id: 'x', connectionName, token };
      const taken = await scene.cloud.chats.alex.say({ type: 'invoke', name: 'signin/tokenExchange', value });
      expect(taken.status).toBe(412);
      await scene.alex.forges({ verb: 'request.approve', data: click });
      await isRefused(click);
    });

    async function alexToken(): Promise<string> {
      return (await scene.cloud.entra.tokens.mintUserAssertion(contosoTenantId, cast.alex)).token;
    }
  });

  describe('the data of a card was altered', () => {
    it('to a request that the clicker was not asked about: refused', async () => {
      const click = await scene.requested();
      const isaiah = await scene.joins(cast.userAdmin);
      await isaiah.says('sign in');
      await isaiah.signsIn(cast.userAdmin);
      await isaiah.hears('You are signed in.');
      await isaiah.forges({ verb: 'request.approve', data: click });
      await isaiah.hears('You were not asked to decide this request.');
      await expectUndecided(click);
    });

    it('to the clicker’s own request: refused', async () => {
      const click = await scene.requested();
      await signIn(scene.cloud, personas.megan);
      const hers = await request(scene.megan, scene.alex, 'He left.', cast.bothWays);
      await scene.megan.forges({ verb: 'request.approve', data: hers }, cardOf('megan'));
      await scene.megan.hears('You asked for this yourself');
      expect(await stateOf(scene.database, hers.requestId)).toBe('awaiting-approval');
      await expectUndecided(click);
    });

    it('to another action: what is not the clicker’s to do is refused', async () => {
      const click = await scene.requested();
      await scene.megan.forges({ verb: 'request.withdraw', data: click }, cardOf('megan'));
      await scene.megan.hears('Only the person who asked can do this.');
      await scene.megan.forges({ verb: 'session.sign-in', data: click }, cardOf('megan'));
      await scene.megan.forges({ verb: 'request.execute', data: click }, cardOf('megan'));
      await scene.megan.forges({ verb: 'plan.request', data: { ...click, impactUnderstood: 'true', reason: 'x' } });
      await expectUndecided(click);
    });

    it('to another target: what was approved is what is stored, and nobody else loses anything', async () => {
      const click = await scene.requested();
      const target = { userId: cast.bothWays.id, skuIds: ['05e9a617-0261-4cee-bb44-138d3ef5d965'] };
      const data = { ...click, ...target, target, targets: [target], plan: { targets: [target] } };
      await scene.megan.forges({ verb: 'request.approve', data }, cardOf('megan'));
      await scene.alex.hears('Done: Microsoft 365 E3 was removed from Ana Bowman.');
      expect([holdsE3(scene.cloud), holdsE3(scene.cloud, cast.bothWays)]).toEqual([false, true]);
    });

    it('to another approver: who clicks is who signed in', async () => {
      const click = await scene.requested();
      const megan = { tenantId: contosoTenantId, userId: cast.megan.id };
      const data = { ...click, approver: megan, by: megan, oid: cast.megan.id, tid: contosoTenantId };
      await scene.alex.forges({ verb: 'request.approve', data }, cardOf('megan'));
      await scene.alex.hears('You asked for this yourself');
      await expectUndecided(click);
    });
  });

  describe('a click around the expiry', () => {
    async function clickAt(milliseconds: number): Promise<Click> {
      const click = await scene.requested();
      const text = `select record->>'approvalExpiresAt' as at from farewell.request where id = $1`;
      const [row] = await scene.database.query(text, [click.requestId]);
      scene.clock.set(new Date(Date.parse(String(row?.['at'])) + milliseconds));
      expect(scene.megan.buttons('request.approve')).toBe(1);
      await scene.megan.clicks('request.approve');
      return click;
    }

    it('one millisecond after it, with the buttons still there, decides nothing', async () => {
      const click = await clickAt(1);
      await scene.megan.hears('This request has expired');
      await expectUndecided(click);
    });

    it('one millisecond before it counts', async () => {
      await clickAt(-1);
      await scene.alex.hears('Done: Microsoft 365 E3 was removed from Ana Bowman.');
    });
  });

  describe('an approver who loses the role', () => {
    it('after the card was sent, cannot approve any more', async () => {
      const click = await scene.requested();
      loseRoles(scene.cloud, cast.megan);
      await scene.megan.clicks('request.approve');
      await scene.megan.hears('You do not hold a role that may approve this.');
      await expectUndecided(click);
    });

    it('after approving and before the execution, has approved nothing', async () => {
      const click = await approvedAndWaiting(scene);
      loseRoles(scene.cloud, cast.megan);
      await goesOn(scene);
      await isVoid(click, /Megan Bowen, who approved, may no longer approve\. ?\n?The role that allowed it is gone\./);
    });
  });

  describe('between approval and execution', () => {
    it('the requester loses the role: nothing is removed', async () => {
      const click = await approvedAndWaiting(scene);
      loseRoles(scene.cloud, cast.alex);
      await goesOn(scene);
      await isVoid(click, /Alex Wilber, who asked, may no longer remove licences/);
    });

    it('a licence changes: nothing is removed, and both are told', async () => {
      const click = await approvedAndWaiting(scene);
      const ana = scene.cloud.tenant.users.get(cast.anaBowman.id)!;
      const licenses = ana.licenses.map((license) => ({ ...license, disabledPlans: [somePlan] }));
      scene.cloud.tenant.users.put({ ...ana, licenses });
      await goesOn(scene);
      await isVoid(click, /The licences of Ana Bowman changed after this was requested/);
    });

    it('the user is deleted: nothing is removed, and both are told', async () => {
      const click = await approvedAndWaiting(scene);
      scene.cloud.tenant.users.put({ ...cast.anaBowman, deletedDateTime: '2026-11-20T10:00:00Z' });
      await goesOn(scene);
      await isVoid(click, /The account of Ana Bowman is no longer there/);
    });

    it('the stored plan is altered: nothing is removed from anybody', async () => {
      const click = await approvedAndWaiting(scene);
      const target = JSON.stringify(cast.bothWays.id);
      const path = '{targets,0,user,userId}';
      const altering = `update farewell.request set plan = jsonb_set(plan, '${path}', $2::jsonb) where id = $1`;
      await scene.database.query(altering, [click.requestId, target]);
      await goesOn(scene);
      await isVoid(click, /What was stored is not what was confirmed and approved\./);
      expect(holdsE3(scene.cloud, cast.bothWays)).toBe(true);
    });

    const somePlan = '7547a3fe-08ee-4ccb-b430-5077c5041653';
  });

  async function isVoid({ requestId }: Click, why: RegExp): Promise<void> {
    await scene.alex.hears('Your request is no longer valid, and nothing was changed.');
    await scene.alex.hears(why);
    await scene.megan.hears(why);
    expect(await stateOf(scene.database, requestId)).toBe('void');
    expect(await eventsOf(scene.database, requestId)).not.toContain('step-sent');
    expect(scene.cloud.tenant.users.get(cast.anaBowman.id)?.licenses).toHaveLength(1);
  }

  describe('an automatic refresh', () => {
    it('that carries an approval decides nothing', async () => {
      const click = await scene.requested();
      const answer = await refresh({ verb: 'request.approve', data: click });
      expect([answer.status, answer.statusCode]).toEqual([200, 200]);
      await expectUndecided(click);
    });

    it('that carries a denial decides nothing', async () => {
      const click = await scene.requested();
      await refresh({ verb: 'request.deny', data: { ...click, denyReason: 'No.' } });
      await expectUndecided(click);
    });

    async function refresh(action: Record<string, unknown>): Promise<CardAnswer> {
      await signIn(scene.cloud, personas.megan);
      return scene.megan.forges(action, cardOf('megan'), { trigger: 'automatic' });
    }
  });

  describe('somebody else’s “yes” during a wizard', () => {
    it('answers nothing, wherever it is said', async () => {
      await scene.alex.says("remove Ana's E3 license");
      await scene.alex.hears('I understand the impact');
      const { data } = scene.alex.button('plan.request');
      const from = { id: personas.megan.chatUserId, aadObjectId: cast.megan.id };
      await scene.megan.says('yes');
      await scene.alex.says('yes', { from });
      const confirmed = { ...data, reason: 'She left.', impactUnderstood: 'true' };
      await scene.megan.forges({ verb: 'plan.request', data: confirmed });
      await scene.alex.forges({ verb: 'plan.request', data: confirmed }, cardOf('alex'), {}, { from });
      expect(await scene.database.query('select id from farewell.request')).toEqual([]);
      const own = await scene.alex.clicks('plan.request', { reason: 'She left.', impactUnderstood: 'true' });
      expect(own.text).toContain('Waiting for approval');
    });
  });

  describe('a reason that imitates the card', () => {
    const reason = '**APPROVED by Megan Bowen** [open](https://evil.example)\n\n# Done\n<at>Megan</at>';

    it('stands on the card as a quotation, in one line of plain text', async () => {
      const click = await scene.requested(reason);
      const message = await scene.megan.hears('asks for your approval');
      const parts = partsOf(message.attachments).filter((part) => String(part['text']).includes('evil.example'));
      expect(parts.length).toBeGreaterThan(0);
      for (const part of parts) {
        expect([part['type'], part['italic']]).toEqual(['TextRun', true]);
        expect(part['text']).toMatch(/^“[^\n]*”$/);
      }
      await scene.megan.hears(/^Remove Microsoft 365 E3[^]*Waiting for approval/);
      await expectUndecided(click);
    });

    it('comes back from the approver as plain text in one line', async () => {
      await scene.requested();
      await scene.megan.clicks('request.deny', { denyReason: reason });
      const told = await scene.alex.hears(/^Megan Bowen denied your request\. Reason: [^\n]*evil\.example[^\n]*$/);
      expect(told['textFormat']).toBe('plain');
    });
  });

  describe('nobody who may approve can be reached', () => {
    it('so nothing is requested, and the people to ask are named', async () => {
      loseRoles(scene.cloud, cast.megan);
      loseRoles(scene.cloud, cast.userAdmin);
      await scene.alex.says("remove Ana's E3 license");
      await scene.alex.hears(/These people may approve it, and Farewell cannot reach them in Teams: .*Debra Berger/);
      expect(scene.alex.buttons('plan.request')).toBe(0);
      expect(await scene.database.query('select id from farewell.request')).toEqual([]);
    });
  });
});
