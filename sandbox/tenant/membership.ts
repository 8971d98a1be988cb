import type { DirectoryGroup } from './directory.ts';
import type { Tenant } from './tenant.ts';

/** Every group somebody is in, directly or through other groups. */
export function transitiveGroups(tenant: Tenant, memberId: string): DirectoryGroup[] {
  const found = new Map<string, DirectoryGroup>();
  const open = [memberId];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const group of directGroups(tenant, id)) {
      if (!found.has(group.id)) open.push(group.id);
      found.set(group.id, group);
    }
  }
  return [...found.values()];
}

export function directGroups(tenant: Tenant, memberId: string): DirectoryGroup[] {
  return tenant.groups.all().filter((group) => group.memberIds.includes(memberId));
}

/** The ids of all members, members of member groups included. */
export function transitiveMemberIds(tenant: Tenant, group: DirectoryGroup): string[] {
  const found = new Set<string>();
  const open = [...group.memberIds];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    open.push(...(tenant.groups.get(id)?.memberIds ?? []));
  }
  return [...found];
}
