import { fold } from './fold.ts';
import type { Span } from './tokenise.ts';

/** The message folded, without tags and without the bot's own name; people who are mentioned are remembered. */
export function prepare(text: string, botNames: readonly string[]): { folded: string; mentions: Span[] } {
  const mentions: Span[] = [];
  const untagged = fold(text).replace(/<at[^>]*>(.*?)<\/at>/gu, (whole, name: string, at: number) => {
    if (botNames.includes(name.trim())) return blank(whole);
    const before = whole.indexOf('>') + 1;
    if (name.trim() !== '') mentions.push({ start: at + before, end: at + before + name.length });
    return blank(whole.slice(0, before)) + name + blank(whole.slice(before + name.length));
  });
  const bot = new RegExp(`@?\\b(?:${botNames.join('|')})\\b|&nbsp;`, 'gu');
  return { folded: untagged.replace(bot, blank), mentions };
}

/** Lengths must stay: what is found is cut out of the original. */
function blank(part: string): string {
  return ' '.repeat(part.length);
}
