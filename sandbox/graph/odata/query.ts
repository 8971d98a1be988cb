import { badRequest, GraphError, unsupportedQuery } from '../graph-error.ts';
import type { Call } from '../call.ts';

export type Option =
  '$select' | '$expand' | '$filter' | '$search' | '$orderby' | '$top' | '$skip' | '$count' | '$skiptoken';

export interface Query {
  select: string[] | undefined;
  expand: string[];
  filter: string | undefined;
  search: string | undefined;
  orderby: { property: string; descending: boolean }[];
  top: number | undefined;
  start: number;
  count: boolean;
  /** `ConsistencyLevel: eventual`: the caller accepts answers from the index. */
  eventual: boolean;
}

export function readQuery({ query, headers }: Call, known: readonly Option[]): Query {
  for (const name of query.keys()) {
    if (name.startsWith('$') && !known.includes(name as Option))
      throw unsupportedQuery(`The query parameter '${name}' is not supported here.`);
  }
  const text = (name: Option): string | undefined => query.get(name) ?? undefined;
  return {
    select: list(text('$select')),
    expand: splitOutsideParentheses(text('$expand') ?? ''),
    filter: text('$filter'),
    search: text('$search'),
    orderby: (list(text('$orderby')) ?? []).map(readOrder),
    top: readTop(text('$top')),
    start: readSkipToken(text('$skiptoken')) ?? Number(text('$skip') ?? 0),
    count: text('$count') === 'true',
    eventual: headers['consistencylevel']?.toLowerCase() === 'eventual',
  };
}

function list(text: string | undefined): string[] | undefined {
  const names = text?.split(',').map((name) => name.trim());
  return names?.includes('*') ? undefined : names;
}

export function splitOutsideParentheses(text: string): string[] {
  return (text.match(/[^,(]+(?:\([^)]*\))?/g) ?? []).map((part) => part.trim());
}

function readOrder(text: string): { property: string; descending: boolean } {
  const [property = '', direction = 'asc'] = text.split(/\s+/);
  return { property, descending: direction === 'desc' };
}

function readTop(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const top = Number(text);
  if (!Number.isInteger(top) || top < 0)
    throw badRequest(
      `Invalid value '${text}' for $top query option found. The $top query option requires a non-negative integer value.`,
    );
  if (top < 1 || top > 999)
    throw badRequest(`Invalid page size specified: '${text}'. Must be between 1 and 999 inclusive.`);
  return top;
}

export function skipToken(start: number): string {
  return Buffer.from(`from:${start}`).toString('base64url');
}

function readSkipToken(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const start = /^from:(\d+)$/.exec(Buffer.from(text, 'base64url').toString())?.[1];
  if (start === undefined)
    throw new GraphError(
      400,
      'Directory_ExpiredPageToken',
      'The specified page token value has expired and can no longer be included in your request.',
    );
  return Number(start);
}
