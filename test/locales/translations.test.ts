import { describe, expect, it } from 'vitest';
import { languageWords } from '../../locales/language-words.ts';
import { languages } from '../../locales/languages.ts';
import { placeholdersOf, pluralOf, sentencesOf } from './sentence-tree.ts';
import type { Sentence } from './sentence-tree.ts';

const english = sentencesOf('en');
const others = languages.filter((language) => language !== 'en');
const chinese = others.filter((language) => language.startsWith('zh'));

/** What a language has to say: each English sentence, those that count once for each of its plural forms. */
function wantedPaths(language: string): string[] {
  const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  const paths = english.flatMap((sentence) =>
    pluralOf(sentence) === undefined ? [sentence.path] : forms.map((form) => `${sentence.key}_${form}`),
  );
  return [...new Set(paths)];
}

function inEnglish(path: string): string {
  const key = path.replace(/_[a-z]+$/, '');
  return (english.find((each) => each.path === path) ?? english.find((each) => each.key === key))?.text ?? '';
}

/** Sentences that are the same in English, for they are names or nothing but places for values. */
const sameAsEnglish = new Set([
  'list.sentences',
  'list.labelled',
  'list.detailed',
  'time.moment',
  'service.teams',
  'service.copilot',
  'service.power-bi',
  'service.visio',
  'service.project',
  'service.planner',
  'consequence.files-frozen.what',
  'consequence.teams-closed.what',
  'consequence.reduced.what',
  'plan.preferredOption',
  'plan.removes',
  'plan.keepsOne',
  'request.fallback',
  'request.quote',
  'requests.row',
  'requests.fallback',
  'choice.fallback',
  'choice.option',
  'answer.heading',
  'help.row',
  'help.example',
  'help.fallback',
  'licenseImpact.ediscovery.what',
  'licenseImpact.fallback',
  'licenseList.row',
  'licenseList.holder',
  'licenseList.fallback',
]);
const sameInDutch = new Set(['service.windows', 'service.identity']);

/** Names of products, and the English labels that stand beside the names of roles and buttons. */
const latinInChinese = new Set(
  `Microsoft 365 Graph Teams Farewell Ana E3 Exchange OneDrive SharePoint Office Copilot Windows Intune Entra ID Defender
   Power Apps Automate BI Visio Project Planner eDiscovery License User Billing Global Administrator Unlicensed Product
   Grant admin consent Outlook com Xbox anna contoso a z Dataverse GDPR tenantId IsViral true GB ID`.split(/\s+/),
);

/** What a button or a page is called in English, beside its name in the language. */
const englishLabel = /\((?:[A-Z][\w-]*|self-service)(?:[ ›&]+[\w-]+)*\)/g;

function textOf({ text }: Sentence): string {
  return text.replaceAll(/\{\{[^}]*\}\}/g, '');
}

describe.each(others)('the sentences in %s', (language) => {
  const sentences = sentencesOf(language);
  const there = new Set(sentences.map((sentence) => sentence.path));
  const wanted = wantedPaths(language);

  it('are all there: whatever English says is translated', () => {
    const missing = wanted.filter((path) => !there.has(path));
    expect(missing.map((path) => `locales/${language}/sentences.json lacks ${path}: ${inEnglish(path)}`)).toEqual([]);
  });

  it('are no more than that', () => {
    const known = new Set(wanted);
    const extra = sentences.filter((sentence) => !known.has(sentence.path));
    expect(extra.map(({ path }) => `locales/${language}/sentences.json has ${path}, English has not`)).toEqual([]);
  });

  it('stand in the same order, so that two files can be read side by side', () => {
    expect([...there].filter((path) => wanted.includes(path))).toEqual(wanted.filter((path) => there.has(path)));
  });

  it('name the same values', () => {
    const different = sentences.flatMap(({ path, text }) => {
      const [ours, theirs] = [text, inEnglish(path)].map((each) => placeholdersOf(each).toSorted().join(', '));
      return ours === theirs ? [] : [`${path} has {${ours}}, English has {${theirs}}`];
    });
    expect(different).toEqual([]);
  });

  it('are not left in English', () => {
    const listed = (path: string): boolean => sameAsEnglish.has(path) || (language === 'nl' && sameInDutch.has(path));
    const untranslated = sentences.filter(({ path, text }) => text === inEnglish(path) && !listed(path));
    expect(untranslated.map(({ path, text }) => `${path}: ${text}`)).toEqual([]);
  });

  it('are plain: no exclamation marks, no markup, no space too many', () => {
    for (const { path, text } of sentences) expect(text, path).not.toMatch(/[!！<>*`[\]]| {2}|^ | $/);
  });
});

describe('the sentences in Dutch', () => {
  const sentences = sentencesOf('nl');

  it('say “je” to everybody', () => {
    for (const each of sentences) expect(textOf(each), each.path).not.toMatch(/\b(?:u|uw|uzelf)\b/i);
  });

  it('have no English words in them', () => {
    const leftover = /\b(?:the|and|you|your|licen[cs]es?|remove|request|please|approval|cancel)\b/i;
    for (const each of sentences) {
      expect(textOf(each).replaceAll(englishLabel, ''), each.path).not.toMatch(leftover);
    }
  });
});

describe.each(chinese)('the sentences in %s', (language) => {
  const sentences = sentencesOf(language);

  it('hold no Latin words but the names of products, and English labels', () => {
    const strange = sentences.flatMap((each) => {
      const words =
        textOf(each)
          .replaceAll(englishLabel, '')
          .match(/[A-Za-z][A-Za-z0-9]*/g) ?? [];
      return words.filter((word) => !latinInChinese.has(word)).map((word) => `${each.path}: ${word}`);
    });
    expect(strange).toEqual([]);
  });

  it('are written in their own script throughout', () => {
    const [foreign = ''] = chinese.filter((each) => each !== language);
    const theirs = languageWords.get(foreign)?.characters ?? '';
    for (const { path, text } of sentences.filter((each) => each.key !== 'language.name')) {
      expect(
        [...text.matchAll(/\p{Script=Han}/gu)].filter(([han]) => theirs.includes(han)),
        path,
      ).toEqual([]);
    }
  });

  it('use the marks and spaces of Chinese', () => {
    for (const { path, ...each } of sentences) {
      const text = each.text.replaceAll(', number}}', '}}');
      expect(text, path).not.toMatch(/\p{Script=Han}[,;:.?]|[,;?](?: |$)|\p{Script=Han} \p{Script=Han}/u);
      expect(text, path).not.toMatch(/\p{Script=Han}[A-Za-z0-9]|[A-Za-z0-9]\p{Script=Han}/u);
    }
  });
});

describe('Taiwan and the mainland', () => {
  const taiwan = /您|使用者|核准|应用程式|登入|登出|资料夹|视讯|指派|讯息|许可(?!证)/;
  const mainland = /你|用戶|許可證|信息|默認|設置|登錄|郵箱|日曆|視頻|審批|批准|分配/;

  it('each use words of their own: zh-CN', () => {
    for (const { path, text } of sentencesOf('zh-CN')) expect(text, path).not.toMatch(taiwan);
  });

  it('each use words of their own: zh-TW', () => {
    const sentences = sentencesOf('zh-TW').map(({ text, ...rest }) => ({
      ...rest,
      text: text.replaceAll('租用戶', ''),
    }));
    for (const { path, text } of sentences) expect(text, path).not.toMatch(mainland);
    const administrators = sentences.filter(({ text }) => /(?<!系統|授與)管理員/.test(text));
    expect(administrators.map(({ path }) => path)).toEqual([]);
  });

  it('each use the terms of Microsoft', () => {
    const terms: Record<string, readonly string[]> = {
      'zh-CN': ['许可证', '租户', '全局管理员', '用户管理员', '许可证管理员', '分配', '帐户', '管理中心'],
      'zh-TW': [
        '授權',
        '租用戶',
        '全域系統管理員',
        '使用者系統管理員',
        '授權系統管理員',
        '指派',
        '帳戶',
        '系統管理中心',
      ],
      nl: ['licentie', 'tenant', 'globale beheerder', 'Gebruikersbeheerder', 'Licentiebeheerder', 'beheercentrum'],
    };
    for (const [language, words] of Object.entries(terms)) {
      const all = sentencesOf(language)
        .map(({ text }) => text)
        .join('\n');
      for (const word of words) expect(all, language).toContain(word);
    }
  });
});
