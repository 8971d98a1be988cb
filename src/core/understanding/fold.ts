const SAME = new Map<string, string>();
for (const [folded, marks] of [
  ["'", '’‘`´'],
  ['"', '“”„«»「」『』《》〈〉'],
  ['>', '→⇒➡'],
  ['.', '。…'],
  ['—', '–'],
] as const)
  for (const mark of Array.from(marks)) SAME.set(mark, folded);

/** The distance between full-width and ordinary Latin characters. */
const WIDE = 0xfee0;

/**
 * The message for matching: lower case, half width, no accents, one kind of quote. It has the same length as the
 * message, so that what is found here can be cut out of the original. Emoji and control characters become spaces.
 */
export function fold(text: string): string {
  let folded = '';
  // By code unit: an emoji is two of them and must stay two.
  for (let at = 0; at < text.length; at += 1) folded += foldUnit(text.charAt(at));
  return folded;
}

function foldUnit(char: string): string {
  if (char !== '\n' && /[\p{C}\p{Z}]/u.test(char)) return ' ';
  const narrow = /[\uff01-\uff5e]/u.test(char) ? String.fromCharCode(char.charCodeAt(0) - WIDE) : char;
  return SAME.get(narrow) ?? narrow.normalize('NFD').charAt(0).toLowerCase();
}
