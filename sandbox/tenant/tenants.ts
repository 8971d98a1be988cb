import { z } from 'zod';
import type { State } from '../state.ts';
import { contoso } from './contoso.ts';
import type { TenantSeed } from './directory.ts';
import { fabrikam } from './fabrikam.ts';
import { createTenant } from './tenant.ts';
import type { Tenant, TenantChanges } from './tenant.ts';

export interface Tenants {
  contoso: Tenant;
  byId: ReadonlyMap<string, Tenant>;
  reset: () => void;
}

const records = z.record(z.string(), z.unknown());
const savedChanges = z.object({ users: records, groups: records, roleAssignments: records, subscriptions: records });

export function openTenants(state: State): Tenants {
  const open = (seed: TenantSeed): Tenant => {
    const name = `tenant-${seed.organization.displayName.toLowerCase()}`;
    const saved = savedChanges.safeParse(state.read(name));
    // The records were written by this program; only the frame is checked.
    const changes = saved.success ? (saved.data as TenantChanges) : undefined;
    return createTenant(seed, changes, (changed) => state.write(name, changed));
  };
  const opened = open(contoso);
  const other = open(fabrikam);
  return {
    contoso: opened,
    byId: new Map([opened, other].map((tenant) => [tenant.id, tenant])),
    reset() {
      opened.reset();
      other.reset();
    },
  };
}
