import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { likeliest, readWeights, TAGS, type MentionWeights } from '../../src/core/understanding/mention-model.ts';
import { mentionsOf } from '../../src/core/understanding/mention-reading.ts';
import { digestOf, readLabelled } from '../../scripts/mentions/examples.ts';
import { createUnderstanding } from '../../src/understanding.ts';

const stored: unknown = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../src/core/understanding/mention-weights.json'), 'utf8'),
);
const weights = readWeights(stored);
const { mentionSource } = createUnderstanding();

function mentions(text: string, locale = 'en', { kind = 'remove_license', rules = true, by = weights } = {}) {
  return mentionsOf(mentionSource(text, locale), by, { kind: kind as 'remove_license' | 'list_licenses', rules });
}

/** Weights by chance: what must never happen may not depend on what was learnt. */
function anyWeights(seed: number): MentionWeights {
  let state = seed;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return state >> 24;
  };
  const steps = Array.from({ length: TAGS.length + 1 }, () => TAGS.map(next));
  return { steps, table: Int8Array.from({ length: 6 * 1024 }, next) };
}

const SHAPES = [
  "remove Ana's",
  'E3',
  '许可证',
  '把',
  '张伟的',
  '(Plan 1)',
  'van den Berg',
  'E3licentie',
  'Jaspers',
  '\n',
];
const MORE = [
  'User:',
  'a.b@contoso.com',
  '<at>Ana</at>',
  'all',
  '，',
  'ㄉ',
  'さん',
  '"',
  '🙂',
  'SPE_E3',
  'not',
  'Visio',
  ':',
];
const message = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.array(fc.constantFrom(...SHAPES, ...MORE), { maxLength: 20 }).map((words) => words.join(' ')),
  fc.array(fc.constantFrom(...SHAPES, ...MORE), { maxLength: 20 }).map((words) => words.join('')),
);

describe('the trained tagger', () => {
  it('belongs to the labelled messages: after a change, npm run train:mentions', () => {
    expect(stored).toMatchObject({ digest: digestOf(readLabelled()) });
  });

  it.each<[string, string, string[], string[], string]>([
    ["remove Ana's E3 license", 'en', ['Ana'], ['E3'], 'listed'],
    ['Haal de Visio-licentie van Joost van den Berg weg', 'nl', ['Joost van den Berg'], ['Visio'], 'listed'],
    ['把张伟的E3收回', 'zh-CN', ['张伟'], ['E3'], 'listed'],
    ['把陳怡君的所有授權收回', 'zh-TW', ['陳怡君'], [], 'all_licenses'],
    ['remove Visio Plan 2 from everyone', 'en', [], ['Visio Plan 2'], 'all_users'],
    ["<at>Farewell</at> remove <at>Ana Bowman</at>'s E3", 'en', ['Ana Bowman'], ['E3'], 'listed'],
  ])('reads %j', (text, locale, users, products, scope) => {
    expect(mentions(text, locale)).toEqual({ users, products, scope });
  });

  it('spares whom the rules see and do not mean', () => {
    expect(mentions('do NOT touch Bob; remove E3 from Ana').users).toEqual(['Ana']);
  });

  it('keeps the address of somebody who is named as well', () => {
    expect(mentions('remove E3 from Ana (ana@contoso.com)').users).toEqual(['ana@contoso.com']);
  });

  it('finds names without the rules as well', () => {
    const found = mentions('Please remove the E3 licence from Rajesh Iyer', 'en', { rules: false });
    expect(found).toEqual({ users: ['Rajesh Iyer'], products: ['E3'], scope: 'listed' });
  });

  it('takes the scope of a list from the rules where they name the same', () => {
    expect(mentions('do I have E3?', 'en', { kind: 'list_licenses' }).scope).toBe('listed');
    expect(mentions('remove the E3 from Ana', 'en', { kind: 'list_licenses' }).users).toEqual(['Ana']);
  });

  it('leaves the ending of a word behind where it is none of the name', () => {
    expect(mentions('haal Jaspers Visio weg', 'nl').users).toEqual(['Jasper']);
    expect(mentions('remove Omars E3').users).toEqual(['Omar']);
  });

  it('names only what stands in the message, whatever the weights are', () => {
    fc.assert(
      fc.property(message, fc.integer(), fc.boolean(), fc.boolean(), (text, seed, rules, list) => {
        const kind = list ? 'list_licenses' : 'remove_license';
        const { users, products, scope } = mentions(text, 'nl', { kind, rules, by: anyWeights(seed) });
        for (const names of [users, products]) {
          for (const name of names) expect(text).toContain(name);
          expect(new Set(names).size).toBe(names.length);
        }
        if (scope === 'all_licenses') expect(products).toEqual([]);
        if (scope === 'all_users') expect(users).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it.each(['Ana ', '把我的', 'E3, ', ':\n', '((', "s's ", '<at>', 'a@b.co '])(
    'reads %j repeated to the limit',
    (piece) => {
      expect(() => mentions(piece.repeat(1_000).slice(0, 2_000))).not.toThrow();
    },
  );

  it('lets a name go on only where it has begun', () => {
    const free = Array.from({ length: TAGS.length + 1 }, () => TAGS.map(() => 0));
    const tags = likeliest(
      [
        [0, 1, 9, 1, 9],
        [0, 0, 3, 0, 9],
        [1, 0, 0, 0, 0],
      ],
      free,
    );
    expect(tags).toEqual([3, 4, 0]);
  });

  it('takes no weights that are none', () => {
    expect(() => readWeights({ steps: [], table: 'not base 64!' })).toThrow();
  });
});
