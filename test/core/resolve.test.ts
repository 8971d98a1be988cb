import { beforeEach, describe, expect, it } from 'vitest';
import { productChoiceKey, resolveRemoval } from '../../src/core/operations/remove-licenses/resolve.ts';
import type { RemovalWish, Resolution } from '../../src/core/operations/remove-licenses/resolve.ts';
import { alex, ana, anaSilva, bill, createContoso, direct, sku, viaDesign } from '../support/contoso.ts';
import type { Contoso } from '../support/contoso.ts';

let flow: Contoso;

beforeEach(async () => {
  flow = await createContoso();
});

function resolve(wish: Partial<RemovalWish>): Promise<Resolution> {
  const reader = flow.directory.readerFor(flow.assertions.signIn(alex));
  return resolveRemoval(reader, {
    users: [],
    products: [],
    scope: 'listed',
    chosenPeople: {},
    chosenProducts: {},
    ...wish,
  });
}

describe('finding whose licence and which', () => {
  it("takes Ana's E3 to mean the one Ana who has an E3", async () => {
    expect(await resolve({ users: ['Ana'], products: ['E3'] })).toMatchObject({
      kind: 'ready',
      targets: [{ person: { displayName: 'Ana Bowman' }, wanted: [{ skuId: sku.e3 }] }],
    });
  });

  it('asks which Ana when the product does not tell them apart', async () => {
    const asked = await resolve({ users: ['Ana'] });
    expect(asked).toMatchObject({
      kind: 'person-ambiguous',
      mention: 'Ana',
      candidates: [{ displayName: 'Ana Bowman' }, { displayName: 'Ana Silva' }],
    });
  });

  it('asks which Ana among those who have the product', async () => {
    flow.directory.people.push({ ...bill, displayName: 'Ana Third', userId: alex.userId });
    flow.directory.assignments.set(anaSilva.userId, [direct(sku.officeE3)]);
    const asked = await resolve({ users: ['Ana'], products: ['E3'] });
    expect(asked.kind === 'person-ambiguous' && asked.candidates.map((each) => each.displayName)).toEqual([
      'Ana Bowman',
      'Ana Silva',
    ]);
  });

  it('goes on with the person that was chosen', async () => {
    expect(await resolve({ users: ['Ana'], chosenPeople: { Ana: anaSilva.userId } })).toMatchObject({
      kind: 'ready',
      targets: [{ person: { displayName: 'Ana Silva' }, wanted: [{ skuId: sku.businessPremium }] }],
    });
  });

  it('looks again when the chosen person has gone meanwhile', async () => {
    flow.directory.people.splice(flow.directory.people.indexOf(anaSilva), 1);
    expect(await resolve({ users: ['Ana'], products: ['E3'], chosenPeople: { Ana: anaSilva.userId } })).toMatchObject({
      kind: 'ready',
    });
  });

  it('offers the closest names for a person that does not exist', async () => {
    flow.directory.suggestions.push(ana);
    expect(await resolve({ users: ['Anna'] })).toEqual({ kind: 'person-unknown', mention: 'Anna', closest: [ana] });
  });

  it('offers what the person has for a product that they do not have', async () => {
    const asked = await resolve({ users: ['Ana Silva'], products: ['E5'] });
    expect(asked).toMatchObject({ kind: 'product-not-held', mention: 'E5', held: [{ skuId: sku.businessPremium }] });
  });

  it('asks which product when two fit, and goes on with the chosen one', async () => {
    flow.directory.assignments.set(ana.userId, [direct(sku.e3), direct(sku.officeE3)]);
    const wish = { users: ['Ana Bowman'], products: ['E3'] };
    expect(await resolve(wish)).toMatchObject({
      kind: 'product-ambiguous',
      mention: 'E3',
      candidates: [{ skuId: sku.e3 }, { skuId: sku.officeE3 }],
    });
    const chosenProducts = { [productChoiceKey(ana.userId, 'E3')]: sku.officeE3 };
    expect(await resolve({ ...wish, chosenProducts })).toMatchObject({
      kind: 'ready',
      targets: [{ wanted: [{ skuId: sku.officeE3 }] }],
    });
  });

  it('asks for the product when none was named and there are several, and goes on with the chosen one', async () => {
    flow.directory.assignments.set(ana.userId, [direct(sku.e3), direct(sku.visio)]);
    expect(await resolve({ users: ['Ana Bowman'] })).toMatchObject({ kind: 'product-ambiguous', mention: '' });
    const chosenProducts = { [productChoiceKey(ana.userId, '')]: sku.visio };
    expect(await resolve({ users: ['Ana Bowman'], chosenProducts })).toMatchObject({
      kind: 'ready',
      targets: [{ wanted: [{ skuId: sku.visio }] }],
    });
  });

  it('takes the direct half and remembers the inherited half of the same product', async () => {
    flow.directory.assignments.set(ana.userId, [direct(sku.e3), viaDesign(sku.e3)]);
    const found = await resolve({ users: ['Ana Bowman'], products: ['E3'] });
    expect(found.kind === 'ready' && found.targets[0]?.wanted.map((each) => each.path.kind)).toEqual([
      'direct',
      'group',
    ]);
  });

  it('says that a licence from a group cannot be taken from one person', async () => {
    expect(await resolve({ users: ['Ana Bowman'], products: ['Visio'] })).toMatchObject({
      kind: 'only-inherited',
      inherited: [{ skuId: sku.visio }],
    });
  });

  it('takes all direct licences when all are meant', async () => {
    flow.directory.assignments.set(ana.userId, [
      direct(sku.e3),
      viaDesign(sku.e3),
      direct(sku.officeE3),
      viaDesign(sku.visio),
    ]);
    const found = await resolve({ users: ['Ana Bowman'], scope: 'all_licenses' });
    expect(found.kind === 'ready' && found.targets[0]?.wanted.map((each) => each.skuId)).toEqual([
      sku.e3,
      sku.e3,
      sku.officeE3,
    ]);
    flow.directory.assignments.set(ana.userId, [viaDesign(sku.visio)]);
    expect(await resolve({ users: ['Ana Bowman'], scope: 'all_licenses' })).toMatchObject({ kind: 'only-inherited' });
  });

  it('says when there is nothing to remove, nobody named, or everybody meant', async () => {
    expect(await resolve({ users: ['Bill'] })).toMatchObject({ kind: 'nothing-held' });
    expect(await resolve({ products: ['E3'] })).toEqual({ kind: 'person-missing' });
    expect(await resolve({ products: ['E3'], scope: 'all_users' })).toEqual({ kind: 'everyone-with-product' });
  });

  it('treats an account that vanishes while it is read as one without licences', async () => {
    const ghost = { ...anaSilva, displayName: 'Ghost Writer' };
    flow.directory.people.splice(0, flow.directory.people.length, ghost);
    const reader = flow.directory.readerFor(flow.assertions.signIn(alex));
    const wish: RemovalWish = { users: ['Ghost'], products: [], scope: 'listed', chosenPeople: {}, chosenProducts: {} };
    const answers = await resolveRemoval({ ...reader, readAssignments: () => Promise.resolve(undefined) }, wish);
    expect(answers).toMatchObject({ kind: 'nothing-held' });
  });

  it('counts a person who was named twice once', async () => {
    const found = await resolve({ users: ['Ana Bowman', 'AnaB@contoso.onmicrosoft.com'], products: ['E3'] });
    expect(found.kind === 'ready' && found.targets.length).toBe(1);
  });
});
