import type { DirectoryUser, GroupLicenseError } from './directory.ts';
import type { Tenant } from './tenant.ts';

/** One way in which somebody holds a licence: directly, or through one group. */
export interface Assignment {
  skuId: string;
  disabledPlans: string[];
  assignedByGroup: string | null;
  state: 'Active' | 'Error';
  error: 'None' | GroupLicenseError['error'];
  lastUpdatedDateTime: string;
}

const groupLicenseTime = '2025-11-17T09:00:00Z';

/** Group-based licensing looks at direct members only; a group in a group hands nothing on. */
export function assignmentsOf(tenant: Tenant, user: DirectoryUser): Assignment[] {
  const direct = user.licenses.map((license): Assignment => ({
    ...license,
    assignedByGroup: null,
    state: 'Active',
    error: 'None',
  }));
  return [...direct, ...inherited(tenant, user)];
}

function inherited(tenant: Tenant, user: DirectoryUser): Assignment[] {
  const groups = tenant.groups.all().filter((group) => group.licenses.length > 0 && group.memberIds.includes(user.id));
  return groups.flatMap((group) =>
    group.licenses.map((license): Assignment => {
      const failed = group.licenseErrors.find(({ userId, skuId }) => userId === user.id && skuId === license.skuId);
      return {
        ...license,
        assignedByGroup: group.id,
        state: failed ? 'Error' : 'Active',
        error: failed?.error ?? 'None',
        lastUpdatedDateTime: groupLicenseTime,
      };
    }),
  );
}

/** The SKUs that really work for somebody, each once, with the plans that are off on every way they hold it. */
export function heldSkus(assignments: readonly Assignment[]): Map<string, string[]> {
  const held = new Map<string, string[]>();
  for (const { skuId, disabledPlans, state } of assignments) {
    if (state === 'Error') continue;
    const before = held.get(skuId);
    held.set(skuId, before ? before.filter((plan) => disabledPlans.includes(plan)) : disabledPlans);
  }
  return held;
}
