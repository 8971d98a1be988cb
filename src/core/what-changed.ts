import { z } from 'zod';
import { skuId } from './identity.ts';
import { assignmentPath } from './plan.ts';
import type { AssignmentPath, LicenseAssignment } from './plan.ts';

const about = { skuId, productName: z.string() };

/** One thing that is not what a plan says about somebody's licences. `planIds` are service plans. */
export const change = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('license-gone'), ...about, path: assignmentPath }),
  z.object({ kind: z.literal('license-added'), ...about, path: assignmentPath }),
  /** Still there by another path. */
  z.object({ kind: z.literal('path-gone'), ...about, path: assignmentPath }),
  z.object({ kind: z.literal('path-added'), ...about, path: assignmentPath }),
  z.object({ kind: z.literal('path-changed'), ...about, before: assignmentPath, path: assignmentPath }),
  z.object({ kind: z.literal('plans-off'), ...about, path: assignmentPath, planIds: z.array(z.string()) }),
  z.object({ kind: z.literal('plans-on'), ...about, path: assignmentPath, planIds: z.array(z.string()) }),
]);
export type LicenseChange = z.infer<typeof change>;

function pathKey({ path }: LicenseAssignment): string {
  return path.kind === 'direct' ? path.kind : path.groupId;
}

/** One line per assignment, without names: group and product names may change, the approval is about the ids. */
function fingerprint(assignment: LicenseAssignment): string {
  return [assignment.skuId, pathKey(assignment), ...new Set(assignment.disabledPlans.toSorted())].join(' ');
}

/** What is in `some` and not in `others`; two equal ones are two. */
function without(some: readonly LicenseAssignment[], others: readonly LicenseAssignment[]): LicenseAssignment[] {
  const left = others.map(fingerprint);
  return some.filter((each) => {
    const place = left.indexOf(fingerprint(each));
    if (place !== -1) left.splice(place, 1);
    return place === -1;
  });
}

function named({ productName, skuId: id }: LicenseAssignment): { skuId: typeof id; productName: string } {
  return { skuId: id, productName };
}

/** The same licence by the same path, with other service plans. */
function plansChanged(before: LicenseAssignment, now: LicenseAssignment): LicenseChange[] {
  const off = now.disabledPlans.filter((id) => !before.disabledPlans.includes(id));
  const on = before.disabledPlans.filter((id) => !now.disabledPlans.includes(id));
  const { path } = now;
  return [
    ...(off.length > 0 ? [{ kind: 'plans-off' as const, ...named(now), path, planIds: off }] : []),
    ...(on.length > 0 ? [{ kind: 'plans-on' as const, ...named(now), path, planIds: on }] : []),
  ];
}

interface Sides {
  gone: LicenseAssignment[];
  come: LicenseAssignment[];
  /** Whether the product was there before, and is there now, by whatever path. */
  held: boolean;
  holds: boolean;
}

function changesOf({ gone, come, held, holds }: Sides): LicenseChange[] {
  const changes: LicenseChange[] = [];
  const left = [...come];
  const take = (place: number): LicenseAssignment | undefined => (place === -1 ? undefined : left.splice(place, 1)[0]);
  const elsewhere = gone.filter((before) => {
    const now = take(left.findIndex((each) => pathKey(each) === pathKey(before)));
    if (now) changes.push(...plansChanged(before, now));
    return !now;
  });
  for (const before of elsewhere) {
    const now = left.shift();
    if (now) changes.push({ kind: 'path-changed', ...named(now), before: before.path, path: now.path });
    else changes.push({ kind: holds ? 'path-gone' : 'license-gone', ...named(before), path: before.path });
  }
  const kind = held ? 'path-added' : 'license-added';
  return [...changes, ...left.map((each) => ({ kind, ...named(each), path: each.path }) as const)];
}

/**
 * What is different between the licences that a plan was made from and those that were read now, the plan's order first.
 * Empty exactly when nothing is that an approval is about: the products, the paths they come by, the service plans off.
 */
export function whatChanged(before: readonly LicenseAssignment[], now: readonly LicenseAssignment[]): LicenseChange[] {
  const gone = without(before, now);
  const come = without(now, before);
  const products = [...new Set([...gone, ...come].map((each) => each.skuId))];
  return products.flatMap((id) => {
    const of = (licenses: readonly LicenseAssignment[]): LicenseAssignment[] =>
      licenses.filter((each) => each.skuId === id);
    return changesOf({
      gone: of(gone),
      come: of(come),
      held: of(before).length > 0,
      holds: of(now).length > 0,
    });
  });
}

function pathIds(path: AssignmentPath): object {
  return path.kind === 'direct' ? path : { kind: path.kind, groupId: path.groupId };
}

function recordedChange(of: LicenseChange): object {
  const ids: Partial<LicenseChange> = { ...of };
  delete ids.productName;
  const before = 'before' in of ? { before: pathIds(of.before) } : {};
  return { ...ids, ...before, path: pathIds(of.path) };
}

/** What went wrong, for the audit: as it is, but for its changes, which are there by ids alone. */
export function recorded(why: { kind: string; changes?: readonly LicenseChange[] }): object {
  return why.changes ? { ...why, changes: why.changes.map(recordedChange) } : why;
}
