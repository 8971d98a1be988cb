import type { Tenant } from '../../tenant/tenant.ts';
import empties from '../entity-properties.json' with { type: 'json' };
import { field } from '../odata/filter-match.ts';

export type EntityName = keyof typeof empties;

/** How a record of the tenant looks as a Graph entity. Properties without a reader exist, and are empty. */
export interface Shape<T> {
  entity: EntityName;
  /** What is answered without `$select`. */
  defaults: readonly string[];
  properties: Record<string, (record: T, tenant: Tenant) => unknown>;
}

export function knows(shape: Shape<never>, property: string): boolean {
  return property === 'id' || property in shape.properties || property in empties[shape.entity];
}

export function readProperty<T>(shape: Shape<T>, tenant: Tenant, record: T, property: string): unknown {
  const reader = shape.properties[property];
  if (reader) return reader(record, tenant);
  return field(empties[shape.entity], property) ?? null;
}

/** A path of a filter: a property, a property of a property, or how many there are. */
export function readPath<T>(shape: Shape<T>, tenant: Tenant, record: T, path: string): unknown {
  const [property = '', ...rest] = path.split('/');
  const value = readProperty(shape, tenant, record, property);
  const [inner] = rest;
  if (inner === undefined) return value;
  if (inner === '$count') return Array.isArray(value) ? value.length : 0;
  return field(value, inner) ?? null;
}

export function show<T>(
  shape: Shape<T>,
  tenant: Tenant,
  record: T,
  select: readonly string[] | undefined,
): Record<string, unknown> {
  const names = select ?? shape.defaults;
  return Object.fromEntries(names.map((name) => [name, readProperty(shape, tenant, record, name)]));
}
