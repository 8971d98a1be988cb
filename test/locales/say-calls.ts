import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';

/** A call of a speaker's `say`, as it stands in the sources. */
export interface SayCall {
  place: string;
  /** The keys it may say, a `*` where the code puts something in; empty where the key comes from elsewhere. */
  keys: string[];
  /** The names of the values it gives; undefined where they are not written down at the call. */
  values: string[] | undefined;
}

export interface Sources {
  calls: SayCall[];
  /** Every text that stands in the code: keys that are chosen first and said later are among them. */
  literals: Set<string>;
}

function keysIn(node: ts.Expression): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isConditionalExpression(node)) return [...keysIn(node.whenTrue), ...keysIn(node.whenFalse)];
  if (ts.isTemplateExpression(node)) {
    return [[node.head.text, ...node.templateSpans.map((span) => `*${span.literal.text}`)].join('')];
  }
  return [];
}

function valuesIn(node: ts.Expression | undefined): string[] | undefined {
  if (!node) return [];
  if (!ts.isObjectLiteralExpression(node)) return undefined;
  const names = node.properties.map((property) => property.name?.getText());
  return names.some((name) => name === undefined) ? undefined : names.map(String);
}

function readFile(path: string, into: Sources): void {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) into.literals.add(node.text);
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const [key, values] = node.arguments;
      if (node.expression.name.text === 'say' && key) {
        into.calls.push({ place: path, keys: keysIn(key), values: valuesIn(values) });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
}

/** Reads everything that speaks to people. */
export function readSources(folders: readonly string[]): Sources {
  const sources: Sources = { calls: [], literals: new Set() };
  for (const folder of folders) {
    for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (entry.endsWith('.ts')) readFile(`${folder}/${entry}`, sources);
    }
  }
  return sources;
}
