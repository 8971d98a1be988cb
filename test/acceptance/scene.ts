import { expect, vi } from 'vitest';
import { connectionName, contosoTenantId } from '../../sandbox/identities.ts';
import { personas } from '../../sandbox/personas.ts';
import type { Persona } from '../../sandbox/personas.ts';
import type { Cloud } from '../../sandbox/cloud.ts';
import { cast } from '../../sandbox/tenant/cast.ts';
import type { DirectoryUser } from '../../sandbox/tenant/directory.ts';
import type { Database } from '../../src/adapters/postgres/connection.ts';
import { openDatabase } from '../../src/adapters/postgres/database.ts';
import { defaultPolicy } from '../../src/core/policy.ts';
import type { Policies, Policy } from '../../src/core/policy.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import type { Actor } from '../support/chat-actor.ts';
import { mustNotSkip } from '../support/chromium.ts';
import { openStage } from '../support/farewell.ts';
import type { Stage } from '../support/farewell.ts';
import { findPostgres, startPostgresServer } from '../support/postgres-server.ts';

/** Without a Postgres server there is nothing to test on; with CI=true that is a failure, not a skip. */
export const noServer = findPostgres() === undefined && !mustNotSkip;

export const E3 = '05e9a617-0261-4cee-bb44-138d3ef5d965';

/** What a button of a request's card sends. */
export interface Click extends Record<string, unknown> {
  requestId: string;
  cardVersion: number;
}

/** A stage on a Postgres server that the test can look into, with a clock that the test moves. */
export interface Scene extends Stage {
  clock: FakeClock;
  database: Database;
  /** Everything as at first: nobody's request, empty windows, Alex signed in. */
  begins: () => Promise<void>;
  /** Alex's request for Ana's E3 licence, with Megan's card of it in her window. */
  requested: (reason?: string) => Promise<Click>;
}

/** A change counts for the policy of every operation. */
export async function openScene(change: Partial<Policy> | Policies = {}): Promise<Scene> {
  const server = await startPostgresServer();
  const url = await server.newDatabase();
  const clock = new FakeClock(new Date().toISOString());
  const policies = 'remove-licenses' in change ? change : { ...defaultPolicy, ...change };
  const stage = await openStage(url, policies, { clock });
  const database = await openDatabase({ url });
  return {
    ...stage,
    clock,
    database,
    async begins() {
      stage.cloud.reset();
      await forgetRequests(database);
      await signIn(stage.cloud, personas.alex);
      // Some tests speak under Megan's id from another chat: the bot must know again where she is.
      await stage.cloud.chats.megan.install();
      await stage.alex.says('cancel');
      for (const who of [stage.alex, stage.megan]) await who.clears();
    },
    requested: (reason) => request(stage.alex, stage.megan, reason),
    async close() {
      await stage.close();
      await database.close();
      await server.stop();
    },
  };
}

/** Nobody has asked for anything, and nothing is on its way to a window any more. */
export async function forgetRequests(database: Database): Promise<void> {
  await database.query('truncate farewell.request cascade');
  const open = `select 1 from farewell_jobs.job where name in ('show', 'execute') and state in ('created', 'active')`;
  await vi.waitFor(async () => expect(await database.query(open)).toEqual([]), 20_000);
}

/** Signs somebody in as the sign-in page would, without the page. */
export async function signIn(cloud: Cloud, { chatUserId, user }: Persona): Promise<void> {
  const minted = await cloud.entra.tokens.mintUserAssertion(contosoTenantId, user);
  const who = { chatUserId, connectionName, channelId: 'msteams' };
  cloud.tokenService.signIns.keep(who, { tenantId: contosoTenantId, oid: user.id, ...minted });
}

/** One person asks for the E3 of others to be removed, and the other gets the card. */
export async function request(from: Actor, to: Actor, reason = 'She left.', ...about: DirectoryUser[]): Promise<Click> {
  const people = about.length === 0 ? [cast.anaBowman] : about;
  await from.says(`remove the E3 license from ${people.map((each) => each.userPrincipalName).join(' and ')}`);
  await from.hears(`from ${shownAs(people)}`);
  await from.clicks('plan.request', { reason, impactUnderstood: 'true' });
  await to.hears(new RegExp(`from ${shownAs(people)}[^]*asks for your approval`));
  const { requestId, cardVersion } = to.button('request.approve').data ?? {};
  return { requestId: String(requestId), cardVersion: Number(cardVersion) };
}

/** Approved by Megan, and waiting for a sign-in of Alex: the world can change meanwhile. */
export async function approvedAndWaiting(scene: Scene, ...about: DirectoryUser[]): Promise<Click> {
  const click = await request(scene.alex, scene.megan, 'She left.', ...about);
  await scene.alex.says('sign out');
  await scene.alex.hears('You are signed out.');
  await scene.megan.clicks('request.approve');
  await scene.alex.hears('I need you to sign in again before I can remove the licence.');
  return click;
}

/** Alex signs in again, and what waited for it is carried out. */
export async function goesOn({ alex, cloud }: Scene): Promise<void> {
  await signIn(cloud, personas.alex);
  await alex.says('sign in');
}

/** How a card's title names them. */
export function shownAs(people: readonly DirectoryUser[]): string {
  const [only, ...others] = people;
  return only && others.length === 0 ? only.displayName : `${people.length} people`;
}

export function holdsE3(cloud: Cloud, user: DirectoryUser = cast.anaBowman): boolean {
  return cloud.tenant.users.get(user.id)?.licenses.some((license) => license.skuId === E3) ?? false;
}

/** Takes every role from somebody. */
export function loseRoles(cloud: Cloud, user: DirectoryUser): void {
  for (const held of cloud.tenant.roleAssignments.all()) {
    if (held.principalId === user.id) cloud.tenant.roleAssignments.remove(held.id);
  }
}

/** The time for the next try of everything that failed has come. */
export async function nextTry({ database }: Scene): Promise<void> {
  await database.query(`update farewell_jobs.job set start_after = now() where state = 'retry'`);
}

/** No card waits to be shown; whatever waits is tried now. */
export async function nothingToShow(scene: Scene): Promise<void> {
  const open = `select 1 from farewell_jobs.job where name = 'show' and state in ('created', 'retry', 'active')`;
  await vi.waitFor(async () => {
    await nextTry(scene);
    expect(await scene.database.query(open)).toEqual([]);
  }, 20_000);
}

export async function stateOf(database: Database, requestId: string): Promise<unknown> {
  const [row] = await database.query('select state from farewell.request where id = $1', [requestId]);
  return row?.['state'];
}

/** What the audit says happened to a request, in order. */
export async function eventsOf(database: Database, requestId: string): Promise<string[]> {
  const rows = await database.query('select event from farewell.audit where request_id = $1 order by seq', [requestId]);
  return rows.map((row) => String(row['event']));
}
