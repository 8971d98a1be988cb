export type Token =
  { kind: 'string'; text: string } | { kind: 'word'; text: string } | { kind: 'mark'; text: '(' | ')' | ',' | ':' };

const pattern = /\s*(?:'((?:[^']|'')*)'|([(),])|(:)|([^\s(),:']+(?::[^\s(),:']+)*))/y;

/** A word may hold colons (dates do), but `x:x/skuId` in a lambda is two words with a colon between them. */
export function tokenize(filter: string): Token[] {
  const tokens: Token[] = [];
  pattern.lastIndex = 0;
  const text = filter.trimEnd();
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (!match) throw new SyntaxError(`Syntax error at position ${pattern.lastIndex} in '${filter}'.`);
    const [, quoted, mark, colon, word] = match;
    if (quoted !== undefined) tokens.push({ kind: 'string', text: quoted.replaceAll("''", "'") });
    else if (mark === '(' || mark === ')' || mark === ',') tokens.push({ kind: 'mark', text: mark });
    else if (colon !== undefined) tokens.push({ kind: 'mark', text: ':' });
    else if (word !== undefined) tokens.push(...words(word));
  }
  return tokens;
}

function words(word: string): Token[] {
  const lambda = /^([a-z]\w*):(.+)$/i.exec(word);
  if (!lambda || /^\d/.test(word)) return [{ kind: 'word', text: word }];
  const [, variable = '', path = ''] = lambda;
  return [
    { kind: 'word', text: variable },
    { kind: 'mark', text: ':' },
    { kind: 'word', text: path },
  ];
}
