import { readFileSync } from 'node:fs';

type Tree = string | { [name: string]: Tree };

/** A sentence: its place in the file, its key as it is said, and its text. */
export interface Sentence {
  path: string;
  key: string;
  text: string;
}

const PLURAL = /_(zero|one|two|few|many|other)$/;

function leaves(tree: Tree, path: string): [string, string][] {
  if (typeof tree === 'string') return [[path, tree]];
  return Object.entries(tree).flatMap(([name, node]) => leaves(node, path === '' ? name : `${path}.${name}`));
}

/** Every sentence of a language, in the order of its file. */
export function sentencesOf(language: string): Sentence[] {
  const file = new URL(`../../locales/${language}/sentences.json`, import.meta.url);
  const tree = JSON.parse(readFileSync(file, 'utf8')) as Tree;
  return leaves(tree, '').map(([path, text]) => ({ path, key: path.replace(PLURAL, ''), text }));
}

/** The plural form a sentence is for; undefined for one that does not count. */
export function pluralOf({ path }: Sentence): string | undefined {
  return PLURAL.exec(path)?.[1];
}

/** The names of the values a sentence wants. */
export function placeholdersOf(text: string): string[] {
  return [...text.matchAll(/\{\{\s*([^},\s]+)/g)].map((match) => match[1] ?? '');
}
