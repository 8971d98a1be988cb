import type { Call } from '../call.ts';
import { GraphError, unsupportedQuery } from '../graph-error.ts';
import type { GraphAnswer } from '../graph-error.ts';
import { knows, readPath, readProperty, show } from '../shapes/shape.ts';
import type { Shape } from '../shapes/shape.ts';
import { parseFilter } from './filter.ts';
import { advancedOperator, fold, matches, pathsIn } from './filter-match.ts';
import { readQuery, skipToken } from './query.ts';
import type { Option, Query } from './query.ts';
import { found, parseSearch, propertiesIn } from './search.ts';

export interface CollectionRules<T> {
  shape: Shape<T>;
  options: readonly Option[];
  /** What the metadata calls it, as `users`. */
  context: string;
  pageSize?: number;
  /** Casts come from the index: Graph wants to be told that this is understood. */
  advanced?: boolean;
  /** Shows one record; the usual way is its selected properties. */
  present?: (record: T, query: Query) => Record<string, unknown>;
}

export const directoryOptions: readonly Option[] = [
  '$select',
  '$expand',
  '$filter',
  '$search',
  '$orderby',
  '$top',
  '$count',
  '$skiptoken',
];

export function answerCollection<T>(call: Call, records: readonly T[], rules: CollectionRules<T>): GraphAnswer {
  const query = readQuery(call, rules.options);
  checkNames(rules.shape, query);
  if (rules.advanced && !(query.eventual && query.count)) throw unsupportedQuery();
  const chosen = order(call, rules.shape, query, choose(call, rules.shape, query, records));
  const size = query.top ?? rules.pageSize ?? 100;
  const page = chosen.slice(query.start, query.start + size);
  const present = rules.present ?? ((record: T) => show(rules.shape, call.tenant, record, query.select));
  const more = query.start + size < chosen.length;
  return {
    status: 200,
    body: {
      '@odata.context': `${call.baseUrl}/v1.0/$metadata#${rules.context}${query.select ? `(${query.select.join(',')})` : ''}`,
      ...(query.count && query.eventual ? { '@odata.count': chosen.length } : {}),
      ...(more ? { '@odata.nextLink': nextLink(call, query.start + size) } : {}),
      value: page.map((record) => present(record, query)),
    },
  };
}

export function choose<T>(call: Call, shape: Shape<T>, query: Query, records: readonly T[]): T[] {
  let chosen = [...records];
  if (query.filter !== undefined) {
    const filter = understood(() => parseFilter(query.filter ?? ''), 'Invalid filter clause: ');
    for (const path of pathsIn(filter)) checkName(shape, path.split('/')[0] ?? '', 'Invalid filter clause: ');
    const operator = advancedOperator(filter);
    if (operator && !(query.eventual && query.count)) throw advancedNeeded(operator);
    chosen = chosen.filter((record) => matches(filter, (path) => readPath(shape, call.tenant, record, path)));
  }
  if (query.search !== undefined) {
    if (!query.eventual)
      throw unsupportedQuery(
        "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
      );
    const search = understood(() => parseSearch(query.search ?? ''), '');
    for (const property of propertiesIn(search)) checkName(shape, property, 'Invalid $search clause: ');
    chosen = chosen.filter((record) => found(search, (property) => readProperty(shape, call.tenant, record, property)));
  }
  return chosen;
}

function order<T>(call: Call, shape: Shape<T>, query: Query, records: T[]): T[] {
  if (query.orderby.length === 0) return records;
  if (query.filter !== undefined && !(query.eventual && query.count))
    throw unsupportedQuery('Sorting not supported for current query.');
  return records.sort((left, right) => {
    for (const { property, descending } of query.orderby) {
      const [a, b] = [left, right].map((record) => fold(readProperty(shape, call.tenant, record, property)));
      const difference = (a ?? '').localeCompare(b ?? '', 'en', { sensitivity: 'base' });
      if (difference !== 0) return descending ? -difference : difference;
    }
    return 0;
  });
}

function nextLink(call: Call, start: number): string {
  const query = new URLSearchParams(call.query);
  query.delete('$skip');
  query.set('$skiptoken', skipToken(start));
  const text = [...query].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  return `${call.baseUrl}${call.path}?${text}`;
}

function understood<T>(parse: () => T, prefix: string): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof SyntaxError) throw new GraphError(400, 'BadRequest', `${prefix}${error.message}`);
    throw error;
  }
}

function advancedNeeded(operator: string): GraphError {
  return unsupportedQuery(
    `Operator '${operator}' is not supported because the required parameters might be missing. Try adding $count=true query parameter and ConsistencyLevel:eventual header. Refer to https://aka.ms/graph-docs/advanced-queries for more information`,
  );
}

export function checkNames<T>(shape: Shape<T>, query: Query): void {
  for (const name of query.select ?? []) checkName(shape, name, 'Parsing OData Select and Expand failed: ');
  for (const { property } of query.orderby) checkName(shape, property, 'Parsing OData OrderBy failed: ');
}

function checkName<T>(shape: Shape<T>, name: string, prefix: string): void {
  if (knows(shape, name)) return;
  throw new GraphError(
    400,
    'BadRequest',
    `${prefix}Could not find a property named '${name}' on type 'microsoft.graph.${shape.entity}'.`,
  );
}
