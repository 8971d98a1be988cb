/** `$search` on directory objects: word prefixes in any order, not "contains". */
export type Search =
  { kind: 'clause'; property: string; value: string } | { kind: 'and' | 'or'; left: Search; right: Search };

const part = /\s*(?:"((?:[^"\\]|\\.)*)"|(AND|OR|[()]))/y;

export function parseSearch(text: string): Search {
  const parts = split(text);
  let at = 0;
  function either(): Search {
    let left = both();
    while (parts[at]?.word === 'OR') {
      at += 1;
      left = { kind: 'or', left, right: both() };
    }
    return left;
  }
  function both(): Search {
    let left = single();
    while (parts[at]?.word === 'AND') {
      at += 1;
      left = { kind: 'and', left, right: single() };
    }
    return left;
  }
  function single(): Search {
    const found = parts[at];
    at += 1;
    if (found?.word === '(') {
      const inner = either();
      if (parts[at]?.word !== ')') throw new SyntaxError("Syntax error: ')' is missing.");
      at += 1;
      return inner;
    }
    return clause(found?.quoted);
  }
  const search = either();
  if (at < parts.length) throw new SyntaxError(`Syntax error in '${text}'.`);
  return search;
}

function split(text: string): { quoted?: string; word?: string }[] {
  const parts: { quoted?: string; word?: string }[] = [];
  part.lastIndex = 0;
  const trimmed = text.trimEnd();
  while (part.lastIndex < trimmed.length) {
    const at = part.lastIndex;
    const match = part.exec(trimmed);
    if (!match)
      throw new SyntaxError(
        `Syntax error: character '${trimmed.slice(at).trimStart()[0]}' is not valid at position ${at} in '${text}'.`,
      );
    const [, quoted, word] = match;
    parts.push(quoted === undefined ? { word: word ?? '' } : { quoted: quoted.replaceAll(/\\(.)/g, '$1') });
  }
  return parts;
}

function clause(quoted: string | undefined): Search {
  const [, property = '', value = ''] = /^(\w+):([\s\S]*)$/.exec(quoted ?? '') ?? [];
  if (property === '')
    throw new SyntaxError(`Invalid $search clause: '${quoted ?? ''}'. It has to be "property:value".`);
  return { kind: 'clause', property, value };
}

const tokenized = new Set(['displayName', 'description']);

export function found(search: Search, read: (property: string) => unknown): boolean {
  if (search.kind !== 'clause') {
    const left = found(search.left, read);
    return search.kind === 'and' ? left && found(search.right, read) : left || found(search.right, read);
  }
  const value = read(search.property);
  if (typeof value !== 'string') return false;
  if (!tokenized.has(search.property)) return value.toLowerCase().startsWith(search.value.trim().toLowerCase());
  const words = wordsOf(value);
  const wanted = wordsOf(search.value);
  return wanted.length > 0 && wanted.every((prefix) => words.some((word) => word.startsWith(prefix)));
}

/** Split at spaces, symbols, digits and where lower case turns upper: "RedTeam7" is red, team, 7. */
export function wordsOf(text: string): string[] {
  const words = text.match(/\p{N}+|\p{Lu}?[\p{Ll}\p{M}]+|\p{Lu}+(?!\p{Ll})|[\p{Lo}\p{Lm}\p{Lt}]+|\p{Lu}/gu) ?? [];
  return words.map((word) => word.toLowerCase());
}

export function propertiesIn(search: Search): string[] {
  return search.kind === 'clause' ? [search.property] : [...propertiesIn(search.left), ...propertiesIn(search.right)];
}
