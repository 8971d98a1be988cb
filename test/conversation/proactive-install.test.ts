import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { graphChatId } from '../../sandbox/gateway/teams.ts';
import { teamsCatalogAppId } from '../../sandbox/identities.ts';
import { cast } from '../../sandbox/tenant/cast.ts';
import { roles } from '../../sandbox/tenant/roles.ts';
import { createPostgresContactBook } from '../../src/adapters/postgres/contact-book.ts';
import { personKey } from '../../src/core/identity.ts';
import { openStage } from '../support/farewell.ts';
import type { Stage } from '../support/farewell.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage(undefined, undefined, {
    settings: () => ({
      PROACTIVE_INSTALL: 'on',
      TEAMS_APP_CATALOG_ID: teamsCatalogAppId,
    }),
  });
});
afterAll(() => stage.close());

/** Debra is the only one who may approve, and Farewell has never heard of her. */
beforeEach(async () => {
  stage.cloud.reset();
  const { roleAssignments } = stage.cloud.tenant;
  for (const held of roleAssignments.all()) {
    const stays = [cast.alex.id, cast.secondGlobalAdmin.id].includes(held.principalId);
    if (!stays) roleAssignments.remove(held.id);
  }
  await stage.alex.startsAs(cast.alex);
  await stage.debra.clears();
});

async function forgetDebra(): Promise<void> {
  const query = 'delete from farewell.contact where user_id = $1';
  await stage.whileDown((database) => database.query(query, [cast.secondGlobalAdmin.id]));
}

const ask = (): Promise<unknown> => stage.alex.says("remove Ana's E3 license");

async function request(): Promise<void> {
  await stage.alex.hears('I understand the impact');
  await stage.alex.clicks('plan.request', { reason: 'She left.', impactUnderstood: 'true' });
}

describe('an approver who never opened Farewell', () => {
  it.each([
    ['the application permission is missing', () => stage.cloud.entra.consent.revoke(permission)],
    ['Graph fails', () => stage.cloud.graph.failNext({ method: 'POST', path: /installedApps/, status: 500 })],
    ['Graph names the chat of somebody else', () => mixUp()],
    ['the chat is not to be had', () => loseChat()],
  ])('is named to the requester when %s', async (_, spoil) => {
    spoil();
    await ask();
    await stage.alex.hears('Debra Berger may approve it, and Farewell cannot reach this person in Teams.');
    expect(stage.alex.buttons('plan.request')).toBe(0);
    expect(stage.debra.buttons('request.approve')).toBe(0);
  });

  it('gets it installed, then the card, and approves', async () => {
    await ask();
    await request();
    await stage.debra.hears(/Alex Wilber asks for your approval/);
    await stage.debra.clicks('request.approve');
    await stage.alex.hears('Done: Microsoft 365 E3 was removed from Ana Bowman.');
    await stage.debra.hears(/Done[^]*Approved by Debra Berger/);
  });

  it('is installed for under a permission of the app itself, and that is in the audit', async () => {
    await forgetDebra();
    await ask();
    await stage.alex.hears('I understand the impact');
    const entries = await stage.whileDown((database) =>
      database.query(`select actor, data from farewell.audit where event = 'app-installed' order by seq desc limit 1`),
    );
    expect(entries).toEqual([
      {
        actor: { tenantId: stage.cloud.tenant.id, userId: cast.alex.id },
        data: { installedFor: cast.secondGlobalAdmin.id, permission },
      },
    ]);
  });

  it('is reached as well when the app was there already and the bot had missed the news', async () => {
    await forgetDebra();
    stage.cloud.gateway.teams.installUnheard(cast.secondGlobalAdmin.id);
    await ask();
    await request();
    await stage.debra.hears(/Alex Wilber asks for your approval/);
    expect(stage.debra.sees().join()).not.toContain('Farewell is here');
    await stage.debra.clicks('request.approve');
    await stage.alex.hears('Done: Microsoft 365 E3 was removed from Ana Bowman.');
  });

  it('without a Teams that answers for them is left out, and others are asked', async () => {
    const { roleAssignments } = stage.cloud.tenant;
    const given = { roleDefinitionId: roles.userAdministrator.id, directoryScopeId: '/' };
    roleAssignments.put({ id: 'isaiah', principalId: cast.userAdmin.id, ...given });
    await ask();
    await stage.alex.hears('I understand the impact');
    expect(stage.alex.sees().join()).toContain('Debra Berger');
    expect(stage.alex.sees().join()).not.toContain('Isaiah Langer');
  });

  it('is kept at the address where the channel reaches them, and no token is kept', async () => {
    await forgetDebra();
    stage.cloud.gateway.teams.installUnheard(cast.secondGlobalAdmin.id);
    await ask();
    await stage.alex.hears('I understand the impact');
    const debra = personKey.parse({ tenantId: stage.cloud.tenant.id, userId: cast.secondGlobalAdmin.id });
    const contact = await stage.whileDown((database) => createPostgresContactBook(database).find(debra));
    const id = graphChatId(cast.secondGlobalAdmin.id);
    expect(contact?.conversation).toMatchObject({ user: { id: '29:1-debra' }, conversation: { id } });
    expect(JSON.stringify(contact) + stage.logLines.join()).not.toMatch(/eyJ[\w-]+\.[\w-]+\./);
  });
});

/** The app is there already: installing it anew would tell the bot where she is after all. */
function mixUp(): void {
  stage.cloud.gateway.teams.installUnheard(cast.secondGlobalAdmin.id);
  stage.cloud.gateway.teams.mixUp(cast.secondGlobalAdmin.id, cast.megan.id);
}
function loseChat(): void {
  stage.cloud.gateway.teams.installUnheard(cast.secondGlobalAdmin.id);
  stage.cloud.graph.failNext({ path: /chat$/, status: 404 });
}
const permission = 'TeamsAppInstallation.ReadWriteSelfForUser.All';
