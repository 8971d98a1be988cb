import { describe, expect, test } from 'vitest';
import { unitId } from '../../../src/core/identity.ts';
import { alex, alexId, anaId, e3, refusal, user, visio, withGraph } from './pretend-graph.ts';
import type { Answering } from './pretend-graph.ts';

const design = 'de519000-5a4d-4b0c-8f00-000000000001';
const admins = 'ad315000-5a4d-4b0c-8f00-000000000001';
const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10';
const plan = (servicePlanName: string, appliesTo: string): Record<string, unknown> => ({
  servicePlanId: e3,
  servicePlanName,
  appliesTo,
});
const skus = [
  {
    skuId: e3,
    skuPartNumber: 'SPE_E3',
    appliesTo: 'User',
    servicePlans: [plan('EXCHANGE_S_ENTERPRISE', 'User'), plan('M365_AUDIT', 'Company')],
  },
  { skuId: visio, skuPartNumber: 'COMPANY_THING', appliesTo: 'Company', servicePlans: [] },
];
const entry = (skuId: string, change: Record<string, unknown> = {}): Record<string, unknown> => ({
  skuId,
  assignedByGroup: null,
  disabledPlans: [],
  state: 'Active',
  error: 'None',
  lastUpdatedDateTime: '2026-01-01T00:00:00Z',
  ...change,
});

function tenant(
  states: unknown[],
  groups: Answering = () => ({ body: { id: design, displayName: 'Design' } }),
): Answering {
  return (asked, url) => {
    if (asked.path.startsWith('/v1.0/groups/')) return groups(asked, url);
    if (asked.path === '/v1.0/subscribedSkus') return { body: { value: skus } };
    return { body: { id: anaId, licenseAssignmentStates: states } };
  };
}

describe('the licences of a person', () => {
  test('come one by one for every path, with names', () =>
    withGraph(
      tenant([
        entry(e3.toUpperCase()),
        entry(e3, { assignedByGroup: design, error: null, state: 'ActiveWithError', disabledPlans: ['p'] }),
      ]),
      async (directory) => {
        const product = { skuId: e3, skuPartNumber: 'SPE_E3', productName: 'Microsoft 365 E3' };
        expect(await directory.readerFor(alex).readAssignments(anaId)).toEqual([
          { ...product, path: { kind: 'direct' }, disabledPlans: [], state: 'Active' },
          {
            ...product,
            path: { kind: 'group', groupId: design, groupName: 'Design' },
            disabledPlans: ['p'],
            state: 'ActiveWithError',
          },
        ]);
      },
    ));

  test('are read by key, never from the index, and anew every time', () =>
    withGraph(tenant([entry(e3)]), async (directory, graph, tokens) => {
      const reader = directory.readerFor(alex);
      await reader.readAssignments(anaId);
      await reader.readAssignments(anaId);
      const reads = graph.asked.filter((each) => each.path === `/v1.0/users/${anaId}`);
      expect(reads.map((each) => [each.headers['consistencylevel'], each.query.get('$select')])).toEqual([
        [undefined, 'id,licenseAssignmentStates'],
        [undefined, 'id,licenseAssignmentStates'],
      ]);
      expect(graph.asked.filter((each) => each.path === '/v1.0/subscribedSkus')).toHaveLength(1);
      expect(new Set(tokens.map((each) => each.scopes.join()))).toEqual(
        new Set(['User.Read.All', 'Organization.Read.All']),
      );
    }));

  test.each([403, 404])('name a group that answers %s by its id', (status) =>
    withGraph(
      tenant([entry(e3, { assignedByGroup: design })], () => refusal(status, 'no')),
      async (directory) => {
        const held = await directory.readerFor(alex).readAssignments(anaId);
        expect(held?.[0]?.path).toEqual({ kind: 'group', groupId: design, groupName: design });
      },
    ),
  );

  test('ask for a group once, however many licences come from it', () =>
    withGraph(
      tenant([entry(e3, { assignedByGroup: design }), entry(visio, { assignedByGroup: design })]),
      async (directory, graph) => {
        await directory.readerFor(alex).readAssignments(anaId);
        expect(graph.asked.filter((each) => each.path === `/v1.0/groups/${design}`)).toHaveLength(1);
      },
    ));

  test('are undefined when the person is gone', () =>
    withGraph(
      () => refusal(404, 'does not exist'),
      async (directory) => expect(await directory.readerFor(alex).readAssignments(anaId)).toBeUndefined(),
    ));

  test('keep the id of a product that the tenant no longer lists', () =>
    withGraph(tenant([entry('00000000-5a4d-4b0c-8f00-000000000009')]), async (directory) => {
      const held = await directory.readerFor(alex).readAssignments(anaId);
      expect(held?.[0]?.skuPartNumber).toBe('00000000-5a4d-4b0c-8f00-000000000009');
    }));
});

test('only products and plans for people count as owned', () =>
  withGraph(tenant([]), async (directory) => {
    expect(await directory.readerFor(alex).readSubscribedSkus()).toEqual([
      {
        skuId: e3,
        skuPartNumber: 'SPE_E3',
        productName: 'Microsoft 365 E3',
        plans: [{ id: e3, name: 'EXCHANGE_S_ENTERPRISE' }],
      },
    ]);
  }));

describe('the roles of a person', () => {
  const definition = (allowed: string[], change: Record<string, unknown> = {}): Record<string, unknown> => ({
    id: globalAdministrator,
    isEnabled: true,
    rolePermissions: [{ allowedResourceActions: allowed, excludedResourceActions: [], condition: null, ...change }],
  });
  const assignment = (roleDefinition: unknown, change: Record<string, unknown> = {}): Record<string, unknown> => ({
    id: 'x',
    roleDefinitionId: globalAdministrator,
    directoryScopeId: '/',
    roleDefinition,
    ...change,
  });

  async function rolesWith(assignments: Record<string, unknown[]>): Promise<unknown> {
    let roles: unknown;
    await withGraph(
      (asked) => {
        if (asked.path.includes('transitiveMemberOf')) {
          return {
            body: {
              value: [
                { id: admins, isAssignableToRole: true },
                { id: design, isAssignableToRole: null },
              ],
            },
          };
        }
        const principal = /principalId eq '([^']+)'/.exec(asked.query.get('$filter') ?? '')?.[1] ?? '';
        return { body: { value: assignments[principal] ?? [] } };
      },
      async (directory, graph) => {
        roles = await directory.readerFor(alex).readRoles(alexId);
        expect(graph.asked[0]?.headers['consistencylevel']).toBe('eventual');
        expect(graph.asked[0]?.query.get('$count')).toBe('true');
        expect(graph.asked.map((each) => each.query.get('$filter') ?? '').join()).not.toContain(design);
      },
    );
    return roles;
  }

  test('are those given to the person and to role-assignable groups', async () => {
    const held = await rolesWith({
      [alexId]: [
        assignment(definition(['microsoft.directory/users/assignLicense']), {
          roleDefinitionId: 'custom',
          directoryScopeId: '/administrativeUnits/1',
        }),
      ],
      [admins]: [assignment(definition(['a', 'b']))],
    });
    expect(held).toEqual([
      {
        roleDefinitionId: 'custom',
        scope: '/administrativeUnits/1',
        allowedActions: ['microsoft.directory/users/assignLicense'],
      },
      { roleDefinitionId: globalAdministrator, scope: '/', allowedActions: ['a', 'b'] },
    ]);
  });

  test.each([
    ['holds only under a condition', assignment(definition(['a'], { condition: '$ResourceIsSelf' }))],
    ['is excluded again', assignment(definition(['a'], { excludedResourceActions: ['a'] }))],
    ['belongs to a role that is switched off', assignment({ ...definition(['a']), isEnabled: false })],
    ['belongs to a role that Graph does not describe', assignment(null)],
  ])('allow nothing that %s', async (_, given) => {
    expect(await rolesWith({ [alexId]: [given] })).toEqual([expect.objectContaining({ allowedActions: [] })]);
  });

  test('within one app are none for the directory', async () => {
    const held = await rolesWith({
      [alexId]: [assignment(definition(['a']), { directoryScopeId: null, appScopeId: '/' })],
    });
    expect(held).toEqual([expect.objectContaining({ scope: 'app:/' })]);
  });
});

describe('the holders of a role', () => {
  const app = 'a9900000-5a4d-4b0c-8f00-000000000001';
  const local = 'b0c00000-5a4d-4b0c-8f00-000000000001';
  const branch = unitId.parse('ad000000-5a4d-4b0c-8f00-0000000000a1');
  const given = (principalId: string, type: string, directoryScopeId = '/'): Record<string, unknown> => ({
    principalId,
    directoryScopeId,
    principal: { '@odata.type': `#microsoft.graph.${type}` },
  });

  function holding(assignments: unknown[]): Answering {
    return ({ path }) => {
      if (path.includes('roleAssignments')) return { body: { value: assignments } };
      const ana = user(anaId, 'Ana Bowman');
      if (path.includes('/members/')) return { body: { value: [ana, user(alexId, 'Alex Wilber')] } };
      return { body: path.endsWith(local) ? user(local, 'Lou Local') : user(alexId, 'Alex Wilber') };
    };
  }

  test('are people with it for the whole tenant, directly or through a group; nobody asks about units', () =>
    withGraph(
      holding([given(alexId, 'user'), given(admins, 'group'), given(app, 'servicePrincipal')]),
      async (directory, graph) => {
        const holders = await directory
          .readerFor(alex)
          .readRoleHolders([globalAdministrator], () => Promise.reject(new Error('asked about units')));
        expect(holders.map((each) => [each.displayName, each.scopes])).toEqual([
          ['Alex Wilber', ['/', '/']],
          ['Ana Bowman', ['/']],
        ]);
        expect(graph.asked).toHaveLength(3);
      },
    ));

  test('for a unit are read only when the unit matters', () => {
    const elsewhere = '/administrativeUnits/ad000000-5a4d-4b0c-8f00-0000000000b2';
    const here = `/administrativeUnits/${branch.toUpperCase()}`;
    return withGraph(
      holding([given(alexId, 'user', elsewhere), given(local, 'user', here), given(local, 'user', elsewhere)]),
      async (directory, graph) => {
        const reader = directory.readerFor(alex);
        const holders = await reader.readRoleHolders([globalAdministrator], () => Promise.resolve([branch]));
        expect(holders).toMatchObject([{ displayName: 'Lou Local', scopes: [here] }]);
        expect(graph.asked).toHaveLength(2);
      },
    );
  });
});

describe('administrative units', () => {
  const branch = unitId.parse('ad000000-5a4d-4b0c-8f00-0000000000a1');
  const kind = (type: string, id: string): unknown => ({ '@odata.type': `#microsoft.graph.${type}`, id });

  test('of a person are found among all memberships, by key and not from the index', () =>
    withGraph(
      () => ({ body: { value: [kind('group', design), kind('administrativeUnit', branch.toUpperCase())] } }),
      async (directory, graph) => {
        expect(await directory.readerFor(alex).readUnits(anaId)).toEqual([branch]);
        expect(graph.asked.map((each) => each.headers['consistencylevel'])).toEqual([undefined]);
      },
    ));

  test.each([403, 404])('that answer %s are called by their id', (status) =>
    withGraph(
      () => refusal(status, 'no'),
      async (directory) => expect(await directory.readerFor(alex).readUnitName(branch)).toBe(branch),
    ),
  );
});
