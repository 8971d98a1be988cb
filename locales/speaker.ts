import { readFileSync } from 'node:fs';
import { createInstance } from 'i18next';
import type { Resource, ResourceKey } from 'i18next';
import en from './en/sentences.json' with { type: 'json' };
import { aired, fitted, marked } from './air.ts';
import { fallbackLanguage, languageFor, languages } from './languages.ts';

type WithoutPlural<Key extends string> =
  Key extends `${infer Base}_${'zero' | 'one' | 'two' | 'few' | 'many' | 'other'}` ? Base : Key;
type Keys<Tree, Path extends string = ''> = {
  [Key in keyof Tree & string]: Tree[Key] extends string
    ? `${Path}${WithoutPlural<Key>}`
    : Keys<Tree[Key], `${Path}${Key}.`>;
}[keyof Tree & string];

/** Every sentence there is, by its place in `locales/en/sentences.json`. */
export type SentenceKey = Keys<typeof en>;

/** A part of the sentences that repeats the tree of the others where something else has to be said. */
export type Family = 'restore';

/** Speaks to one person: in their language, with dates in their time zone. */
export interface Speaker {
  /** The language, by the name of its folder. */
  locale: string;
  timeZone: string;
  /** Values are put in as they are: never as markup, never as another sentence. */
  say(key: SentenceKey, values?: Record<string, string | number>): string;
  /** The same, in the words of a family of sentences wherever that has words of its own. */
  within(family: Family): Speaker;
  /** ISO 8601 in, "20 December 2026" out. */
  date(iso: string): string;
  /** ISO 8601 in, "20 November 2026 at 10:42 GMT+1" out. */
  dateTime(iso: string): string;
  /** "A, B and C". */
  list(items: readonly string[]): string;
  /** "A, B or C". */
  either(items: readonly string[]): string;
  /** "A, B, C": the beginning of a list that goes on. */
  series(items: readonly string[]): string;
  /** Sentences one after another; empty ones are left out. */
  paragraph(sentences: readonly string[]): string;
}

function readSentences(language: string): ResourceKey {
  return JSON.parse(readFileSync(new URL(`./${language}/sentences.json`, import.meta.url), 'utf8')) as ResourceKey;
}

const resources: Resource = Object.fromEntries(
  languages.map((language) => [language, { translation: readSentences(language) }]),
);
const sentences = createInstance();
await sentences.init({
  resources,
  supportedLngs: [...languages],
  fallbackLng: fallbackLanguage,
  interpolation: { escapeValue: false },
  returnEmptyString: false,
});

/** English as the world outside the United States writes it: a date with the day first cannot be misread. */
const formats: Record<string, string> = { en: 'en-GB' };

function knownTimeZone(timeZone: string | undefined): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: timeZone ?? 'UTC' }).resolvedOptions().timeZone;
  } catch {
    return 'UTC';
  }
}

/** What stands between the first items of a longer list: ", " or "、". */
function separatorOf(lists: Intl.ListFormat): string {
  return lists.formatToParts(['1', '2', '3']).find(({ type }) => type === 'literal')?.value ?? ', ';
}

/** The name of the zone as it is at that moment: "GMT+1" in winter. */
function zoneName(format: string, timeZone: string): (at: Date) => string {
  const zones = new Intl.DateTimeFormat(format, { timeZone, timeZoneName: 'short' });
  return (at) => zones.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
}

/** A speaker for a BCP 47 locale and an IANA time zone; unknown ones fall back to English and UTC. */
export function speakerFor(locale: string, timeZone: string | undefined, family?: Family): Speaker {
  const language = languageFor(locale);
  const format = formats[language] ?? language;
  const zone = knownTimeZone(timeZone);
  const translate = sentences.getFixedT(language);
  const say: Speaker['say'] = (key, values = {}) => {
    const keys = family ? [`${family}.${key}`, key] : key;
    return fitted(translate(keys, marked(values)));
  };
  const dates = new Intl.DateTimeFormat(format, { dateStyle: 'long', timeZone: zone });
  const moments = new Intl.DateTimeFormat(format, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    // 12-hour clocks write midnight as 12:00, which is easily misread.
    hourCycle: 'h23',
    timeZone: zone,
  });
  const zoneAt = zoneName(format, zone);
  const lists = new Intl.ListFormat(format, { type: 'conjunction' });
  const choices = new Intl.ListFormat(format, { type: 'disjunction' });
  const separator = separatorOf(lists);
  return {
    locale: language,
    timeZone: zone,
    say,
    within: (other) => speakerFor(locale, timeZone, other),
    date: (iso) => dates.format(new Date(iso)),
    dateTime: (iso) => say('time.moment', { moment: moments.format(new Date(iso)), zone: zoneAt(new Date(iso)) }),
    list: (items) => aired(lists.formatToParts(items)),
    either: (items) => aired(choices.formatToParts(items)),
    series: (items) => items.join(separator),
    paragraph: (texts) =>
      texts.filter(Boolean).reduce((text, next) => (text === '' ? next : say('list.sentences', { text, next })), ''),
  };
}
