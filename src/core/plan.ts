import { z } from 'zod';
import { digestOf } from './digest.ts';
import { groupId, requestId, skuId, tenantId, userId } from './identity.ts';

/** How a licence reached a person. One product may come by several paths; only the direct one can be removed. */
export const assignmentPath = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('direct') }),
  z.object({ kind: z.literal('group'), groupId, groupName: z.string() }),
]);
export type AssignmentPath = z.infer<typeof assignmentPath>;

/** One entry of Graph's `licenseAssignmentStates`, with names. `disabledPlans` holds service plan ids. */
export const licenseAssignment = z.object({
  skuId,
  skuPartNumber: z.string(),
  productName: z.string(),
  path: assignmentPath,
  disabledPlans: z.array(z.string()),
  state: z.string(),
});
export type LicenseAssignment = z.infer<typeof licenseAssignment>;

export const service = z.enum([
  'mail',
  'files',
  'teams',
  'office-apps',
  'office-web',
  'phone',
  'copilot',
  'windows',
  'devices',
  'identity',
  'security',
  'compliance',
  'power-apps',
  'power-bi',
  'visio',
  'project',
  'planner',
]);
export type Service = z.infer<typeof service>;

/** What happens to one service of one person: gone, still there in a smaller or other plan, or unchanged. */
export const serviceEffect = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('lost'), service }),
  z.object({ kind: z.literal('reduced'), service, productName: z.string(), planName: z.string() }),
  z.object({ kind: z.literal('kept'), service, productName: z.string() }),
]);
export type ServiceEffect = z.infer<typeof serviceEffect>;

export const planTarget = z.object({
  user: z.object({ userId, displayName: z.string(), userPrincipalName: z.string() }),
  /** What the plan is about: the direct licences that go, or that come back. */
  remove: z.array(licenseAssignment),
  /** The same products, held through a group as well: they stay. */
  stillInherited: z.array(licenseAssignment),
  /** All other licences of the person. */
  keeps: z.array(licenseAssignment),
  effects: z.array(serviceEffect),
  /** Names of lost service plans that belong to no named service. */
  otherLosses: z.array(z.string()),
});
export type PlanTarget = z.infer<typeof planTarget>;

/** Somebody whom a removal hit and whom its undo passes over, and why. */
export const leftOut = z.object({
  displayName: z.string(),
  productNames: z.array(z.string()),
  why: z.enum(['gone', 'held', 'protected']),
});
export type LeftOut = z.infer<typeof leftOut>;

/** What a plan does; each has a policy of its own. */
export const operation = z.enum(['remove-licenses', 'restore-licenses']);
export type Operation = z.infer<typeof operation>;

export const plan = z.object({
  operation,
  /** Of a restore: the removal that it undoes, and when that was done. */
  parent: z.object({ requestId, removedAt: z.iso.datetime() }).optional(),
  leftOut: z.array(leftOut).optional(),
  tenantId,
  /** When Graph was read; ISO 8601, UTC. */
  readAt: z.iso.datetime(),
  targets: z.array(planTarget).min(1),
});
export type Plan = z.infer<typeof plan>;

/** What people confirm and approve. */
export function planDigest(value: Plan): string {
  return digestOf(value);
}
