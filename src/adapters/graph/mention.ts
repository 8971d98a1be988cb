/** What somebody wrote to name a person, made fit for a query: one line, no control characters, not endless. */
export interface Mention {
  text: string;
  words: readonly string[];
  /** The words in plain ASCII as mail addresses spell them, joined by dots; undefined where there is no such spelling. */
  address: string | undefined;
}

const longestMention = 120;

export function readMention(written: string): Mention | undefined {
  const line = written
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .replace(/^[\s@]+/, '');
  const words = line
    .slice(0, longestMention)
    .split(/[\s,;]+/)
    .filter(hasLetterOrDigit);
  if (words.length === 0) return undefined;
  return { text: words.join(' '), words, address: asAddress(words) };
}

function hasLetterOrDigit(word: string): boolean {
  return /[\p{L}\p{N}]/u.test(word);
}

/** Mail addresses and user principal names "can't contain accent characters" (Microsoft Graph, user resource type). */
function asAddress(words: readonly string[]): string | undefined {
  const folded = fold(words.join('.'));
  return /^[\x21-\x7e]+$/.test(folded) ? folded : undefined;
}

const letters: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' };

/** Lower case without accents. */
export function fold(text: string): string {
  const bare = text.toLowerCase().normalize('NFD').replaceAll(/\p{M}/gu, '').normalize('NFC');
  return bare.replaceAll(/[ßæœøłđðþı]/g, (letter) => letters[letter] ?? letter);
}
