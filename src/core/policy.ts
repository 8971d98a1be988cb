import { z } from 'zod';
import { groupId, userId } from './identity.ts';
import type { Operation, Plan } from './plan.ts';

/** Template ids of built-in Entra roles; Microsoft Entra "Built-in roles" reference. */
export const builtInRole = {
  globalAdministrator: '62e90394-69f5-4237-9190-012177145e10',
  licenseAdministrator: '4d6ac14f-3453-41d0-bef9-a3e0c569773a',
  userAdministrator: 'fe930be7-5e62-47db-91af-98c3a49a38b1',
  billingAdministrator: 'b0f54661-2d74-4c50-afa3-1ec803f12efe',
} as const;

/** Resource actions that let somebody remove a licence; Microsoft Graph, "user: assignLicense", supported roles. */
const removalActions = new Set([
  'microsoft.directory/users/assignLicense',
  'microsoft.directory/users/allProperties/allTasks',
]);

export const policy = z.object({
  /** Role template ids; who holds one of them, for everybody a plan is about, may approve. Empty when a group does. */
  approverRoles: z.array(z.guid()),
  /** Instead of roles: who is in this group may approve. */
  approverGroup: groupId.optional(),
  /** How many different people must approve; one denial ends the request. */
  approvals: z.number().int().min(1).max(10),
  approvalHours: z.number().positive(),
  executionHours: z.number().positive(),
  /** How long an approved request waits before it is executed; whoever was asked may stop it meanwhile. 0 for not at all. */
  holdHours: z.number().min(0),
  /** After the approval the requester has to say once more that it shall be done. */
  requesterConfirms: z.boolean(),
  /** Whether the requester is asked for the number of a ticket. */
  ticket: z.enum(['off', 'optional', 'required']),
  /** When who was asked is reminded for the first time; each further wait is twice as long. 0 for never. */
  remindAfterHours: z.number().min(0),
  /** When everybody else who may approve is asked too, if the requester had asked one person first. */
  escalateAfterHours: z.number().positive(),
  /** Whether a requester may act without an approval, in an emergency that all who may approve are told of at once. */
  breakGlass: z.boolean(),
  /** How long after a removal its requester may ask to give the licences back. 0 for never. */
  undoHours: z.number().min(0).default(720),
  /** Whether giving back takes an approval, as the removal did. */
  undoNeedsApproval: z.boolean().default(true),
  /** Of many people, how many percent may have changed since the plan before the rest is left alone. */
  changedPercent: z.number().min(0).max(100).default(5),
  /** Break-glass and service accounts: object ids of people who are never a target. */
  protectedPeople: z.array(userId),
});
export type Policy = z.infer<typeof policy>;

export const defaultPolicy: Policy = {
  approverRoles: [builtInRole.globalAdministrator, builtInRole.licenseAdministrator, builtInRole.userAdministrator],
  approvals: 1,
  approvalHours: 24,
  executionHours: 4,
  holdHours: 0,
  requesterConfirms: false,
  ticket: 'off',
  remindAfterHours: 4,
  escalateAfterHours: 4,
  breakGlass: false,
  undoHours: 720,
  undoNeedsApproval: true,
  changedPercent: 5,
  protectedPeople: [],
};

/** A removal and giving back may want different people and different patience: each operation has its policy. */
export type Policies = Readonly<Record<Operation, Policy>>;

/** The same rules for everything. */
export function onePolicyForAll(rules: Policy): Policies {
  return { 'remove-licenses': rules, 'restore-licenses': rules };
}

/** The policy that a plan is under now. */
export function policyFor({ policies }: { policies: Policies }, { operation }: Pick<Plan, 'operation'>): Policy {
  return policies[operation];
}

/**
 * The rules of a pending request after the policy of its operation changed: of each the stricter one. Who may approve is
 * no part of it: there both policies are asked.
 */
export function stricter(asked: Policy, now: Policy): Policy {
  return {
    ...asked,
    approvals: Math.max(asked.approvals, now.approvals),
    approvalHours: Math.min(asked.approvalHours, now.approvalHours),
    executionHours: Math.min(asked.executionHours, now.executionHours),
    holdHours: Math.max(asked.holdHours, now.holdHours),
    requesterConfirms: asked.requesterConfirms || now.requesterConfirms,
    breakGlass: asked.breakGlass && now.breakGlass,
    undoHours: Math.min(asked.undoHours, now.undoHours),
    undoNeedsApproval: asked.undoNeedsApproval || now.undoNeedsApproval,
    changedPercent: Math.min(asked.changedPercent, now.changedPercent),
    protectedPeople: [...new Set([...asked.protectedPeople, ...now.protectedPeople])],
  };
}

/** A role somebody holds now, directly or through a role-assignable group; `role-scope.ts` reads its `scope`. */
export interface HeldRole {
  roleDefinitionId: string;
  scope: string;
  allowedActions: readonly string[];
}

/** Whether a role with these resource actions lets its holders remove licences, and give them back. */
export function allowsRemoval(actions: readonly string[]): boolean {
  return actions.some((action) => removalActions.has(action));
}

/** Where somebody may remove licences. Built-in and custom roles count alike: what they allow decides, not their name. */
export function removalScopes(roles: readonly HeldRole[]): string[] {
  return roles.filter((role) => allowsRemoval(role.allowedActions)).map(scopeOf);
}

/** Where somebody may approve. */
export function approvalScopes(roles: readonly HeldRole[], rules: Policy): string[] {
  return roles.filter((role) => rules.approverRoles.includes(role.roleDefinitionId.toLowerCase())).map(scopeOf);
}

function scopeOf({ scope }: HeldRole): string {
  return scope;
}

/** Billing Administrator sounds as if it could remove licences and cannot: worth a sentence of its own. */
export function holdsOnlyBilling(roles: readonly HeldRole[]): boolean {
  return (
    roles.length > 0 && roles.every((role) => role.roleDefinitionId.toLowerCase() === builtInRole.billingAdministrator)
  );
}

export function hoursAfter(moment: Date, hours: number): Date {
  return new Date(moment.getTime() + hours * 3_600_000);
}

/** What an approval at this moment allows: nothing before a hold is over, and nothing after the execution's time. */
export function executionTimes(
  approvedAt: Date,
  { executionHours, holdHours }: Pick<Policy, 'executionHours' | 'holdHours'>,
): { notBefore?: string; executionExpiresAt: string } {
  const begin = hoursAfter(approvedAt, holdHours);
  const executionExpiresAt = hoursAfter(begin, executionHours).toISOString();
  return { executionExpiresAt, ...(holdHours > 0 ? { notBefore: begin.toISOString() } : {}) };
}

/** So few changed people say nothing about the others, whatever share of them they are. */
const FEW_CHANGED = 2;

/** Whether so many of all have changed since the plan that the plan as a whole is not to be trusted any more. */
export function isTooManyChanged(changed: number, all: number, { changedPercent }: Policy): boolean {
  return changed > FEW_CHANGED && changed * 100 > all * changedPercent;
}
