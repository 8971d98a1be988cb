import { createInstance } from 'i18next';
import en from './en/sentences.json' with { type: 'json' };

type WithoutPlural<Key extends string> =
  Key extends `${infer Base}_${'zero' | 'one' | 'two' | 'few' | 'many' | 'other'}` ? Base : Key;
type Keys<Tree, Path extends string = ''> = {
  [Key in keyof Tree & string]: Tree[Key] extends string
    ? `${Path}${WithoutPlural<Key>}`
    : Keys<Tree[Key], `${Path}${Key}.`>;
}[keyof Tree & string];

/** Every sentence there is, by its place in `locales/en/sentences.json`. */
export type SentenceKey = Keys<typeof en>;

/** Speaks to one person: in their language, with dates in their time zone. */
export interface Speaker {
  locale: string;
  /** Values are put in as they are: never as markup, never as another sentence. */
  say(key: SentenceKey, values?: Record<string, string | number>): string;
  /** ISO 8601 in, "20 December 2026" out. */
  date(iso: string): string;
  /** ISO 8601 in, "20 November 2026 at 10:42 GMT+1" out. */
  dateTime(iso: string): string;
  /** "A, B and C". */
  list(items: readonly string[]): string;
}

const resources = { en: { translation: en } };
/** The languages Farewell speaks, by the names of their folders. */
export const languages = Object.keys(resources);

const sentences = createInstance();
await sentences.init({
  resources,
  supportedLngs: languages,
  fallbackLng: 'en',
  interpolation: { escapeValue: false },
  returnEmptyString: false,
});

/** English as the world outside the United States writes it: a date with the day first cannot be misread. */
const formats: Record<string, string> = { en: 'en-GB' };

function supported(locale: string): string {
  const [language = 'en'] = locale.split('-');
  return languages.includes(locale) ? locale : languages.includes(language) ? language : 'en';
}

function knownTimeZone(timeZone: string | undefined): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: timeZone ?? 'UTC' }).resolvedOptions().timeZone;
  } catch {
    return 'UTC';
  }
}

/** A speaker for a BCP 47 locale and an IANA time zone; unknown ones fall back to English and UTC. */
export function speakerFor(locale: string, timeZone: string | undefined): Speaker {
  const language = supported(locale);
  const format = formats[language] ?? language;
  const zone = knownTimeZone(timeZone);
  const translate = sentences.getFixedT(language);
  const dates = new Intl.DateTimeFormat(format, { dateStyle: 'long', timeZone: zone });
  const moments = new Intl.DateTimeFormat(format, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: zone,
    timeZoneName: 'short',
  });
  const lists = new Intl.ListFormat(format, { type: 'conjunction' });
  return {
    locale: language,
    say: (key, values = {}) => translate(key, values),
    date: (iso) => dates.format(new Date(iso)),
    dateTime: (iso) => moments.format(new Date(iso)),
    list: (items) => lists.format(items),
  };
}
