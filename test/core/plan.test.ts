import { describe, expect, it } from 'vitest';
import { planDigest } from '../../src/core/plan.ts';
import { productName } from '../../src/core/catalog/product-name.ts';
import { serviceOf, servicePlanTitle } from '../../src/core/catalog/service-plan.ts';
import { consequencesOf } from '../../src/core/operations/remove-licenses/consequences.ts';
import { effectsOfRemoval } from '../../src/core/operations/remove-licenses/effects.ts';
import { makePlan } from '../../src/core/operations/remove-licenses/make-plan.ts';
import { matchProducts, nearestProducts } from '../../src/core/operations/remove-licenses/match-products.ts';
import { samePerson, userId } from '../../src/core/identity.ts';
import { ana, contosoId, createContoso, direct, plans, sku, viaDesign } from '../support/contoso.ts';

const now = new Date('2026-11-20T09:00:00Z');

describe('who somebody is', () => {
  it('is the same account in any spelling of the id', () => {
    const shouted = { tenantId: contosoId, userId: userId.parse(ana.userId.toUpperCase()) };
    expect(samePerson(shouted, ana)).toBe(true);
  });
});

describe('the catalog', () => {
  it('names products as Microsoft sells them, and unknown ones by their part number', () => {
    expect(productName(sku.e3.toUpperCase(), 'SPE_E3')).toBe('Microsoft 365 E3');
    expect(productName('00000000-0000-4000-8000-00000000ffff', 'BRAND_NEW')).toBe('BRAND_NEW');
  });

  it('tells the service that a service plan gives, and titles the rest', () => {
    expect(serviceOf('EXCHANGE_S_ENTERPRISE')).toBe('mail');
    expect(serviceOf('EXCHANGE_S_FOUNDATION')).toBeUndefined();
    expect(serviceOf('PROJECT_O365_P2')).toBeUndefined();
    expect(servicePlanTitle(plans.loop.id, plans.loop.name)).toBe('Microsoft Loop');
    expect(servicePlanTitle('unknown', 'NEW_PLAN')).toBe('NEW_PLAN');
    expect(servicePlanTitle(plans.exchange2.id, plans.exchange2.name)).toBe('Exchange Online (Plan 2)');
    expect(servicePlanTitle('2bdbaf8f-738f-4ac7-9234-3c3ee2ce7d0f', 'VISIOONLINE')).toBe('Visio Web App');
    expect(servicePlanTitle('90927877-dcff-4af6-b346-2332c0b15bb7', 'EXCHANGE_POP')).toBe('Exchange Online POP');
  });
});

describe('what a removal means', () => {
  it('loses what no other licence gives, and names the small plans apart, without the retired ones', async () => {
    const { directory } = await createContoso();
    const { effects, otherLosses } = effectsOfRemoval([direct(sku.e3)], [], directory.skus);
    expect(effects.map((effect) => `${effect.kind} ${effect.service}`)).toEqual([
      'lost mail',
      'lost files',
      'lost teams',
      'lost office-apps',
      'lost devices',
    ]);
    expect(otherLosses).toEqual(['Microsoft Loop']);
  });

  it('keeps a service that another licence gives with the same plan, and says when it becomes smaller', async () => {
    const { directory } = await createContoso();
    const { effects } = effectsOfRemoval(
      [direct(sku.e3)],
      [direct(sku.businessPremium), viaDesign(sku.visio)],
      directory.skus,
    );
    expect(effects).toEqual([
      {
        kind: 'reduced',
        service: 'mail',
        productName: 'Microsoft 365 Business Premium',
        planName: 'Exchange Online (Plan 1)',
      },
      { kind: 'reduced', service: 'files', productName: 'Visio Plan 2', planName: 'OneDrive for Business Basic' },
      { kind: 'kept', service: 'teams', productName: 'Microsoft 365 Business Premium' },
      { kind: 'lost', service: 'office-apps' },
      { kind: 'kept', service: 'devices', productName: 'Microsoft 365 Business Premium' },
    ]);
  });

  it('counts a plan that is switched off as not there, before and after', async () => {
    const { directory } = await createContoso();
    const withoutMail = direct(sku.e3, [plans.exchange2.id]);
    const withoutTeams = direct(sku.businessPremium, [plans.teams.id]);
    const { effects } = effectsOfRemoval([withoutMail], [withoutTeams], directory.skus);
    expect(effects.find((effect) => effect.service === 'mail')).toBeUndefined();
    expect(effects.find((effect) => effect.service === 'teams')).toEqual({ kind: 'lost', service: 'teams' });
  });

  it('knows nothing of a product that the tenant no longer owns', () => {
    expect(effectsOfRemoval([direct(sku.e3)], [], [])).toEqual({ effects: [], otherLosses: [] });
  });

  it('gives every consequence its date', () => {
    expect(consequencesOf(['mail', 'files', 'teams', 'office-apps'], now)).toEqual([
      { kind: 'mailbox-closed', recoverableUntil: '2026-12-20T09:00:00.000Z' },
      { kind: 'mailbox-not-searchable' },
      { kind: 'files-frozen', readOnlyFrom: '2027-01-19T09:00:00.000Z', archivedFrom: '2027-02-21T09:00:00.000Z' },
      { kind: 'teams-closed' },
      { kind: 'office-apps-unlicensed' },
    ]);
    expect(consequencesOf(['visio'], now)).toEqual([]);
  });
});

describe('a plan', () => {
  it('removes only what is held directly, and says what stays by a group', async () => {
    const { directory } = await createContoso();
    const both = [direct(sku.e3), viaDesign(sku.e3), viaDesign(sku.visio)];
    const plan = makePlan(
      contosoId,
      [{ person: ana, assignments: both, wanted: structuredClone(both.slice(0, 2)) }],
      directory.skus,
      now,
    );
    const [target] = plan.targets;
    expect(target?.remove).toEqual([direct(sku.e3)]);
    expect(target?.stillInherited).toEqual([viaDesign(sku.e3)]);
    expect(target?.keeps).toEqual([viaDesign(sku.visio)]);
    expect(target?.effects.every((effect) => effect.kind === 'kept')).toBe(true);
  });

  it('has a digest that any change changes, and the order of fields does not', async () => {
    const { directory } = await createContoso();
    const assignments = [direct(sku.e3)];
    const plan = makePlan(contosoId, [{ person: ana, assignments, wanted: assignments }], directory.skus, now);
    const turned = { targets: plan.targets, readAt: plan.readAt, tenantId: plan.tenantId, operation: plan.operation };
    expect(planDigest(turned)).toBe(planDigest(plan));
    expect(planDigest({ ...plan, readAt: '2026-11-20T09:00:00.001Z' })).not.toBe(planDigest(plan));
    expect(() => planDigest(undefined as never)).toThrow(TypeError);
  });
});

describe('products by name', () => {
  const products = [direct(sku.e3), direct(sku.officeE3), direct(sku.visio)];

  it.each([
    ['E3', ['Microsoft 365 E3', 'Office 365 E3']],
    ['office e3', ['Office 365 E3']],
    ['SPE_E3', ['Microsoft 365 E3']],
    ['spe_e3', ['Microsoft 365 E3']],
    ['Microsoft 365 E3', ['Microsoft 365 E3']],
    ['visio plan 2', ['Visio Plan 2']],
    ['visio', ['Visio Plan 2']],
    ['E5', []],
    ['  ', []],
    ['???', []],
  ])('%s means %j', (mention, names) => {
    expect(matchProducts(mention, products).map((product) => product.productName)).toEqual(names);
  });

  it('offers the nearest first when nothing fits', () => {
    expect(nearestProducts('visoi plan', products)[0]?.productName).toBe('Visio Plan 2');
  });
});
