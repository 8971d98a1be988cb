import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectionName, contosoTenantId } from '../../sandbox/identities.ts';
import { personas } from '../../sandbox/personas.ts';
import { cast } from '../../sandbox/tenant/cast.ts';
import type { DirectoryUser } from '../../sandbox/tenant/directory.ts';
import { userId } from '../../src/core/identity.ts';
import { loseRoles, noServer, openScene, signIn } from './scene.ts';
import type { Scene } from './scene.ts';

const alex = { tenantId: contosoTenantId, userId: cast.alex.id };
const megan = { tenantId: contosoTenantId, userId: cast.megan.id };

describe.skipIf(noServer)('in the audit is', () => {
  let scene: Scene;
  let before = 0;

  beforeAll(async () => {
    scene = await openScene({ protectedPeople: [userId.parse(cast.bothWays.id)] });
  });
  afterAll(() => scene.close());
  beforeEach(async () => {
    await scene.begins();
    const [row] = await scene.database.query('select coalesce(max(seq), 0)::integer as seq from farewell.audit');
    before = Number(row?.['seq']);
  });

  /** What was refused since the test began. Whatever it was: no token, and people only by their ids. */
  async function refusals(): Promise<Record<string, unknown>[]> {
    const rows = await scene.database.query(
      `select event, request_id as "requestId", actor, data from farewell.audit
       where seq > $1 and event like '%-refused' order by seq`,
      [before],
    );
    expect(JSON.stringify(rows)).not.toMatch(/eyJ|Bowman|Bowen|Wilber/);
    return rows;
  }

  async function tokenOf(user: DirectoryUser): Promise<string> {
    return (await scene.cloud.entra.tokens.mintUserAssertion(contosoTenantId, user)).token;
  }

  describe('a sign-in of somebody else', () => {
    const theirs = (from: string, signedIn: object): object => ({
      from,
      problem: 'somebody-elses-sign-in',
      signedIn,
      tokenId: expect.any(String) as string,
    });

    it('that came with a click, with the request it was about', async () => {
      const data = await scene.requested();
      const authentication = { id: 'x', connectionName, token: await tokenOf(cast.alex) };
      const answer = await scene.megan.forges({ verb: 'request.approve', data }, undefined, { authentication });
      expect(answer.statusCode).toBe(412);
      const event = 'sign-in-refused';
      expect(await refusals()).toEqual([
        { event, requestId: data.requestId, actor: megan, data: theirs('click', alex) },
      ]);
    });

    it('that a client handed in by itself', async () => {
      const value = { id: 'x', connectionName, token: await tokenOf(cast.megan) };
      await scene.cloud.chats.alex.say({ type: 'invoke', name: 'signin/tokenExchange', value });
      const event = 'sign-in-refused';
      expect(await refusals()).toEqual([
        { event, requestId: null, actor: alex, data: theirs('token-exchange', megan) },
      ]);
    });

    it('that lay in the token service', async () => {
      await signIn(scene.cloud, { ...personas.megan, chatUserId: personas.alex.chatUserId });
      await scene.alex.says("remove Ana's E3 license");
      await scene.alex.hears('You signed in with another account than the one you use in this chat.');
      const event = 'sign-in-refused';
      expect(await refusals()).toEqual([{ event, requestId: null, actor: alex, data: theirs('token-service', megan) }]);
    });

    it('and one that is no sign-in at all', async () => {
      const value = { id: 'x', connectionName, token: 'no.token.atall' };
      const answer = await scene.cloud.chats.alex.say({ type: 'invoke', name: 'signin/tokenExchange', value });
      expect(answer.status).toBe(412);
      const data = { from: 'token-exchange', problem: 'sign-in-needed' };
      expect(await refusals()).toEqual([{ event: 'sign-in-refused', requestId: null, actor: alex, data }]);
    });
  });

  describe('a click', () => {
    it.each(['groupChat', 'channel'])('on a copy of the card in a %s, with the request it was about', async (type) => {
      const data = await scene.requested();
      const conversation = { id: '19:elsewhere@thread.v2', conversationType: type, isGroup: true };
      await scene.megan.forges({ verb: 'request.approve', data }, undefined, {}, { conversation });
      const said = { problem: 'not-in-private', verb: 'request.approve' };
      expect(await refusals()).toEqual([
        { event: 'click-refused', requestId: data.requestId, actor: megan, data: said },
      ]);
    });

    it('that asks for a plan once more, or for one that nobody was shown', async () => {
      await scene.alex.says("remove Ana's E3 license");
      await scene.alex.hears('I understand the impact');
      const { data } = scene.alex.button('plan.request');
      const confirmed = { ...data, reason: 'She left.', impactUnderstood: 'true' };
      await scene.alex.clicks('plan.request', { reason: 'She left.', impactUnderstood: 'true' });
      expect(await refusals()).toEqual([]);
      await scene.alex.forges({ verb: 'plan.request', data: confirmed });
      const said = { problem: 'card-replaced', verb: 'plan.request' };
      const replayed = { event: 'click-refused', requestId: data?.['requestId'], actor: alex, data: said };
      expect(await refusals()).toEqual([replayed]);
      const requestId = randomUUID();
      await scene.alex.says('remove the E3 license from ChristieC@contoso.onmicrosoft.com');
      await scene.alex.forges({ verb: 'plan.request', data: { ...confirmed, requestId } });
      expect((await refusals()).at(-1)).toEqual({ ...replayed, requestId });
    });

    it('that opens somebody else’s request', async () => {
      const { requestId } = await scene.requested();
      const isaiah = await scene.joins(cast.userAdmin);
      await isaiah.forges({ verb: 'requests.open', data: { requestId } });
      await isaiah.hears('I do not know this request.');
      const actor = { tenantId: contosoTenantId, userId: cast.userAdmin.id };
      const data = { action: 'open', problem: 'request-unknown' };
      expect(await refusals()).toEqual([{ event: 'action-refused', requestId, actor, data }]);
    });
  });

  describe('a plan that was refused before its card', () => {
    async function expectRefused(problem: string): Promise<void> {
      const requestId = expect.any(String) as string;
      const digests = { planDigest: expect.any(String) as string, policyDigest: expect.any(String) as string };
      const data = { problem, ...digests, tokenId: expect.any(String) as string };
      expect(await refusals()).toEqual([{ event: 'request-refused', requestId, actor: alex, data }]);
      expect(scene.alex.buttons('plan.request')).toBe(0);
    }

    it('because who asks has no role for it', async () => {
      loseRoles(scene.cloud, cast.alex);
      await scene.alex.says("remove Ana's E3 license");
      await scene.alex.hears('You need the role License Administrator or User Administrator');
      await expectRefused('role-missing');
    });

    it('because the person is protected', async () => {
      await scene.alex.says(`remove the E3 license from ${cast.bothWays.userPrincipalName}`);
      await scene.alex.hears(/protected/);
      await expectRefused('protected-person');
    });

    it('because nobody who may approve can be reached', async () => {
      for (const user of [cast.megan, cast.userAdmin]) loseRoles(scene.cloud, user);
      await scene.alex.says("remove Ana's E3 license");
      await scene.alex.hears('Nobody can approve this now');
      await expectRefused('no-approver');
    });

    it('because the same was asked for before', async () => {
      await scene.requested();
      await scene.alex.clears();
      await scene.alex.says("remove Ana's E3 license");
      await scene.alex.hears('There is already an open request for this');
      await expectRefused('pending-elsewhere');
    });
  });

  describe('a setting', () => {
    const refusedBy = (actor: object, data: object): object[] => [
      { event: 'action-refused', requestId: null, actor, data: { ...data, tokenId: expect.any(String) as string } },
    ];

    it('whose card somebody asked for who may not have it: a pause', async () => {
      await scene.alex.says('pause all removals');
      await scene.alex.hears('Only the operators of Farewell can do this.');
      const data = { action: 'open-settings', about: 'operator', problem: 'not-an-operator' };
      expect(await refusals()).toEqual(refusedBy(alex, data));
      expect(scene.alex.buttons('operator.pause')).toBe(0);
    });

    it('whose card somebody asked for who may not have it: being away', async () => {
      loseRoles(scene.cloud, cast.alex);
      await scene.alex.says('I am away');
      await scene.alex.hears('You do not hold a role that may approve this.');
      const data = { action: 'open-settings', about: 'away', problem: 'role-missing' };
      expect(await refusals()).toEqual(refusedBy(alex, data));
    });

    it.each([
      ['pause', { verb: 'operator.pause', data: { reason: 'I want to.' } }],
      ['resume', { verb: 'operator.resume' }],
    ])('%s that is the operators’', async (action, click) => {
      await scene.alex.forges(click);
      expect(await refusals()).toEqual(refusedBy(alex, { action, problem: 'not-an-operator' }));
    });

    it('that lacks its reason', async () => {
      await signIn(scene.cloud, personas.megan);
      await scene.megan.forges({ verb: 'operator.pause', data: { reason: '  ' } });
      expect(await refusals()).toEqual(refusedBy(megan, { action: 'pause', problem: 'reason-missing' }));
    });

    it.each(['away.set', 'away.end'])('%s that is somebody else’s', async (verb) => {
      await signIn(scene.cloud, personas.megan);
      const person = { tenantId: contosoTenantId, userId: cast.userAdmin.id };
      await scene.megan.forges({ verb, data: { until: '2030-01-01', person } });
      const data = { problem: 'unknown-action' };
      expect(await refusals()).toEqual([{ event: 'click-refused', requestId: null, actor: megan, data }]);
      expect(await scene.database.query('select 1 from farewell.away')).toEqual([]);
    });
  });

  describe('an absence', () => {
    it('that was refused', async () => {
      await signIn(scene.cloud, personas.megan);
      await scene.megan.forges({ verb: 'away.set', data: { until: '2020-01-01' } });
      const data = { action: 'away', problem: 'away-date', tokenId: expect.any(String) as string };
      expect(await refusals()).toEqual([{ event: 'action-refused', requestId: null, actor: megan, data }]);
    });

    it('of somebody who may approve nothing', async () => {
      loseRoles(scene.cloud, cast.megan);
      await signIn(scene.cloud, personas.megan);
      await scene.megan.forges({ verb: 'away.set', data: { until: '2030-01-01' } });
      expect(await refusals()).toMatchObject([{ event: 'action-refused', actor: megan, data: { action: 'away' } }]);
    });
  });
});
