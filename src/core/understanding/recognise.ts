import type { Intent, Scope } from './intent.ts';
import type { Vocabulary } from './vocabulary.ts';

const whole = [
  ...(['cancel', 'help', 'greeting', 'sign_in', 'sign_out', 'pending_requests'] as const),
  ...(['close_account', 'close_tenant', 'resume_closure'] as const),
];
const lists = ['waiting', 'mine'] as const;

function anyOf(sources: readonly string[]): string {
  return `(?:${sources.join('|')})`;
}

/** The message as one line: mentions keep their name, spaces are single, the end's punctuation and the bot's name go. */
function clean(text: string, botName: string): string {
  return text
    .replace(/<at>(.*?)<\/at>/giu, (_, name: string) =>
      name.toLowerCase() === botName.toLowerCase() ? ' ' : ` ${name} `,
    )
    .replace(/\s+/gu, ' ')
    .replace(/[’‘`´]/gu, "'")
    .trim()
    .replace(/[\s.!]+$/u, '');
}

function split(text: string, words: Vocabulary): string[] {
  return text
    .split(new RegExp(`\\s*[,;&]\\s*(?:${anyOf(words.andWords)}\\s+)?|\\s+${anyOf(words.andWords)}\\s+`, 'iu'))
    .map((part) => part.trim())
    .filter(Boolean);
}

function names(text: string, words: Vocabulary): string[] {
  const titles = new RegExp(`^${anyOf(words.titles)}\\s+`, 'iu');
  return split(text, words).map((name) =>
    name
      .replace(/^@/u, '')
      .replace(titles, '')
      .replace(/'s?$/u, '')
      .replace(/^["“]|["”]$/gu, ''),
  );
}

function productNames(text: string, words: Vocabulary): string[] {
  const noun = new RegExp(`\\s*\\b${anyOf(words.licenseNouns)}\\b\\s*`, 'giu');
  const article = /^(?:the|a|an|his|her|their|my)\s+/iu;
  return split(text.replace(noun, ' '), words)
    .map((product) => product.replace(article, '').trim())
    .filter((product) => product !== '' && !/^(?:the|a|an|his|her|their)$/iu.test(product));
}

/** What stands after the verb: "Ana's E3 license" or "E3 from Ana". */
function entities(object: string, words: Vocabulary): { users: string[]; products: string[] } | undefined {
  const from = new RegExp(`(?:^|\\s+)${anyOf(words.fromWords)}\\s+`, 'iu').exec(object);
  const owned = /(?:'s|(?<=s)')\s+/iu.exec(object);
  const parts = (at: RegExpExecArray): [string, string] => [
    object.slice(0, at.index),
    object.slice(at.index + at[0].length),
  ];
  if (from) return { products: productNames(parts(from)[0], words), users: names(parts(from)[1], words) };
  if (owned) return { users: names(parts(owned)[0], words), products: productNames(parts(owned)[1], words) };
  const noun = new RegExp(`\\b${anyOf(words.licenseNouns)}\\b`, 'iu');
  return noun.test(object) ? { users: [], products: productNames(object, words) } : undefined;
}

/** "all of Ana's licenses", "everything from Ana": the total, and what is left without it. */
function withoutTotal(object: string, words: Vocabulary): { total: boolean; rest: string } {
  const rest = object.replace(new RegExp(`^${anyOf(words.everything)}\\b\\s*`, 'iu'), '');
  return { total: rest !== object, rest };
}

function removal(text: string, words: Vocabulary): Intent | undefined {
  const order = new RegExp(
    `^(?:${anyOf(words.politeness)}[,\\s]+)*${anyOf(words.removeVerbs)}\\s+(?<object>.+)$`,
    'iu',
  ).exec(text)?.groups?.['object'];
  if (order === undefined) return undefined;
  const object = order.replace(new RegExp(`[\\s,]+${anyOf(words.trailers)}.*$`, 'iu'), '').replace(/[?\s]+$/u, '');
  const { total, rest } = withoutTotal(object, words);
  const found = entities(rest, words);
  if (!found) return undefined;
  const { users, products } = found;
  const crowd = new RegExp(`^${anyOf(words.everyone)}\\b`, 'iu');
  if (users.some((user) => crowd.test(user)))
    return { kind: 'remove_license', users: [], products, scope: 'all_users' };
  const scope: Scope = total && products.length === 0 ? 'all_licenses' : 'listed';
  return { kind: 'remove_license', users, products, scope };
}

/** A question with somebody or something in it, in the sender's own words. */
function question(text: string, { questions }: Vocabulary): Intent | undefined {
  const asked = text.replace(/[\s?]+$/u, '');
  for (const kind of ['license_impact', 'list_licenses'] as const) {
    const found = questions[kind].map((source) => new RegExp(`^${source}$`, 'iu').exec(asked)).find(Boolean);
    if (!found) continue;
    const { user, product } = found.groups ?? {};
    const named = { users: user ? [user] : [], products: product ? [product] : [] };
    if (kind === 'license_impact') return { kind, ...named };
    return { kind, ...named, scope: user && product ? 'listed' : product ? 'all_users' : 'all_licenses' };
  }
  return undefined;
}

/**
 * What a message asks for, from the words of one language. Pure and deterministic. When in doubt it is `none`: a
 * question must never become an order.
 */
export function recognise(message: string, words: Vocabulary, botName: string): Intent {
  const text = clean(message, botName);
  const plain = text.toLowerCase().replace(/^[\s"']+|[\s"'?,]+$/gu, '');
  for (const kind of whole) {
    if (new RegExp(`^${anyOf(words.whole[kind])}$`, 'iu').test(plain)) return { kind };
  }
  for (const list of lists) {
    if (new RegExp(`^${anyOf(words.requestLists[list])}$`, 'iu').test(plain)) return { kind: 'pending_requests', list };
  }
  const asked = question(text, words);
  if (asked) return asked;
  if (new RegExp(anyOf(words.blockers), 'iu').test(text)) return { kind: 'none' };
  return removal(text, words) ?? { kind: 'none' };
}
