import { afterAll, beforeAll, expect, test } from 'vitest';
import { cast } from '../../sandbox/tenant/cast.ts';
import { eventually, named, openGraph, usualScopes } from './ask-graph.ts';
import type { GraphUnderTest } from './ask-graph.ts';

let graph: GraphUnderTest;
const as = cast.alex;
const q = encodeURIComponent;

beforeAll(async () => {
  graph = await openGraph();
});
afterAll(() => graph.stop());

test('"Ana" alone means two people', async () => {
  const search = q('"displayName:ana" OR "mail:ana" OR "userPrincipalName:ana"');
  const answered = await graph.ask(`/users?$search=${search}&$select=id,displayName&$count=true`, {
    as,
    headers: eventually,
  });
  expect(named(answered)).toEqual(['Ana Bowman', 'Ana Silva']);
  expect(answered.body['@odata.count']).toBe(2);
});

test('a search without ConsistencyLevel is refused', async () => {
  const answered = await graph.ask(`/users?$search=${q('"displayName:ana"')}`, { as });
  expect([answered.status, answered.body.error?.code]).toEqual([400, 'Request_UnsupportedQuery']);
});

test('an advanced filter without the header and the count is refused with the words of Graph', async () => {
  const answered = await graph.ask(`/users?$filter=${q("endswith(mail,'x')")}`, { as });
  expect(answered.body.error?.message).toContain(
    "Operator 'endsWith' is not supported because the required parameters might be missing.",
  );
  const allowed = await graph.ask(
    `/users?$filter=${q("endswith(mail,'contoso.onmicrosoft.com')")}&$count=true&$top=1`,
    { as, headers: eventually },
  );
  expect(allowed.status).toBe(200);
});

test('contains is an unknown function', async () => {
  const answered = await graph.ask(`/users?$filter=${q("contains(displayName,'a')")}`, { as });
  expect(answered.body.error?.message).toContain("An unknown function with name 'contains' was found");
});

test('all pages together hold everybody once', async () => {
  const seen: unknown[] = [];
  let next: string | undefined = '/users?$top=7&$select=id';
  while (next !== undefined) {
    const page = await graph.ask(next, { as });
    seen.push(...(page.body.value ?? []).map(({ id }) => id));
    next = page.body['@odata.nextLink'];
  }
  expect(seen.sort()).toEqual(
    graph.cloud.tenant
      .liveUsers()
      .map(({ id }) => id)
      .sort(),
  );
});

test('a user is found by id and by address, a deleted one is not', async () => {
  expect((await graph.ask(`/users/${cast.anaBowman.id}`, { as })).status).toBe(200);
  expect((await graph.ask('/users/anab@contoso.onmicrosoft.com', { as })).body['id']).toBe(cast.anaBowman.id);
  const gone = await graph.ask(`/users/${cast.leftRecently.id}`, { as });
  expect([gone.status, gone.body.error?.code]).toEqual([404, 'Request_ResourceNotFound']);
  expect(named(await graph.ask('/directory/deletedItems/microsoft.graph.user', { as }))).toContain('Raul Razo');
});

test('licence properties come only when they are asked for', async () => {
  const plain = await graph.ask(`/users/${cast.anaBowman.id}`, { as });
  expect(plain.body['licenseAssignmentStates']).toBeUndefined();
  const selected = await graph.ask(`/users/${cast.anaBowman.id}?$select=licenseAssignmentStates`, { as });
  expect(selected.body['licenseAssignmentStates']).toHaveLength(2);
});

test('with User.ReadBasic.All, licences cannot be read', async () => {
  const scopes = ['User.ReadBasic.All'];
  expect((await graph.ask('/users?$select=id,displayName', { as, scopes })).status).toBe(200);
  expect((await graph.ask('/users?$select=id,licenseAssignmentStates', { as, scopes })).status).toBe(403);
});

test('without a permission the answer is 403, without a good token 401', async () => {
  expect((await graph.ask('/subscribedSkus', { as, scopes: ['User.Read'] })).status).toBe(403);
  const forged = await graph.ask('/me', { as, token: 'not.a.token' });
  expect([forged.status, forged.body.error?.code]).toEqual([401, 'InvalidAuthenticationToken']);
  const { token } = await graph.cloud.entra.tokens.mintUserAssertion(graph.cloud.tenant.id, as);
  expect((await graph.ask('/me', { as, token })).body.error?.message).toBe(
    'Access token validation failure. Invalid audience.',
  );
});

test('a guest cannot list people', async () => {
  expect((await graph.ask('/users', { as: cast.guest })).status).toBe(403);
  expect((await graph.ask('/me', { as: cast.guest })).status).toBe(200);
});

test('a cast of memberships needs ConsistencyLevel and $count', async () => {
  const path = `/users/${cast.plain.id}/transitiveMemberOf/microsoft.graph.group`;
  expect((await graph.ask(path, { as })).status).toBe(400);
  expect(named(await graph.ask(`${path}?$count=true`, { as, headers: eventually }))).toEqual(
    expect.arrayContaining(['Branch staff', 'Amersfoort']),
  );
});

test('without a group permission, memberships show their ids only', async () => {
  const scopes = usualScopes.filter((scope) => !scope.startsWith('Group'));
  const answered = await graph.ask(`/users/${cast.inheritedOnly.id}/transitiveMemberOf`, { as, scopes });
  expect(answered.body.value?.[0]).toMatchObject({ '@odata.type': '#microsoft.graph.group', displayName: null });
});

test('every kind of answer fits the description', async () => {
  const group = graph.cloud.tenant.groups.all()[0]?.id ?? '';
  const paths = [
    ...[
      '/me',
      '/users',
      '/users/$count',
      '/groups',
      `/groups/${group}`,
      `/groups/${group}/members`,
      `/groups/${group}/transitiveMembers`,
    ],
    ...[
      '/organization',
      '/subscribedSkus',
      '/directory/subscriptions',
      '/directory/deletedItems/microsoft.graph.user',
      '/me/licenseDetails',
    ],
    ...[
      `/users/${cast.manyLicenses.id}/licenseDetails`,
      '/me/transitiveMemberOf',
      '/roleManagement/directory/roleDefinitions',
    ],
    '/roleManagement/directory/roleAssignments',
  ];
  for (const path of paths) expect((await graph.ask(path, { as })).status, path).toBe(200);
});

test('request ids come back, and the error date has no time zone', async () => {
  const answered = await graph.ask('/users/nobody', { as, headers: { 'client-request-id': 'mine' } });
  expect(answered.headers.get('client-request-id')).toBe('mine');
  expect(answered.body.error?.innerError['request-id']).toBe(answered.headers.get('request-id'));
  expect(answered.body.error?.innerError['date']).toMatch(/T\d\d:\d\d:\d\d$/);
});

test('an unknown path and an unknown method get answers of Graph', async () => {
  expect((await graph.ask('/no-such-path', { as })).body.error?.message).toBe(
    "Resource not found for the segment 'no-such-path'.",
  );
  expect((await graph.ask('/subscribedSkus', { as, method: 'DELETE' })).status).toBe(405);
});
