import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAddress } from '../../src/core/operations/close-account/read-address.ts';

describe('an address', () => {
  it.each([
    ['anna@contoso.com', 'anna@contoso.com'],
    ['  Anna@Contoso.com. ', 'Anna@contoso.com'],
    ['it is anna@contoso.com!', 'anna@contoso.com'],
    ['<anna@contoso.com>', 'anna@contoso.com'],
    ['Anna Bow <anna@contoso.com>', 'anna@contoso.com'],
    ['mailto:anna@contoso.com', 'anna@contoso.com'],
    ['[anna@contoso.com](mailto:anna@contoso.com)', 'anna@contoso.com'],
    ['“anna@contoso.com”', 'anna@contoso.com'],
    ["siobhan.o'neill@contoso.ie", "siobhan.o'neill@contoso.ie"],
    ["'anna@contoso.com'", 'anna@contoso.com'],
    ['anna＠contoso．com', 'anna@contoso.com'],
    ['我的地址是anna@contoso.com', 'anna@contoso.com'],
    ['anna@contoso.com是我的地址', 'anna@contoso.com'],
    ['ANNA@contoso.com or anna@CONTOSO.com', 'anna@contoso.com'],
  ])('is read in: %s', (written, address) => {
    expect(readAddress(written)).toMatchObject({ kind: 'address', address, unusualDomain: false, guest: false });
  });

  it.each([
    ['anna@bücher.example', 'xn--bcher-kva.example'],
    ['anna@xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['anna@例子.公司', 'xn--fsqu00a.xn--55qx5d'],
  ])('whose domain has letters beyond a to z is looked up as DNS spells it: %s', (written, domain) => {
    expect(readAddress(written)).toEqual({
      kind: 'address',
      address: `anna@${domain}`,
      domain,
      unusualDomain: true,
      guest: false,
    });
  });

  it('of a guest shows that it is one', () => {
    const read = readAddress('adelev_fabrikam.com#EXT#@contoso.onmicrosoft.com');
    expect(read).toMatchObject({ kind: 'address', guest: true, domain: 'contoso.onmicrosoft.com' });
  });
});

describe('what is no address', () => {
  it.each([
    '',
    'the one from work',
    'anna@',
    '@contoso.com',
    'anna@contoso',
    'anna at contoso.com',
    'a@b@contoso.com',
    'zoé@contoso.com',
    'anna@-contoso.com',
    'anna@contoso..com',
    'anna@1.2.3.4.5',
    'anna@xn--ü.example',
    'anna@127.0.0.1',
    'anna@1.2',
    "'@contoso.com",
    `anna@${'b'.repeat(64)}.com`,
  ])('%j', (written) => {
    expect(readAddress(written)).toEqual({ kind: 'missing' });
  });

  it.each(['anna@contoso.com, bob@contoso.com', 'anna@contoso.com bob@fabrikam.com'])('several: %s', (written) => {
    expect(readAddress(written)).toEqual({ kind: 'several' });
  });

  it.each([
    `${'a'.repeat(65)}@contoso.com`,
    `anna@${`${'b'.repeat(63)}.`.repeat(4)}com`,
    `anna@contoso.com ${'x'.repeat(2_000)}`,
  ])('too long', (written) => {
    expect(readAddress(written)).toEqual({ kind: 'too-long' });
  });
});

it('whatever is written, what comes out is safe to put into a query and onto a card', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300, unit: 'binary' }), fc.string({ maxLength: 20 }), (before, after) => {
      const read = readAddress(`${before}@contoso.com${after}`);
      if (read.kind === 'address') expect(read.address).toMatch(/^[\x21-\x7e]{1,64}@[a-z\d.-]+\.[a-z\d-]+$/);
    }),
  );
});
