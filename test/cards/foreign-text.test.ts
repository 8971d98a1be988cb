import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cut, shownName, shownText, shownAddress } from '../../cards/foreign-text.ts';

const family = '👨‍👩‍👧‍👦';

describe('a text from outside', () => {
  it('is cut between characters, never through one', () => {
    expect(cut('abcdef', 6)).toBe('abcdef');
    expect(cut('abcdefg', 6)).toBe('abcde…');
    expect(cut('é'.normalize('NFD').repeat(7), 6)).toBe(`${'é'.normalize('NFD').repeat(4)}…`);
    expect(cut(family.repeat(3), 12)).toBe(`${family}…`);
  });

  it('keeps something of a name that is one endless stack of accents', () => {
    const shown = shownName(`Z${'\u0301'.repeat(5000)}`);
    expect(shown).toMatch(/^Z.*…$/su);
    expect(shown.length).toBeLessThan(100);
  });

  it('stays on one line and in its own direction', () => {
    expect(shownText(' Ana\r\n\tBowman\u2028\u0000 ', 80)).toBe('Ana Bowman');
    expect(shownText('Ana\u202Egnilb\u2066', 80)).toBe('Anagnilb');
    expect(shownText('שלום', 80)).toBe('\u2068שלום\u2069');
  });

  it('never grows beyond twice what was asked for, with its mark and isolates', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.integer({ min: 2, max: 100 }), (text, length) => {
        expect(shownText(text, length).length).toBeLessThanOrEqual(2 * length + 3);
      }),
    );
  });
});

describe('an address', () => {
  it('is shown whole, and may break only where it would run off a phone', () => {
    expect(shownAddress('anna.bowman@contoso.com')).toBe('anna.bowman@contoso.com');
    const long = `${'a'.repeat(60)}@${'b'.repeat(60)}.example`;
    expect(shownAddress(long)).not.toBe(long);
    expect(shownAddress(long).replaceAll('\u200b', '')).toBe(long);
  });
});
