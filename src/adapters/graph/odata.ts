/** A string literal of an OData filter. */
export function quoted(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** One clause of `$search`. `&` never matches there (Microsoft Graph known issue 18185), with a blank it does. */
export function searchClause(property: string, value: string): string {
  const safe = value.replaceAll('&', ' ').replaceAll(/["\\]/g, (sign) => `\\${sign}`);
  return `"${property}:${safe}"`;
}
