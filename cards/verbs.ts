import { z } from 'zod';
import { requestId, skuId, userId } from '../src/core/identity.ts';
import type { RequestId } from '../src/core/identity.ts';

const text = z.string().max(500).optional();

/** Which requests a list shows: those that wait for the reader's decision, that the reader made, or was ever asked about. */
export const requestList = z.enum(['waiting', 'mine', 'asked']);
export type RequestList = z.infer<typeof requestList>;

/** What the help card offers to try. */
export const example = z.enum([
  'own_licenses',
  'license_impact',
  'close_account',
  'remove_license',
  'license_holders',
  'pending_requests',
]);
export type Example = z.infer<typeof example>;

const offset = z.number().int().min(0).max(1_000_000);
/** What people fill in under a plan. */
const planForm = {
  reason: text,
  ticket: text,
  impactUnderstood: text,
  preferred: z.union([z.literal('anyone').transform(() => undefined), userId]).optional(),
};

/**
 * Everything a card may send back. A verb is `noun.verb`; ids only, and what people typed: who clicked comes from the
 * channel, everything else from the store.
 */
export const cardAction = z.discriminatedUnion('verb', [
  z.object({ verb: z.literal('plan.request'), requestId, ...planForm }),
  z.object({ verb: z.literal('plan.break-glass'), requestId, ...planForm }),
  z.object({ verb: z.literal('plan.cancel'), requestId }),
  z.object({ verb: z.literal('choice.pick'), choiceId: z.guid(), option: z.string().max(100) }),
  z.object({ verb: z.literal('choice.cancel'), choiceId: z.guid() }),
  z.object({ verb: z.literal('request.approve'), requestId, cardVersion: z.number() }),
  z.object({ verb: z.literal('request.deny'), requestId, cardVersion: z.number(), denyReason: text }),
  z.object({ verb: z.literal('request.withdraw'), requestId, cardVersion: z.number() }),
  z.object({ verb: z.literal('request.stop'), requestId, cardVersion: z.number() }),
  z.object({ verb: z.literal('request.confirm'), requestId, cardVersion: z.number() }),
  z.object({ verb: z.literal('request.undo'), requestId, cardVersion: z.number() }),
  z.object({ verb: z.literal('session.sign-in'), requestId, cardVersion: z.number() }),
  // One is away for oneself: what names anybody else was made by no button of ours.
  z.strictObject({
    verb: z.literal('away.set'),
    until: z.union([z.iso.date(), z.literal('').transform(() => undefined)]).optional(),
    standIn: z.union([z.literal('nobody').transform(() => undefined), userId]).optional(),
  }),
  z.strictObject({ verb: z.literal('away.end') }),
  z.object({ verb: z.literal('operator.pause'), reason: text }),
  z.object({ verb: z.literal('operator.resume') }),
  z.object({ verb: z.literal('requests.page'), list: requestList, offset }),
  z.object({ verb: z.literal('requests.open'), requestId }),
  z.object({ verb: z.literal('account.check'), choiceId: z.guid(), address: z.string().max(2_000).optional() }),
  z.object({ verb: z.literal('holders.page'), skuId, offset }),
  z.object({ verb: z.literal('help.try'), example }),
]);
export type CardAction = z.infer<typeof cardAction>;

/** Clicks on a card of settings: they belong to no question that is open in the chat. */
export type SettingsAction = Extract<
  CardAction,
  { verb: 'away.set' | 'away.end' | 'operator.pause' | 'operator.resume' }
>;

export function isSettingsAction(action: CardAction | undefined): action is SettingsAction {
  return action !== undefined && /^(?:away|operator)[.]/.test(action.verb);
}

/** Whether a click counts only with a proof of who clicked. */
export function needsProof(action: CardAction): boolean {
  return 'cardVersion' in action || isSettingsAction(action);
}

/** The request that a click names, if it names one. */
export function requestOf(action: CardAction | undefined): RequestId | undefined {
  return action && 'requestId' in action ? action.requestId : undefined;
}
