import { z } from 'zod';
import { change } from './what-changed.ts';

/** Why somebody may no longer do what they asked for or approved. */
export const lostRight = z.enum([
  'account-disabled',
  'guest',
  'role-missing',
  'billing-role-only',
  'outside-units',
  'not-in-group',
]);

const displayName = z.string();
/** Empty in what was stored before changes were. */
const changes = z.array(change).default([]);

/** What made an approved request void, or an execution fail as a whole. */
export const setback = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('target-changed'), displayName, changes }),
  z.object({ kind: z.literal('target-gone'), displayName }),
  z.object({ kind: z.literal('already-held'), displayName, changes }),
  z.object({
    kind: z.literal('role-lost'),
    who: z.enum(['requester', 'approver']),
    displayName,
    why: lostRight.optional(),
  }),
  z.object({ kind: z.literal('target-protected'), displayName }),
  z.object({ kind: z.literal('plan-altered') }),
  z.object({ kind: z.literal('sign-in-too-late') }),
  z.object({ kind: z.literal('execution-too-late') }),
  z.object({ kind: z.literal('too-few-approvals') }),
  z.object({ kind: z.literal('break-glass-off') }),
  z.object({ kind: z.literal('too-many-changed') }),
  z.object({ kind: z.literal('graph-forbidden') }),
  z.object({ kind: z.literal('graph-unavailable') }),
]);
export type Setback = z.infer<typeof setback>;
