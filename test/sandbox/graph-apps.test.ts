import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { teamsCatalogAppId } from '../../sandbox/identities.ts';
import { cast } from '../../sandbox/tenant/cast.ts';
import { openGraph } from './ask-graph.ts';
import type { Answered, GraphUnderTest } from './ask-graph.ts';

let graph: GraphUnderTest;
let token: string;
const path = `/users/${cast.plain.id}/teamwork/installedApps`;
const mine = `${path}?$expand=teamsApp&$filter=${encodeURIComponent(`teamsApp/id eq '${teamsCatalogAppId}'`)}`;

beforeAll(async () => {
  graph = await openGraph();
});
afterAll(() => graph.stop());
beforeEach(async () => {
  graph.cloud.reset();
  token = await appToken('TeamsAppInstallation.ReadWriteSelfForUser.All');
});

async function appToken(...roles: string[]): Promise<string> {
  return (await graph.cloud.entra.tokens.mintAppGraphToken(graph.cloud.tenant.id, roles)).token;
}

function install(change: { token?: string; app?: string } = {}): Promise<Answered> {
  const app = `${graph.cloud.url}/graph/v1.0/appCatalogs/teamsApps/${change.app ?? teamsCatalogAppId}`;
  const body = { 'teamsApp@odata.bind': app };
  return graph.ask(path, { as: cast.alex, method: 'POST', token: change.token ?? token, body });
}

test('the app installs itself once, and finds its chat', async () => {
  const empty = await graph.ask(mine, { as: cast.alex, token });
  expect(empty.body.value).toEqual([]);
  expect((await install()).status).toBe(201);
  expect((await install()).status).toBe(409);
  const [installation] = (await graph.ask(mine, { as: cast.alex, token })).body.value ?? [];
  expect(installation?.['teamsApp']).toMatchObject({ id: teamsCatalogAppId });
  const chat = await graph.ask(`${path}/${String(installation?.['id'])}/chat`, { as: cast.alex, token });
  expect(chat.body['chatType']).toBe('oneOnOne');
});

test('an app without the permission, and with none but that, is refused everything else', async () => {
  expect((await install({ token: await appToken() })).status).toBe(403);
  expect((await graph.ask(`/users/${cast.plain.id}`, { as: cast.alex, token })).status).toBe(403);
  expect((await install({ app: '00000000-0000-4000-8000-000000000000' })).status).toBe(404);
  expect((await graph.ask(`${path}/other/chat`, { as: cast.alex, token })).status).toBe(404);
});
