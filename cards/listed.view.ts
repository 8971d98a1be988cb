import type { Speaker } from '../locales/speaker.ts';
import { shownText } from './foreign-text.ts';

const ITEM_LENGTH = 80;

/** "A, B and C", or the first few by name and the rest counted. One more than `shown` is still named: "and 1 more" saves nothing. */
export function listed(
  names: readonly string[],
  shown: number,
  speaker: Speaker,
  more: 'list.more' | 'list.morePeople' = 'list.more',
): string {
  const whole = names.length <= shown + 1;
  const items = names.slice(0, whole ? names.length : shown).map((name) => shownText(name, ITEM_LENGTH));
  if (whole) return speaker.list(items);
  return speaker.say(more, { names: speaker.series(items), count: names.length - shown });
}

/** "Reason: She left."; with an empty text only what stands before it. */
export function labelled(label: string, text: string, speaker: Speaker): string {
  return speaker.say('list.labelled', { label, text });
}

/** Lines for a template; a template draws nothing for a line that is not there. */
export function asTexts(lines: readonly string[]): { text: string }[] {
  return lines.filter((line) => line !== '').map((text) => ({ text }));
}

/** Equal things once, each with how often it is there, in the order of their first appearance. */
export function counted<Item>(items: readonly Item[]): { item: Item; count: number }[] {
  const seen = new Map<string, { item: Item; count: number }>();
  for (const item of items) {
    const key = JSON.stringify(item);
    seen.set(key, { item, count: (seen.get(key)?.count ?? 0) + 1 });
  }
  return [...seen.values()];
}
