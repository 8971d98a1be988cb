import { tokenize } from './filter-tokens.ts';
import type { Token } from './filter-tokens.ts';

export type Literal = string | number | boolean | null;
export type CompareOperator = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';

export type Filter =
  | { kind: 'compare'; operator: CompareOperator; path: string; value: Literal }
  | { kind: 'in'; path: string; values: Literal[] }
  | { kind: 'prefix' | 'suffix'; path: string; value: string }
  | { kind: 'any'; path: string; variable: string; inner: Filter }
  | { kind: 'and' | 'or'; left: Filter; right: Filter }
  | { kind: 'not'; inner: Filter };

const comparisons = new Set(['eq', 'ne', 'gt', 'ge', 'lt', 'le']);

/** The part of OData's filter grammar that Graph knows for directory objects. Throws a SyntaxError. */
export function parseFilter(text: string): Filter {
  const reader = createReader(tokenize(text));
  const filter = readOr(reader);
  if (reader.peek()) throw new SyntaxError(`Syntax error: '${reader.peek()?.text}' is not expected.`);
  return filter;
}

interface Reader {
  peek: (ahead?: number) => Token | undefined;
  next: () => Token;
  isWord: (text: string) => boolean;
  expect: (mark: string) => void;
}

function createReader(tokens: Token[]): Reader {
  let at = 0;
  const reader: Reader = {
    peek: (ahead = 0) => tokens[at + ahead],
    next() {
      const token = tokens[at];
      if (!token) throw new SyntaxError('Syntax error: the expression ends too early.');
      at += 1;
      return token;
    },
    isWord: (text) => reader.peek()?.kind === 'word' && reader.peek()?.text.toLowerCase() === text,
    expect(mark) {
      const token = reader.next();
      if (token.kind !== 'mark' || token.text !== mark)
        throw new SyntaxError(`Syntax error: '${mark}' expected, '${token.text}' found.`);
    },
  };
  return reader;
}

function readOr(reader: Reader): Filter {
  let left = readAnd(reader);
  while (reader.isWord('or')) {
    reader.next();
    left = { kind: 'or', left, right: readAnd(reader) };
  }
  return left;
}

function readAnd(reader: Reader): Filter {
  let left = readUnary(reader);
  while (reader.isWord('and')) {
    reader.next();
    left = { kind: 'and', left, right: readUnary(reader) };
  }
  return left;
}

function readUnary(reader: Reader): Filter {
  if (reader.isWord('not')) {
    reader.next();
    return { kind: 'not', inner: readUnary(reader) };
  }
  if (reader.peek()?.text === '(' && reader.peek()?.kind === 'mark') {
    reader.next();
    const inner = readOr(reader);
    reader.expect(')');
    return inner;
  }
  return reader.peek(1)?.text === '(' && !['in', ...comparisons].includes(reader.peek()?.text ?? '')
    ? readCall(reader)
    : readComparison(reader);
}

function readCall(reader: Reader): Filter {
  const name = reader.next().text;
  reader.expect('(');
  if (name.endsWith('/any')) return readAny(reader, name.slice(0, -'/any'.length));
  const kinds: Record<string, 'prefix' | 'suffix'> = { startswith: 'prefix', endswith: 'suffix' };
  const kind = kinds[name.toLowerCase()];
  if (!kind)
    throw new SyntaxError(
      `An unknown function with name '${name}' was found. This may also be a function import or a key lookup on a navigation property, which is not allowed.`,
    );
  const path = reader.next().text;
  reader.expect(',');
  const value = reader.next();
  reader.expect(')');
  if (value.kind !== 'string') throw new SyntaxError(`Syntax error: '${value.text}' is not a string.`);
  return { kind, path, value: value.text };
}

function readAny(reader: Reader, path: string): Filter {
  const variable = reader.next().text;
  reader.expect(':');
  const inner = readOr(reader);
  reader.expect(')');
  return { kind: 'any', path, variable, inner };
}

function readComparison(reader: Reader): Filter {
  const path = reader.next().text;
  const operator = reader.next().text.toLowerCase();
  if (operator === 'in') return readIn(reader, path);
  if (!comparisons.has(operator)) throw new SyntaxError(`Syntax error: '${operator}' is not an operator.`);
  return { kind: 'compare', operator: operator as CompareOperator, path, value: literal(reader.next()) };
}

function readIn(reader: Reader, path: string): Filter {
  reader.expect('(');
  const values = [literal(reader.next())];
  while (reader.peek()?.text === ',') {
    reader.next();
    values.push(literal(reader.next()));
  }
  reader.expect(')');
  return { kind: 'in', path, values };
}

function literal({ kind, text }: Token): Literal {
  if (kind === 'string') return text;
  if (kind === 'mark') throw new SyntaxError(`Syntax error: a value is expected, '${text}' found.`);
  if (text === 'null') return null;
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}
