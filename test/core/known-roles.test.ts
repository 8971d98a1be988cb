import { describe, expect, it } from 'vitest';
import { knownRole, mistypedRole, nearestRoles, powerlessRoles, unknownRoles } from '../../src/core/known-roles.ts';
import { builtInRole, defaultPolicy, onePolicyForAll } from '../../src/core/policy.ts';
import known from '../../src/core/catalog/entra-roles.json' with { type: 'json' };

const desk = '201e0000-5a4d-4b0c-8f00-0000000000c1';

describe('the built-in roles of Microsoft Entra', () => {
  it('have ids and names of their own', () => {
    const ids = known.roles.map(({ id }) => id);
    expect(new Set(ids).size).toBe(138);
    for (const { id, name } of known.roles) expect([knownRole(id)?.id, knownRole(name)?.id]).toEqual([id, id]);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });

  it('hold those that Farewell knows by heart', () => {
    expect(Object.values(builtInRole).map((id) => knownRole(id)?.name)).toEqual([
      'Global Administrator',
      'License Administrator',
      'User Administrator',
      'Billing Administrator',
    ]);
  });

  it('are found in any spelling, and nothing else is', () => {
    expect(knownRole(' GLOBAL administrator ')?.id).toBe(builtInRole.globalAdministrator);
    expect(knownRole('globalAdministrator')?.id).toBe(builtInRole.globalAdministrator);
    expect(knownRole(builtInRole.globalAdministrator.toUpperCase())?.name).toBe('Global Administrator');
    expect(knownRole('Global Dictator')).toBeUndefined();
    expect(knownRole(desk)).toBeUndefined();
  });
});

describe('a role that is none', () => {
  it('has up to three near it, and never one that is not for people', () => {
    expect(nearestRoles('Insight Admin').map(({ name }) => name)[0]).toBe('Insights Administrator');
    expect(nearestRoles('Teams Comms Administrator')).toHaveLength(3);
    expect(nearestRoles('Partner Tier3 Support').map(({ name }) => name)).not.toContain('Partner Tier2 Support');
  });

  it('is answered with those that approve by default, where none is near', () => {
    expect(nearestRoles('王').map(({ name }) => name)).toEqual([
      'Global Administrator',
      'License Administrator',
      'User Administrator',
    ]);
  });

  it('may be a slip in a template id', () => {
    expect(mistypedRole(builtInRole.userAdministrator.replace('fe9', 'ef9'))?.name).toBe('User Administrator');
    expect(mistypedRole(desk)).toBeUndefined();
  });
});

describe('of the roles in the policies', () => {
  const rules = { ...defaultPolicy, approverRoles: [builtInRole.billingAdministrator, desk] };
  const policies = { ...onePolicyForAll(defaultPolicy), 'restore-licenses': rules };

  it('those that are not built in have to be looked up', () => {
    expect(unknownRoles(policies)).toEqual([desk]);
    expect(unknownRoles(onePolicyForAll(defaultPolicy))).toEqual([]);
  });

  it('those that could not do themselves what they approve are known', () => {
    expect(powerlessRoles(policies).map(({ name }) => name)).toEqual(['Billing Administrator']);
    expect(powerlessRoles(onePolicyForAll(defaultPolicy))).toEqual([]);
  });
});
