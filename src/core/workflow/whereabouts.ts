import type { UnitId } from '../identity.ts';
import type { Plan, PlanTarget } from '../plan.ts';
import type { DirectoryReader } from '../ports.ts';
import { tenantWide, unitsIn } from '../role-scope.ts';

/** Where the people are whom a plan is about: in which administrative units. */
export interface Whereabouts {
  /** Every unit that at least one of them is in. */
  units(): Promise<UnitId[]>;
  /** The first of them whom no role with one of these scopes reaches; undefined when all are reached. */
  outside(scopes: readonly string[]): Promise<PlanTarget['user'] | undefined>;
}

/** Reads each person's units once, and only when a role is held for a unit: tenant-wide roles cost nothing. */
export function whereaboutsOf(reader: DirectoryReader, { targets }: Plan): Whereabouts {
  let reading: Promise<{ user: PlanTarget['user']; units: UnitId[] }[]> | undefined;
  const read = (): NonNullable<typeof reading> =>
    (reading ??= Promise.all(targets.map(async ({ user }) => ({ user, units: await reader.readUnits(user.userId) }))));
  return {
    units: async () => [...new Set((await read()).flatMap(({ units }) => units))],
    async outside(scopes) {
      if (scopes.includes(tenantWide)) return undefined;
      const reached = unitsIn(scopes);
      return (await read()).find(({ units }) => !units.some((unit) => reached.includes(unit)))?.user;
    },
  };
}
