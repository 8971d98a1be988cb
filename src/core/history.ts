import { z } from 'zod';
import { person, requestId } from './identity.ts';

const at = z.iso.datetime();

/** What happened to a request besides what its own fields say: who asked, decided, confirmed or stopped, and when. */
export const happening = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('reminded'), at }),
  /** Nobody decided, so those who stood by were asked as well. */
  z.object({ kind: z.literal('escalated'), at, asked: z.array(person) }),
  z.object({ kind: z.literal('stand-in-asked'), at, standIn: person, absent: person }),
  z.object({ kind: z.literal('not-reached'), at, who: person, asked: z.array(person) }),
  /** Of what was approved: the policy became stricter, and it goes by that. */
  z.object({ kind: z.literal('policy-tightened'), at }),
  /** An operator's pause held it, and let it go on. */
  z.object({ kind: z.literal('held'), at }),
  z.object({ kind: z.literal('released'), at }),
  z.object({ kind: z.literal('sign-in-awaited'), at }),
  z.object({ kind: z.literal('signed-in'), at }),
  /** Of a removal: its requester asked for the licences to be given back. */
  z.object({ kind: z.literal('undo-asked'), at, request: requestId }),
]);
export type Happening = z.infer<typeof happening>;
