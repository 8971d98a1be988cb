/** Chinese keeps a space round Latin words and numbers, and none between its own, as Microsoft sets it. */

const latin = /[\p{Script=Latin}\p{Number}]/u;
const han = /^\p{Script=Han}+$/u;

/** A list as Intl made it, "A和B", with air round its Han words where they touch Latin ones: "A 和 B". */
export function aired(parts: readonly { type: string; value: string }[]): string {
  return parts
    .map(({ type, value }, place) => {
      if (type !== 'literal' || !han.test(value)) return value;
      const before = latin.test(parts[place - 1]?.value.at(-1) ?? '') ? ' ' : '';
      const after = latin.test(parts[place + 1]?.value.at(0) ?? '') ? ' ' : '';
      return `${before}${value}${after}`;
    })
    .join('');
}

// Private characters that no text should have tell a value from the sentence round it.
const OPEN = '\uE000';
const CLOSE = '\uE001';
const marks = /[\uE000\uE001]/gu;
const airless = /(?<=\p{Script=Han}) (?=\uE000\p{Script=Han})|(?<=\p{Script=Han}\uE001) (?=\p{Script=Han})/gu;

/** The values of a sentence, so marked that `fitted` finds them. */
export function marked(values: Record<string, string | number>): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' ? `${OPEN}${value.replaceAll(marks, '')}${CLOSE}` : value,
    ]),
  );
}

/** The sentence without the marks: the air it keeps for Latin names goes where a name is Chinese, 移除王芳的授权. */
export function fitted(sentence: string): string {
  return sentence.replaceAll(airless, '').replaceAll(marks, '');
}
