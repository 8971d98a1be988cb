// The same request about other people and products, so that the tagger learns from what surrounds a name.
import type { ProductName } from '../../src/core/understanding/catalog.ts';
import catalog from '../../src/core/catalog/products.json' with { type: 'json' };
import asides from './asides.json' with { type: 'json' };
import names from './names.json' with { type: 'json' };
import type { Labelled } from '../labelled-messages.ts';

type Random = () => number;
type Chinese = 'zh-CN' | 'zh-TW';

const [first, last] = [names.first.split(' '), names.last.split(' ')];
const listed: ProductName[] = Object.values(catalog.products);
const TIERS = ['E1', 'E3', 'E5', 'F1', 'F3', 'A1', 'A3', 'A5', 'P1', 'P2', 'G3', 'G5', 'K1', 'E4'];

/** The same message with every name replaced by another of its kind; `products` are those to choose from. */
export function varied(row: Labelled, products: readonly string[], random: Random): Labelled {
  let { text } = row;
  const replace = (name: string, other: string): string => {
    const before = text;
    const marked = text.replaceAll(placesOf(name), () => other);
    text = marked;
    return before === marked ? name : other;
  };
  const order = [...row.users, ...row.products].sort((one, other) => other.length - one.length);
  const fresh = new Map<string, string>();
  for (const name of order) {
    const glued = new RegExp(`${escaped(name)}s\\b`, 'u').test(text);
    const isUser = row.users.includes(name);
    const other = isUser ? person(name, row.locale, random) : random() < 0.5 ? product(name, products, random) : name;
    const unfit = text.includes(other) || (glued && /[sxz]$/iu.test(other)) || [...fresh.values()].includes(other);
    fresh.set(name, unfit ? name : replace(name, other));
  }
  const now = (name: string): string => fresh.get(name) ?? name;
  const varied = { ...row, text, users: row.users.map(now), products: row.products.map(now) };
  const whole = [...varied.users, ...varied.products].every((name) => text.includes(name)) ? varied : row;
  return random() < ASIDE ? withAside(whole, products, random) : whole;
}

const ASIDE = 0.4;

/** Somebody or something that is mentioned beside the request, and is not meant. */
function withAside(row: Labelled, products: readonly string[], random: Random): Labelled {
  const { before, after } = asides[row.locale as keyof typeof asides];
  const first = random() < 0.4;
  const form = pick(first ? before : after, random);
  const [model] = row.users.filter((name) => !name.includes('@'));
  const latin = row.locale === 'en' || row.locale === 'nl';
  const somebody = person(model ?? (latin ? 'Ana Bo' : '王小明'), row.locale, random);
  const aside = form
    .replace('{n}', () => somebody)
    .replace('{p}', () => product(row.products[0] ?? 'Visio', products, random));
  if (form.includes('{p}') && row.products.length === 0) return row;
  const names = [...row.users, ...row.products];
  if (names.some((name) => aside.includes(name)) || names.some((name) => name.includes(somebody))) return row;
  const end = /[.!?。！？]$/u.test(row.text) ? row.text.slice(0, -1) : row.text;
  return { ...row, text: first ? aside + row.text : end + aside };
}

function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);
}

/** Not inside another word; a Dutch genitive -s may follow. */
function placesOf(name: string): RegExp {
  const latin = /^[\p{Script=Latin}\d]/u.test(name);
  const ends = /[\p{Script=Latin}\d]$/u.test(name);
  return new RegExp(
    `${latin ? String.raw`(?<![\p{Script=Latin}\d@._])` : ''}${escaped(name)}${ends ? String.raw`(?=s?(?![\p{Script=Latin}\d@_]))` : ''}`,
    'gu',
  );
}

function pick<T>(list: readonly T[], random: Random): T {
  return list[Math.floor(random() * list.length)]!;
}

function person(name: string, locale: string, random: Random): string {
  if (name.includes('@')) return address(random);
  if (/\p{Script=Han}/u.test(name)) return chinese(name, locale === 'zh-TW' ? 'zh-TW' : 'zh-CN', random);
  const words = name.split(' ');
  return likeCase(name, words.length === 1 ? pick(first, random) : full(random));
}

function full(random: Random): string {
  const kind = random();
  const [given, family] = [pick(first, random), pick(last, random)];
  if (kind < 0.15) return `${given} ${pick(names.prefixes, random)} ${family}`;
  if (kind < 0.2) return `${given.charAt(0)}. ${family}`;
  if (kind < 0.25) return `${given}-${pick(first, random)} ${family}`;
  if (kind < 0.3) return `${given} ${family}-${pick(last, random)}`;
  if (kind < 0.33) return `${given} ${pick(first, random)} ${family}`;
  return `${given} ${family}`;
}

function likeCase(model: string, name: string): string {
  if (model === model.toLowerCase()) return name.toLowerCase();
  return model === model.toUpperCase() && model.length > 2 ? name.toUpperCase() : name;
}

function address(random: Random): string {
  const plain = (name: string): string =>
    name
      .normalize('NFD')
      .replace(/[^a-z]/giu, '')
      .toLowerCase();
  const [given, family, domain] = [plain(pick(first, random)), plain(pick(last, random)), pick(names.domains, random)];
  const forms = [`${given}.${family}`, `${given.charAt(0)}.${family}`, `${given}${family.charAt(0)}`, given];
  return `${pick([...forms, `${given}_${family}`, `svc-${family}`, `${family}${Math.floor(random() * 99)}`], random)}@${domain}`;
}

function chinese(name: string, script: Chinese, random: Random): string {
  const family = pick(Array.from(names.surnames[script]), random);
  const given = Array.from(names.given[script]);
  const title = names.titles[script].find((word) => name.endsWith(word) && name.length <= word.length + 2);
  if (title !== undefined) return family + pick(names.titles[script], random);
  if (name.length === 2 && names.nicknames[script].includes(name.charAt(0)))
    return pick(Array.from(names.nicknames[script]), random) + (random() < 0.6 ? family : pick(given, random));
  const kind = random();
  if (kind < 0.07) return pick(names.foreign[script].split(' '), random);
  if (kind < 0.1) return pick(names.doubled[script].split(' '), random);
  if (kind < 0.13) return pick(given, random) + pick(given, random);
  return family + pick(given, random) + (kind < 0.75 ? pick(given, random) : '');
}

function product(name: string, products: readonly string[], random: Random): string {
  if (/^[a-z]\d$/iu.test(name)) return likeCase(name, pick(TIERS, random));
  if (/^[A-Z\d_]{4,}$/u.test(name)) return pick(listed, random).partNumber;
  const other = random() < 0.15 ? pick(listed, random).name : pick(products, random);
  return name === name.toLowerCase() ? other.toLowerCase() : other;
}
