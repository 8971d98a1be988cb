import type { CompareOperator, Filter, Literal } from './filter.ts';

/** Finds a property's value by its path, as `displayName` or `assignedLicenses/$count`. */
export type ReadPath = (path: string) => unknown;

export function matches(filter: Filter, read: ReadPath): boolean {
  switch (filter.kind) {
    case 'and':
      return matches(filter.left, read) && matches(filter.right, read);
    case 'or':
      return matches(filter.left, read) || matches(filter.right, read);
    case 'not':
      return !matches(filter.inner, read);
    case 'in':
      return filter.values.some((value) => compare(read(filter.path), 'eq', value));
    case 'compare':
      return compare(read(filter.path), filter.operator, filter.value);
    case 'prefix':
    case 'suffix':
      return fits(filter, read(filter.path));
    case 'any':
      return matchesAny(filter, read(filter.path));
  }
}

function fits({ kind, value }: Extract<Filter, { kind: 'prefix' | 'suffix' }>, actual: unknown): boolean {
  if (actual === null || actual === undefined) return false;
  return kind === 'prefix' ? fold(actual).startsWith(fold(value)) : fold(actual).endsWith(fold(value));
}

function matchesAny({ variable, inner }: Extract<Filter, { kind: 'any' }>, values: unknown): boolean {
  if (!Array.isArray(values)) return false;
  return values.some((value: unknown) =>
    matches(inner, (path) => (path === variable ? value : field(value, path.replace(`${variable}/`, '')))),
  );
}

export function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

export function fold(value: unknown): string {
  return typeof value === 'string'
    ? value.toLowerCase()
    : value === null || value === undefined
      ? ''
      : JSON.stringify(value);
}

function compare(actual: unknown, operator: CompareOperator, wanted: Literal): boolean {
  if (operator === 'eq') return same(actual, wanted);
  if (operator === 'ne') return !same(actual, wanted);
  if (actual === null || actual === undefined || wanted === null) return false;
  const [left, right] =
    typeof actual === 'number' && typeof wanted === 'number' ? [actual, wanted] : [fold(actual), fold(wanted)];
  if (operator === 'gt') return left > right;
  if (operator === 'ge') return left >= right;
  return operator === 'lt' ? left < right : left <= right;
}

// The directory does not tell upper case from lower.
function same(actual: unknown, wanted: Literal): boolean {
  if (wanted === null) return actual === null || actual === undefined;
  return typeof actual === typeof wanted && fold(actual) === fold(wanted);
}

export function pathsIn(filter: Filter): string[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return [...pathsIn(filter.left), ...pathsIn(filter.right)];
    case 'not':
      return pathsIn(filter.inner);
    default:
      return [filter.path];
  }
}

/** Graph answers these from an index that has to be asked for. */
export function advancedOperator(filter: Filter): string | undefined {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return advancedOperator(filter.left) ?? advancedOperator(filter.right);
    case 'not':
      return 'not';
    case 'suffix':
      return 'endsWith';
    case 'compare':
      return filter.operator === 'ne' ? 'ne' : filter.path.endsWith('/$count') ? '$count' : undefined;
    default:
      return undefined;
  }
}
