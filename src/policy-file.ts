import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { groupId, userId } from './core/identity.ts';
import { builtInRole, defaultPolicy } from './core/policy.ts';
import type { Policy } from './core/policy.ts';

const roleNames = Object.keys(builtInRole).join(', ');

/** A role by the name it has in `builtInRole`, or by its template id. */
const role = z.string().transform((name, context) => {
  const known = Object.entries(builtInRole).find(([each]) => each === name);
  if (known) return known[1];
  if (z.guid().safeParse(name).success) return name.toLowerCase();
  context.addIssue(`"${name}" is not a role: use a role template id, or one of ${roleNames}`);
  return z.NEVER;
});

const hours = z
  .number()
  .positive()
  .max(24 * 90);

const entries = z.strictObject({
  approverRoles: z.array(role).min(1).optional(),
  approverGroup: groupId.optional(),
  approvals: z.number().int().min(1).max(10).default(defaultPolicy.approvals),
  approvalHours: hours.default(defaultPolicy.approvalHours),
  executionHours: hours.default(defaultPolicy.executionHours),
  holdHours: z
    .number()
    .min(0)
    .max(24 * 90)
    .default(defaultPolicy.holdHours),
  requesterConfirms: z.boolean().default(defaultPolicy.requesterConfirms),
  ticket: z.enum(['off', 'optional', 'required']).default(defaultPolicy.ticket),
  remindAfterHours: z
    .number()
    .min(0)
    .max(24 * 90)
    .default(defaultPolicy.remindAfterHours),
  escalateAfterHours: hours.default(defaultPolicy.escalateAfterHours),
  breakGlass: z.boolean().default(defaultPolicy.breakGlass),
  undoHours: z
    .number()
    .min(0)
    .max(24 * 90)
    .default(defaultPolicy.undoHours),
  undoNeedsApproval: z.boolean().default(defaultPolicy.undoNeedsApproval),
  changedPercent: z.number().min(0).max(100).default(defaultPolicy.changedPercent),
  protectedPeople: z.array(userId).default(defaultPolicy.protectedPeople),
});

/** Roles or one group: with both, nobody could tell which of them is meant. */
const removal = entries.transform(({ approverRoles, approverGroup, ...others }, context): Policy => {
  if (!approverGroup) return { ...others, approverRoles: approverRoles ?? defaultPolicy.approverRoles };
  if (approverRoles) context.addIssue('approverRoles and approverGroup are both there: keep one of them');
  return { ...others, approverRoles: [], approverGroup };
});

/** The file's form: one entry for each operation; what is left out keeps its default. */
const policyFile = z.strictObject({ 'remove-licenses': removal.default(defaultPolicy) });

export type ReadPolicy = { ok: true; policy: Policy } | { ok: false; problems: string[] };

/** Reads the policy once, at start. Every problem is one sentence that names the place in the file. */
export async function readPolicy(path: string | undefined): Promise<ReadPolicy> {
  if (path === undefined) return { ok: true, policy: defaultPolicy };
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return { ok: false, problems: [`POLICY_FILE names ${path}, which cannot be read.`] };
  const json = parsed(text);
  if (json === undefined) return { ok: false, problems: [`POLICY_FILE names ${path}, which is not JSON.`] };
  const read = policyFile.safeParse(json);
  if (read.success) return { ok: true, policy: read.data['remove-licenses'] };
  return { ok: false, problems: read.error.issues.map((issue) => sentence(path, issue)) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function sentence(path: string, issue: z.core.$ZodIssue): string {
  return `${path}, ${issue.path.join('.') || 'as a whole'}: ${issue.message}.`;
}
