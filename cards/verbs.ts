import { z } from 'zod';
import { requestId, skuId } from '../src/core/identity.ts';

const text = z.string().max(500).optional();

/** Which requests a list shows: those that wait for the reader's decision, or those that the reader made. */
export const requestList = z.enum(['waiting', 'mine']);
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

/**
 * Everything a card may send back. A verb is `noun.verb`; ids only, and what people typed: who clicked comes from the
 * channel, everything else from the store.
 */
export const cardAction = z.discriminatedUnion('verb', [
  z.object({ verb: z.literal('plan.request'), requestId, reason: text, impactUnderstood: text }),
  z.object({ verb: z.literal('plan.cancel'), requestId }),
  z.object({ verb: z.literal('choice.pick'), choiceId: z.guid(), option: z.string().max(100) }),
  z.object({ verb: z.literal('choice.cancel'), choiceId: z.guid() }),
  z.object({ verb: z.literal('request.approve'), requestId, cardVersion: z.number() }),
  z.object({ verb: z.literal('request.deny'), requestId, cardVersion: z.number(), denyReason: text }),
  z.object({ verb: z.literal('request.withdraw'), requestId, cardVersion: z.number() }),
  z.object({ verb: z.literal('session.sign-in'), requestId, cardVersion: z.number() }),
  z.object({ verb: z.literal('requests.page'), list: requestList, offset }),
  z.object({ verb: z.literal('requests.open'), requestId }),
  z.object({ verb: z.literal('account.check'), choiceId: z.guid(), address: z.string().max(2_000).optional() }),
  z.object({ verb: z.literal('holders.page'), skuId, offset }),
  z.object({ verb: z.literal('help.try'), example }),
]);
export type CardAction = z.infer<typeof cardAction>;
