import { createCollection } from './collection.ts';
import type { Collection } from './collection.ts';
import type {
  AdministrativeUnit,
  DirectoryGroup,
  DirectoryUser,
  Organization,
  RoleAssignment,
  RoleDefinition,
  Subscription,
  TenantSeed,
} from './directory.ts';

export interface TenantChanges {
  users: Record<string, DirectoryUser | null>;
  groups: Record<string, DirectoryGroup | null>;
  roleAssignments: Record<string, RoleAssignment | null>;
  subscriptions: Record<string, Subscription | null>;
}

export interface Tenant {
  id: string;
  organization: Organization;
  users: Collection<DirectoryUser>;
  groups: Collection<DirectoryGroup>;
  roleAssignments: Collection<RoleAssignment>;
  subscriptions: Collection<Subscription>;
  roleDefinitions: readonly RoleDefinition[];
  administrativeUnits: readonly AdministrativeUnit[];
  /** Goes up with every change, so that derived figures can be kept until then. */
  version: () => number;
  liveUsers: () => DirectoryUser[];
  findUser: (idOrUpn: string) => DirectoryUser | undefined;
  changes: () => TenantChanges;
  reset: () => void;
}

const nothingChanged: TenantChanges = { users: {}, groups: {}, roleAssignments: {}, subscriptions: {} };

export function createTenant(
  seed: TenantSeed,
  saved: TenantChanges = nothingChanged,
  onChange: (changes: TenantChanges) => void = () => undefined,
): Tenant {
  let version = 0;
  let silent = false;
  function changed(): void {
    version += 1;
    if (!silent) onChange(tenant.changes());
  }
  const tenant: Tenant = {
    id: seed.id,
    organization: seed.organization,
    users: createCollection(seed.users, saved.users, changed),
    groups: createCollection(seed.groups, saved.groups, changed),
    roleAssignments: createCollection(seed.roleAssignments, saved.roleAssignments, changed),
    subscriptions: createCollection(seed.subscriptions, saved.subscriptions, changed),
    roleDefinitions: seed.roleDefinitions,
    administrativeUnits: seed.administrativeUnits,
    version: () => version,
    liveUsers: () => tenant.users.all().filter((user) => user.deletedDateTime === null),
    findUser: (idOrUpn) => findUser(tenant, idOrUpn),
    changes: () => changesOf(tenant),
    reset() {
      silent = true;
      tenant.users.reset();
      tenant.groups.reset();
      tenant.roleAssignments.reset();
      tenant.subscriptions.reset();
      silent = false;
      changed();
    },
  };
  return tenant;
}

function changesOf({ users, groups, roleAssignments, subscriptions }: Tenant): TenantChanges {
  return {
    users: users.changes(),
    groups: groups.changes(),
    roleAssignments: roleAssignments.changes(),
    subscriptions: subscriptions.changes(),
  };
}

function findUser(tenant: Tenant, idOrUpn: string): DirectoryUser | undefined {
  const wanted = idOrUpn.toLowerCase();
  const found =
    tenant.users.get(wanted) ?? tenant.users.all().find((user) => user.userPrincipalName.toLowerCase() === wanted);
  return found?.deletedDateTime === null ? found : undefined;
}
