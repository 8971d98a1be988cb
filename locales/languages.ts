import { readdirSync } from 'node:fs';

/** The languages Farewell speaks: every folder beside this file is one, named by its BCP 47 tag. */
export const languages: readonly string[] = readdirSync(new URL('./', import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .toSorted();

/** What is spoken where nothing better is known. */
export const fallbackLanguage = 'en';

/** Language and script, the likely one where a tag leaves it out: `zh-HK` is written as `zh-Hant`, `zh-SG` as `zh-Hans`. */
function writingOf(tag: string): { language: string; script: string | undefined } | undefined {
  try {
    const { language, script } = new Intl.Locale(tag.replaceAll('_', '-')).maximize();
    return { language, script };
  } catch {
    return undefined;
  }
}

/** The language for any BCP 47 tag a client may send, one that is written in the same script; English for the others. */
export function languageFor(tag: string): string {
  const wanted = writingOf(tag);
  const found = languages.find((each) => {
    const written = writingOf(each);
    return written?.language === wanted?.language && written?.script === wanted?.script;
  });
  return found ?? fallbackLanguage;
}
