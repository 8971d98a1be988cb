import { describe, expect, it } from 'vitest';
import { findProduct } from '../../src/core/operations/list-licenses/find-product.ts';
import { heldProducts } from '../../src/core/operations/list-licenses/held-products.ts';
import { resolvePeople } from '../../src/core/operations/remove-licenses/resolve.ts';
import { alex, ana, anaSilva, createContoso, direct, sku, viaDesign } from '../support/contoso.ts';

const wish = { products: [], scope: 'listed', chosenPeople: {}, chosenProducts: {} } as const;

describe('a product of the tenant', () => {
  it('is found by its name, and asked about where several fit or none does', async () => {
    const { skus } = (await createContoso()).directory;
    expect(findProduct('Visio', skus)).toMatchObject({ kind: 'found', product: { skuId: sku.visio } });
    expect(findProduct('microsoft', skus)).toMatchObject({
      kind: 'several',
      products: [{ skuId: sku.e3 }, { skuId: sku.businessPremium }],
    });
    expect(findProduct('Vizio', skus)).toMatchObject({
      kind: 'unknown',
      products: [{ skuId: sku.visio }, expect.anything(), expect.anything()],
    });
    expect(findProduct(' ', skus)).toMatchObject({ kind: 'several', products: { length: 3 } });
  });
});

describe('what somebody holds', () => {
  it('is each product once, with every path and every state', () => {
    const inError = { ...viaDesign(sku.e3), state: 'Error' };
    expect(heldProducts([direct(sku.e3), direct(sku.visio), viaDesign(sku.e3), inError])).toMatchObject([
      {
        productName: 'Microsoft 365 E3',
        paths: [{ kind: 'direct' }, { groupName: 'Design' }, { groupName: 'Design' }],
        states: ['Active', 'Error'],
      },
      { productName: 'Visio Plan 2', paths: [{ kind: 'direct' }], states: ['Active'] },
    ]);
  });
});

describe('the people who are asked about', () => {
  async function find(users: string[], change = {}): Promise<Awaited<ReturnType<typeof resolvePeople>>> {
    const { directory, assertions } = await createContoso();
    return resolvePeople(directory.readerFor(assertions.signIn(alex)), {
      ...wish,
      products: ['E3'],
      ...change,
      users,
    });
  }

  it('are found whatever they hold, and once each', async () => {
    expect(await find(['Bill', 'Ana Bowman', 'Bill'])).toMatchObject({
      kind: 'ready',
      targets: [
        { person: { displayName: 'Bill Ling' }, assignments: [], wanted: [] },
        { person: { displayName: 'Ana Bowman' }, wanted: [] },
      ],
    });
  });

  it('are asked about where several fit, even if only one of them has the product', async () => {
    expect(await find(['Ana'])).toMatchObject({ kind: 'person-ambiguous', candidates: [ana, anaSilva] });
  });
});
