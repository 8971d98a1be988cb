import { z } from 'zod';
import { groupId, userId } from '../core/identity.ts';
import { knownRole, nearestRoles } from '../core/known-roles.ts';

/** In hours: in less, nobody can read a card and decide, nor a worker try twice. */
const SHORTEST = 0.05;
const LONGEST = 24 * 90;

const range = `from ${SHORTEST} (3 minutes) to ${LONGEST} (90 days)`;
const spanSentence = `has to be a number of hours ${range}`;
const span = z.number(spanSentence).min(SHORTEST, spanSentence).max(LONGEST, spanSentence);

function spanOr0(meaning: string): z.ZodType<number> {
  const sentence = `has to be 0 for ${meaning}, or a number of hours ${range}`;
  return z.number(sentence).refine((hours) => hours === 0 || (hours >= SHORTEST && hours <= LONGEST), sentence);
}

const yesOrNo = z.boolean('has to be true or false');
const approvalsSentence = 'has to be a whole number from 1 to 10';
const percentSentence = 'has to be a number from 0 to 100';

const either = new Intl.ListFormat('en', { type: 'disjunction' });

/** A role by the name it has in Microsoft Entra, or by its id. An id that is not built in may be a role of the tenant's own. */
const role = z.string('has to be the name or the template id of a role').transform((text, context) => {
  const known = knownRole(text);
  if (known?.notForPeople) {
    context.addIssue(`"${known.name}" is a role that Microsoft gives to nobody but its own services and partners`);
    return z.NEVER;
  }
  if (known) return known.id;
  if (z.guid().safeParse(text).success) return text.toLowerCase();
  const nearest = either.format(nearestRoles(text).map(({ name }) => `"${name}"`));
  context.addIssue(
    `"${text}" is no built-in role of Microsoft Entra: use the name or the template id of one, such as ${nearest}`,
  );
  return z.NEVER;
});

const forEveryOperation = z.strictObject({
  approverRoles: z.array(role).min(1, 'has to name at least one role').optional(),
  approverGroup: z.guid('has to be the object id of a group').pipe(groupId).optional(),
  approvals: z.int(approvalsSentence).min(1, approvalsSentence).max(10, approvalsSentence).optional(),
  approvalHours: span.optional(),
  executionHours: span.optional(),
  holdHours: spanOr0('no hold').optional(),
  requesterConfirms: yesOrNo.optional(),
  ticket: z.enum(['off', 'optional', 'required'], 'has to be "off", "optional" or "required"').optional(),
  remindAfterHours: spanOr0('never').optional(),
  escalateAfterHours: span.optional(),
  undoNeedsApproval: yesOrNo.optional(),
  changedPercent: z.number(percentSentence).min(0, percentSentence).max(100, percentSentence).optional(),
  protectedPeople: z.array(z.guid('has to be the object id of a person').pipe(userId)).optional(),
});

/** Of a removal. Whether its undo takes an approval may be said here, for giving back goes by it. */
export const removalEntries = forEveryOperation.extend({
  breakGlass: yesOrNo.optional(),
  undoHours: spanOr0('never').optional(),
});

/** Of giving back: that is never an emergency, and its time counts from the removal, under the removal's policy. */
export const restoreEntries = forEveryOperation;

/** What a section names; all of it may be left out. */
export type NamedEntries = z.infer<typeof removalEntries>;
