import { describe, expect, it } from 'vitest';
import en from '../../locales/en/understanding.json' with { type: 'json' };
import { expand } from '../../src/core/understanding/expand.ts';
import { fold } from '../../src/core/understanding/fold.ts';
import { createLexicon } from '../../src/core/understanding/lexicon.ts';
import { createRecogniser } from '../../src/core/understanding/recogniser.ts';
import { correct } from '../../src/core/understanding/spelling.ts';
import { vocabulary } from '../../src/core/understanding/vocabulary.ts';
import { createUnderstanding } from '../../src/understanding.ts';

const english = vocabulary.parse(en);
/** The second opinion may still say no to what the rules read. */
const { understand } = createUnderstanding(null);

function people(text: string): string[] {
  const found = understand(text);
  return 'users' in found ? found.users : [];
}

function products(text: string): string[] {
  const found = understand(text);
  return 'products' in found ? found.products : [];
}

describe('a vocabulary', () => {
  it('writes several words as one', () => {
    expect(expand('licen(c|s)e(s)?')).toEqual(['licences', 'licence', 'licenses', 'license']);
  });

  it.each(['a(b', 'a)b'])('refuses %s', (source) => {
    expect(() => expand(source)).toThrow('Unbalanced parenthesis');
  });

  it('refuses a rule with a class that nobody has', () => {
    const broken = { ...english, rules: { order: ['{nonsense}'] } };
    expect(() => createLexicon([broken])).toThrow('No class or macro "nonsense"');
  });

  it('may lack classes and rules', () => {
    const lexicon = createLexicon([{ ...english, rules: {} }]);
    expect(lexicon.words('surname').size).toBe(0);
    expect(lexicon.rules('order')).toEqual([]);
    expect(lexicon.within(new Set(['en'])).rules('order')).toEqual([]);
  });

  it('of a fifth language is a file of its own', () => {
    const german = {
      language: 'de',
      classes: {
        remove: ['entfern(e)?|entziehe'],
        licence: ['lizenz(en)?'],
        personBefore: ['von'],
        known: ['bitte|die'],
      },
      macros: {},
      rules: { order: ['{remove}'] },
    };
    const polyglot = createRecogniser({ vocabularies: [english, german], products: [], botNames: ['Farewell'] });
    expect(polyglot.understand('Bitte entferne die E3 Lizenz von Jürgen', 'de')).toMatchObject({
      kind: 'remove_license',
      users: ['Jürgen'],
      products: ['E3'],
    });
  });
});

describe('folding', () => {
  it('keeps the length, so that what is found can be cut out', () => {
    const text = '“Ｅ３”　José İ 🙂 \u200b→';
    expect(fold(text)).toHaveLength(text.length);
    expect(fold(text)).toMatch(/^"e3" jose i +>$/u);
  });
});

describe('spelling', () => {
  it.each([
    ['revoek', 'revoke'],
    ['verwjider', 'verwijder'],
    ['abc', undefined],
    ['tevoke', undefined],
  ])('%s is %s', (word, meant) => {
    expect(correct(word, ['revoke', 'verwijder', 'abd'])).toBe(meant);
  });
});

describe('people', () => {
  it.each<[string, string[]]>([
    ['remove E3 from Takumi Sato (t.sato@contoso.com)', ['t.sato@contoso.com']],
    ['remove E3 from t.sato@contoso.com (Takumi Sato)', ['t.sato@contoso.com']],
    ['remove E3 from Takumi Sato, t.sato@contoso.com', ['t.sato@contoso.com']],
    ['remove E3 from Jo, t.sato@contoso.com', ['Jo', 't.sato@contoso.com']],
    ['remove E3 from Bob and t.sato@contoso.com', ['Bob', 't.sato@contoso.com']],
    ['Ana van den Berg: revoke E3', ['Ana van den Berg']],
    ['revoke E3 from Eun-ji Park', ['Eun-ji Park']],
    ['revoke E3 from J. P. Morrison', ['J. P. Morrison']],
    ['revoke E3 from Ana - quickly', ['Ana']],
    ['revoke marcos visio', ['marco']],
    ['revoke lucas visio', ['lucas']],
    ['Ana Bowman (Finance) moved, remove her E3', ['Ana Bowman']],
    ['remove E3 from Ana (ana@contoso.com)', ['ana@contoso.com']],
    ['remove E3 (Ana)', ['Ana']],
    ["don't forget to remove Ana's E3", ['Ana']],
    ['do NOT touch Bob; remove E3 from Ana', ['Ana']],
    ["not Ana's E1 but her E3 must be removed", ['Ana']],
    ['克丽的座机没了，移除她的E3', ['克丽']],
    ['克丽的显卡，移除她的E3', ['克丽']],
    ['移除克丽的王明的E3', ['克丽', '王明']],
    ['unassign E3 from Mr. Bowman, Dr. Silva and @Bill', ['Bowman', 'Silva', 'Bill']],
  ])('%s', (text, expected) => {
    expect(people(text)).toEqual(expected);
  });
});

describe('products', () => {
  it.each<[string, string[]]>([
    ['remove Exchange Online (Plan 1) from Ana', ['Exchange Online (Plan 1)']],
    ['remove Exchange Online (Plan 9 from Ana', ['Exchange Online']],
    ['remove Visio (unused) from Ana', ['Visio']],
    ['remove Visio - Plan 2 from Ana', ['Visio - Plan 2']],
    ['remove Visio -- Ana', ['Visio']],
    ['who has the project manager', []],
    ['remove Enterprise Mobility + Security E3 from Ana', ['Enterprise Mobility + Security E3']],
    ['remove Visio + Ana', ['Visio']],
    ['remove Power-BI from Ana', ['Power-BI']],
    ['remove E3-E5 from Ana', ['E3', 'E5']],
    ['remove Project from Ana', ['Project']],
    ["remove Ana's E3, the project is over", ['E3']],
    ['remove Defender for Office 365 from Ana', ['Defender for Office 365']],
    ['remove Visio for Ana', ['Visio']],
    ['remove busines basic from Ana', ['busines basic']],
    ['please remove the planner from Ana', ['planner']],
    ['wait for planner from Ana', []],
    ['移除王芳的适用于端点的 Defender', ['适用于端点的 Defender']],
    ['移除王芳的适用于端点的许可证', []],
    ['移除王芳的适用于端点 Defender', ['Defender']],
    ['移除适用于端点的', []],
  ])('%s', (text, expected) => {
    expect(products(text)).toEqual(expected);
  });
});
