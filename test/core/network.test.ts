import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestOf, trainingMessages } from '../../scripts/labelled-messages.ts';
import { lessonsOf } from '../../scripts/reader/lessons.ts';
import { kinds } from '../../src/core/understanding/intent.ts';
import { likeliest } from '../../src/core/understanding/mention-tags.ts';
import { createNetwork, networkWeights } from '../../src/core/understanding/network.ts';
import trained from '../../src/core/understanding/network-weights.json' with { type: 'json' };
import { createUnderstanding } from '../../src/understanding.ts';
import readings from '../fixtures/network-readings.json' with { type: 'json' };
import { anyNetwork } from '../support/small-network.ts';

const weights = networkWeights.parse(trained);
const { understand } = createUnderstanding(weights);

describe('the weights', () => {
  it('are those of the labelled messages: run npm run train:understanding after changing them', () => {
    expect(weights.trainedOn).toBe(digestOf(trainingMessages()));
  });

  it('are small enough to be read at every start', () => {
    expect(JSON.stringify(trained).length).toBeLessThan(5_000_000);
  });

  it('are refused when they are none', () => {
    expect(() => networkWeights.parse({ ...trained, embedding: { step: 0, steps: 'not base 64!' } })).toThrow();
  });
});

describe('the network', () => {
  const read = createNetwork(weights);

  it.each(readings.map((reading, at) => [at, reading] as const))(
    'reads message %i as the library did that it was trained with',
    (_, { input, ...expected }) => {
      const found = read(input);
      const flat = (one: {
        kinds: readonly number[];
        scopes: readonly number[];
        tags: readonly (readonly number[])[];
      }) => [one.kinds, one.scopes, one.tags.flat()].flat();
      const [ours, theirs] = [flat(found), flat(expected)];
      expect(ours).toHaveLength(theirs.length);
      expect(Math.max(...ours.map((likely, at) => Math.abs(likely - Number(theirs[at]))))).toBeLessThan(0.001);
    },
  );

  it('has an opinion on nothing at all', () => {
    const { kinds: likely, tags } = read({ units: [], own: [], rules: [] });
    expect(likely.every((share) => share > 0 && share < 1)).toBe(true);
    expect(tags).toEqual([]);
  });
});

describe('the tags of a message', () => {
  it('let a name go on only where it has begun', () => {
    const scores = [
      [0, 1, 9, 1, 9],
      [0, 0, 3, 0, 9],
      [1, 0, 0, 0, 0],
    ];
    expect(likeliest(scores)).toEqual([3, 4, 0]);
  });
});

describe('who and what is meant', () => {
  it.each<[string, string, string[], string[], string]>([
    ["remove Ana's E3 license", 'en', ['Ana'], ['E3'], 'listed'],
    ['Haal de Visio-licentie van Joost van den Berg weg', 'nl', ['Joost van den Berg'], ['Visio'], 'listed'],
    ['把张伟的E3收回', 'zh-CN', ['张伟'], ['E3'], 'listed'],
    ['把陳怡君的所有授權收回', 'zh-TW', ['陳怡君'], [], 'all_licenses'],
    ['remove Visio Plan 2 from everyone', 'en', [], ['Visio Plan 2'], 'all_users'],
    ["<at>Farewell</at> remove <at>Ana Bowman</at>'s E3", 'en', ['Ana Bowman'], ['E3'], 'listed'],
    ['do NOT touch Bob; remove E3 from Ana', 'en', ['Ana'], ['E3'], 'listed'],
    ['remove E3 from Ana (ana@contoso.com)', 'en', ['ana@contoso.com'], ['E3'], 'listed'],
    [
      'Verwijder Office 365 E1 bij Fleur Jacobs (fleur.jacobs@contoso.nl)',
      'nl',
      ['fleur.jacobs@contoso.nl'],
      ['Office 365 E1'],
      'listed',
    ],
    [
      'Mirela Ionescu, mirela.ionescu@adatum.com, had EMS E3 during the pilot, which is over. Release it.',
      'en',
      ['mirela.ionescu@adatum.com'],
      ['EMS E3'],
      'listed',
    ],
    ['尤靖雯，帳號jw.you@contoso.tw，Office 365 F3移除', 'zh-TW', ['jw.you@contoso.tw'], ['Office 365 F3'], 'listed'],
    ['remove E3 from Ana and bob@contoso.com', 'en', ['Ana', 'bob@contoso.com'], ['E3'], 'listed'],
    ['remove E3 from Ana, bob@contoso.com', 'en', ['Ana', 'bob@contoso.com'], ['E3'], 'listed'],
    ['Please take the Visio licence away from Jae-won Lim', 'en', ['Jae-won Lim'], ['Visio'], 'listed'],
    ['remove the E3 from Dr. Silva', 'en', ['Silva'], ['E3'], 'listed'],
    ['haal Jaspers Visio weg', 'nl', ['Jasper'], ['Visio'], 'listed'],
    ['remove Omars E3', 'en', ['Omar'], ['E3'], 'listed'],
  ])('%j', (text, locale, users, products, scope) => {
    expect(understand(text, locale)).toMatchObject({ kind: 'remove_license', users, products, scope });
  });
});

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
const words = fc.array(fc.constantFrom(...SHAPES, ...MORE), { maxLength: 20 });
const message = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  words.map((own) => own.join(' ')),
  words.map((own) => own.join('')),
);

describe('whatever the weights are', () => {
  const chances = Array.from({ length: 8 }, (_, seed) => createUnderstanding(anyNetwork(seed)));

  it('names only what stands in the message, once', () => {
    fc.assert(
      fc.property(message, fc.constantFrom(...chances), (text, by) => {
        const found = by.understand(text, 'nl');
        for (const named of [found, found.about]) {
          const { users, products, scope } = { users: [], products: [], scope: 'listed', ...named };
          for (const names of [users, products]) {
            for (const name of names) expect(text).toContain(name);
            expect(new Set(names).size).toBe(names.length);
          }
          if (scope === 'all_licenses') expect(products).toEqual([]);
          if (scope === 'all_users') expect(users).toEqual([]);
        }
        expect(kinds).toContain(found.kind);
        expect(by.understand(text, 'nl')).toEqual(found);
      }),
      { numRuns: 200 },
    );
  });

  it.each(['Ana ', '把我的', 'E3, ', ':\n', '((', "s's ", '<at>', 'a@b.co '])(
    'reads %j repeated to the limit',
    (piece) => {
      expect(() => understand(piece.repeat(1_000).slice(0, 2_000))).not.toThrow();
    },
  );
});

describe('the lessons', () => {
  it('are the same every time, and of each message there is one', () => {
    const messages = trainingMessages().slice(0, 60);
    const recogniser = createUnderstanding(null);
    const lessons = [...lessonsOf(messages, recogniser)];
    expect(new Set(lessons.map((lesson) => lesson.message)).size).toBe(messages.length);
    expect([...lessonsOf(messages, recogniser)]).toEqual(lessons);
  });
});
