import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupId } from '../../src/core/identity.ts';
import type { LicenseAssignment } from '../../src/core/plan.ts';
import { recorded, whatChanged } from '../../src/core/what-changed.ts';
import { designGroup, direct, plans, sku, viaDesign } from '../support/contoso.ts';

const allStaff = {
  kind: 'group',
  groupId: groupId.parse('dddddddd-0000-4000-8000-000000000002'),
  groupName: 'All staff',
} as const;
const e3 = { skuId: sku.e3, productName: 'Microsoft 365 E3' };
const visio = { skuId: sku.visio, productName: 'Visio Plan 2' };
const viaAllStaff = { ...direct(sku.e3), path: allStaff };

describe('what changed about somebody’s licences', () => {
  it.each<[string, LicenseAssignment[], LicenseAssignment[], unknown[]]>([
    ['a licence is gone', [direct(sku.e3)], [], [{ kind: 'license-gone', ...e3, path: { kind: 'direct' } }]],
    [
      'a licence is new',
      [direct(sku.e3)],
      [direct(sku.e3), viaDesign(sku.visio)],
      [{ kind: 'license-added', ...visio, path: designGroup }],
    ],
    [
      'a group gives it now as well',
      [direct(sku.e3)],
      [direct(sku.e3), viaAllStaff],
      [{ kind: 'path-added', ...e3, path: allStaff }],
    ],
    [
      'one of its paths is gone',
      [direct(sku.e3), viaAllStaff],
      [direct(sku.e3)],
      [{ kind: 'path-gone', ...e3, path: allStaff }],
    ],
    [
      'both of its paths are gone',
      [direct(sku.e3), viaAllStaff],
      [],
      [
        { kind: 'license-gone', ...e3, path: { kind: 'direct' } },
        { kind: 'license-gone', ...e3, path: allStaff },
      ],
    ],
    [
      'it comes by another path',
      [direct(sku.e3)],
      [viaAllStaff],
      [{ kind: 'path-changed', ...e3, before: { kind: 'direct' }, path: allStaff }],
    ],
    [
      'service plans were switched off and on',
      [direct(sku.e3, [plans.teams.id])],
      [direct(sku.e3, [plans.office.id, plans.loop.id])],
      [
        { kind: 'plans-off', ...e3, path: { kind: 'direct' }, planIds: [plans.office.id, plans.loop.id] },
        { kind: 'plans-on', ...e3, path: { kind: 'direct' }, planIds: [plans.teams.id] },
      ],
    ],
    [
      'service plans by one path, and another path',
      [direct(sku.e3), viaAllStaff],
      [direct(sku.e3, [plans.teams.id]), viaDesign(sku.e3)],
      [
        { kind: 'plans-off', ...e3, path: { kind: 'direct' }, planIds: [plans.teams.id] },
        { kind: 'path-changed', ...e3, before: allStaff, path: designGroup },
      ],
    ],
    [
      'two products, in the order of the plan',
      [direct(sku.e3), viaDesign(sku.visio)],
      [viaDesign(sku.businessPremium)],
      [
        { kind: 'license-gone', ...e3 },
        { kind: 'license-gone', ...visio },
        { kind: 'license-added', productName: 'Microsoft 365 Business Premium' },
      ],
    ],
  ])('is that %s', (_, before, now, changes) => {
    expect(whatChanged(before, now)).toMatchObject(changes);
    expect(whatChanged(before, now)).toHaveLength(changes.length);
  });

  it('is nothing where only names, the order or a repetition differ', () => {
    const renamed = { ...viaDesign(sku.visio), productName: 'Visio', path: { ...designGroup, groupName: 'Design 2' } };
    const before = [direct(sku.e3, [plans.teams.id, plans.loop.id]), viaDesign(sku.visio)];
    const now = [renamed, direct(sku.e3, [plans.loop.id, plans.teams.id, plans.loop.id])];
    expect(whatChanged(before, now)).toEqual([]);
  });

  it('is never nothing where the products, paths or service plans differ, and nothing where they do not', () => {
    const assignment = fc.record({
      of: fc.constantFrom(sku.e3, sku.visio),
      path: fc.constantFrom({ kind: 'direct' } as const, designGroup, allStaff),
      off: fc.uniqueArray(fc.constantFrom(plans.teams.id, plans.loop.id)),
    });
    const key = ({ disabledPlans, path, skuId }: LicenseAssignment): string =>
      JSON.stringify([skuId, path, disabledPlans.toSorted()]);
    const held = fc
      .array(assignment, { maxLength: 2 })
      .map((all) => all.map(({ of, path, off }) => ({ ...direct(of, off), path })));
    fc.assert(
      fc.property(held, held, (before, now) => {
        const same = JSON.stringify(before.map(key).toSorted()) === JSON.stringify(now.map(key).toSorted());
        expect(whatChanged(before, now).length === 0).toBe(same);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('what changed, for the audit', () => {
  it('has products, groups and service plans by their ids, and no names of them', () => {
    const changes = whatChanged([direct(sku.e3)], [viaAllStaff, viaDesign(sku.visio)]);
    expect(recorded({ kind: 'changed', changes })).toEqual({
      kind: 'changed',
      changes: [
        {
          kind: 'path-changed',
          skuId: sku.e3,
          before: { kind: 'direct' },
          path: { kind: 'group', groupId: allStaff.groupId },
        },
        { kind: 'license-added', skuId: sku.visio, path: { kind: 'group', groupId: designGroup.groupId } },
      ],
    });
  });

  it('is as it is where nothing about licences changed', () => {
    expect(recorded({ kind: 'gone' })).toEqual({ kind: 'gone' });
  });
});
