import { describe, expect, it } from 'vitest';
import { languageOf } from '../../locales/language-of.ts';
import { accountKinds, comparable, languageWords } from '../../locales/language-words.ts';
import { languageWish } from '../../locales/language-wish.ts';
import { languageFor, languages } from '../../locales/languages.ts';
import { typedAnswer } from '../../locales/typed-answer.ts';

describe('the language of a client', () => {
  it('is one of the folders', () => {
    expect(languages).toEqual(['en', 'nl', 'zh-CN', 'zh-TW']);
  });

  it.each([
    ['en', 'en'],
    ['en-US', 'en'],
    ['en-GB', 'en'],
    ['EN-us', 'en'],
    ['en_GB', 'en'],
    ['nl', 'nl'],
    ['nl-NL', 'nl'],
    ['nl-BE', 'nl'],
    ['zh', 'zh-CN'],
    ['zh-CN', 'zh-CN'],
    ['zh-cn', 'zh-CN'],
    ['zh-Hans', 'zh-CN'],
    ['zh-SG', 'zh-CN'],
    ['zh-Hans-HK', 'zh-CN'],
    ['zh-TW', 'zh-TW'],
    ['zh-tw', 'zh-TW'],
    ['zh-Hant', 'zh-TW'],
    ['zh-HK', 'zh-TW'],
    ['zh-MO', 'zh-TW'],
    ['zh-Hant-CN', 'zh-TW'],
    ['fr-FR', 'en'],
    ['de', 'en'],
    ['', 'en'],
    ['xx-YY', 'en'],
    ['zh-CHT', 'en'],
    ['not a locale', 'en'],
  ])('%j is answered in %s', (tag, language) => {
    expect(languageFor(tag)).toBe(language);
  });
});

describe('the language of a message', () => {
  it.each([
    ["remove Ana's E3 license", 'zh-TW', 'en'],
    ['what happens if I remove it?', 'nl', 'en'],
    ['verwijder de E3-licentie van Ana', 'en-US', 'nl'],
    ['Verwijder Ana Bowman haar E3', 'zh-CN', 'nl'],
    ['wat wacht op mij', 'en-US', 'nl'],
    ['移除 Ana 的 E3 授權', 'en-US', 'zh-TW'],
    ['移除 Ana 的 E3 许可证', 'en-US', 'zh-CN'],
    ['请把王小明的许可证收回', 'zh-TW', 'zh-CN'],
    ['請幫我移除陳偉的授權', 'zh-CN', 'zh-TW'],
    ['取消', 'en-US', 'zh-CN'],
    ['取消', 'zh-HK', 'zh-TW'],
    ['<at>Farewell</at> 移除 Ana 的 E3 license', 'en', 'zh-CN'],
    ["remove 陳偉's E3 license", 'en-US', 'en'],
    ["remove 陳偉's E3 license", 'zh-TW', 'en'],
  ])('%s, from a client in %s, is clearly %s', (text, locale, language) => {
    expect(languageOf(text, locale)).toBe(language);
  });

  it.each([
    '',
    'OK',
    'yes',
    'E3',
    'Ana Bowman',
    'help',
    'sign in',
    'Anke de Vries',
    '陳偉',
    '👍',
    '12',
    'bonjour',
    '<at>Farewell</at>',
  ])('%j says too little: the client decides', (text) => {
    for (const language of languages) expect(languageOf(text, language)).toBe(language);
    expect(languageOf(text, 'fr-FR')).toBe('en');
  });
});

describe('asking for a language', () => {
  it.each([
    ['speak Dutch', 'nl'],
    ['Please speak Dutch with me.', 'nl'],
    ['Dutch please', 'nl'],
    ['can you speak English?', 'en'],
    ['English', 'en'],
    ['Switch to Traditional Chinese!', 'zh-TW'],
    ['Simplified Chinese, please', 'zh-CN'],
    ['Nederlands graag', 'nl'],
    ['In het Nederlands, alsjeblieft', 'nl'],
    ['Kun je Nederlands spreken?', 'nl'],
    ['spreek Engels', 'en'],
    ['English please', 'en'],
    ['speak Nederlands', 'nl'],
    ['请说中文', 'zh-CN'],
    ['請說中文', 'zh-TW'],
    ['請用繁體中文', 'zh-TW'],
    ['请用繁体中文', 'zh-TW'],
    ['請用簡體中文回答', 'zh-CN'],
    ['切换到英语', 'en'],
    ['請說荷蘭語', 'nl'],
    ['简体中文', 'zh-CN'],
    ['繁體中文', 'zh-TW'],
  ])('“%s” chooses %s, whatever the client is set to', (text, language) => {
    for (const locale of ['en', 'nl', 'zh-CN', 'zh-TW']) {
      expect(languageWish(text, locale)).toEqual({ kind: 'choose', language });
    }
  });

  it('takes the Chinese of the client where the name fits both', () => {
    expect(languageWish('中文', 'zh-TW')).toEqual({ kind: 'choose', language: 'zh-TW' });
    expect(languageWish('speak Chinese', 'zh-TW')).toEqual({ kind: 'choose', language: 'zh-TW' });
    expect(languageWish('speak Chinese', 'en')).toEqual({ kind: 'choose', language: 'zh-CN' });
  });

  it.each(['language', 'Language?', 'change language', 'taal', 'Welke talen spreek je?', '语言', '切換語言'])(
    '“%s” asks which there are',
    (text) => expect(languageWish(text, 'en')).toEqual({ kind: 'ask' }),
  );

  it.each(['automatic', 'Automatisch', '自动', '自動'])('“%s” takes the choice back', (text) => {
    expect(languageWish(text, 'en')).toEqual({ kind: 'automatic' });
  });

  it.each([
    "remove Ana's E3 license",
    'remove the Dutch licence',
    'does Ana speak Dutch',
    'speak French',
    'speak',
    'please',
    '移除中文的授權',
    '取消',
    '',
  ])('“%s” does not', (text) => expect(languageWish(text, 'en')).toBeUndefined());
});

describe('an answer in writing', () => {
  it.each([
    ['1', 1],
    ['２', 2],
    ['#3', 3],
    ['the second one', 2],
    ['de tweede', 2],
    ['een', 1],
    ['一', 1],
    ['第二个', 2],
    ['第三個', 3],
    ['10', 10],
  ])('%s is number %i', (text, number) => expect(typedAnswer(text)).toEqual({ kind: 'number', number }));

  it.each(['yes', 'Yes.', 'OK', 'ja', 'Ja, graag', '是', '好', '好的', '對', '对'])('%s is yes', (text) => {
    expect(typedAnswer(text)).toEqual({ kind: 'yes' });
  });

  it.each(['no', 'Nope!', 'nee', 'annuleren', '否', '不要', '取消', '都不是'])('%s is no', (text) => {
    expect(typedAnswer(text)).toEqual({ kind: 'no' });
  });

  it.each(['', '0', '100', 'Ana', 'yes but not Ana', '1 or 2', '不知道'])('%j is neither', (text) => {
    expect(typedAnswer(text)).toBeUndefined();
  });
});

describe('what people call an account', () => {
  const named = [...languageWords].flatMap(([language, { accounts }]) =>
    accountKinds.flatMap((kind) => accounts[kind].map((name) => ({ language, kind, name }))),
  );

  it('is known in every language for every kind, as it is compared', () => {
    for (const { name } of named) expect(comparable(name)).toBe(name);
    for (const language of languages)
      for (const kind of accountKinds)
        expect(named.some((each) => each.language === language && each.kind === kind)).toBe(true);
  });

  it('means one kind in all languages, and is not yes or no', () => {
    for (const { name, kind } of named) {
      expect(named.filter((each) => each.name === name && each.kind !== kind)).toEqual([]);
      expect(typedAnswer(name)).toBeUndefined();
    }
  });
});
