import type { AdministrativeUnit, DirectoryGroup, DirectoryUser, RoleDefinition } from '../../tenant/directory.ts';
import type { Tenant } from '../../tenant/tenant.ts';
import { hasAny } from '../call.ts';
import type { Call } from '../call.ts';
import { groupShape } from '../shapes/group.ts';
import { administrativeUnitShape, directoryRoleShape } from '../shapes/role.ts';
import { knows, readProperty, show } from '../shapes/shape.ts';
import type { Shape } from '../shapes/shape.ts';
import { userShape } from '../shapes/user.ts';
import { readAllUsers } from './users.ts';

/** Anything that can be in a group, or hold one: answers about those mix the kinds. */
export type DirectoryObject =
  | { kind: 'user'; record: DirectoryUser }
  | { kind: 'group'; record: DirectoryGroup }
  | { kind: 'directoryRole'; record: RoleDefinition }
  | { kind: 'administrativeUnit'; record: AdministrativeUnit };

const directory = ['Directory.Read.All', 'Directory.ReadWrite.All'];

/** Without one of these, an object of that kind shows its id and its type only. */
const readable: Record<DirectoryObject['kind'], string[]> = {
  user: ['User.ReadBasic.All', ...readAllUsers],
  group: ['GroupMember.Read.All', 'Group.Read.All', 'Group.ReadWrite.All', ...directory],
  directoryRole: ['RoleManagement.Read.Directory', 'RoleManagement.ReadWrite.Directory', ...directory],
  administrativeUnit: ['AdministrativeUnit.Read.All', ...directory],
};

function properties(object: DirectoryObject, tenant: Tenant, select: string[] | undefined): Record<string, unknown> {
  switch (object.kind) {
    case 'user':
      return show(userShape, tenant, object.record, only(userShape, select));
    case 'group':
      return show(groupShape, tenant, object.record, only(groupShape, select));
    case 'directoryRole':
      return show(directoryRoleShape, tenant, object.record, only(directoryRoleShape, select));
    case 'administrativeUnit':
      return show(administrativeUnitShape, tenant, object.record, only(administrativeUnitShape, select));
  }
}

function only(shape: Shape<never>, select: string[] | undefined): string[] | undefined {
  return select?.filter((name) => knows(shape, name));
}

export function presentObject(
  call: Call,
  object: DirectoryObject,
  select: string[] | undefined,
): Record<string, unknown> {
  const typed = { '@odata.type': `#microsoft.graph.${object.kind}` };
  const shown = properties(object, call.tenant, select);
  if (hasAny(call, readable[object.kind])) return { ...typed, ...shown };
  const { id } = properties(object, call.tenant, ['id']);
  return { ...typed, ...Object.fromEntries(Object.keys(shown).map((name) => [name, emptied(shown[name])])), id };
}

function emptied(value: unknown): unknown {
  return Array.isArray(value) ? [] : null;
}

/** What all kinds have in common, for filters and orders over a mixture. */
export const directoryObjectShape: Shape<DirectoryObject> = {
  entity: 'user',
  defaults: ['id'],
  properties: {
    id: (object, tenant) => properties(object, tenant, ['id'])['id'],
    displayName: ({ record }) => record.displayName,
    roleTemplateId: (object) => (object.kind === 'directoryRole' ? object.record.id : null),
    securityEnabled: (object, tenant) =>
      object.kind === 'group' ? readProperty(groupShape, tenant, object.record, 'securityEnabled') : null,
    groupTypes: (object, tenant) =>
      object.kind === 'group' ? readProperty(groupShape, tenant, object.record, 'groupTypes') : [],
    isAssignableToRole: (object) => (object.kind === 'group' ? object.record.isAssignableToRole : null),
    description: ({ record }) => ('description' in record ? record.description : null),
    mailEnabled: (object, tenant) =>
      object.kind === 'group' ? readProperty(groupShape, tenant, object.record, 'mailEnabled') : null,
    visibility: () => null,
  },
};

export function objectById(tenant: Tenant, id: string): DirectoryObject | undefined {
  const user = tenant.users.get(id);
  if (user?.deletedDateTime === null) return { kind: 'user', record: user };
  const group = tenant.groups.get(id);
  return group && { kind: 'group', record: group };
}
