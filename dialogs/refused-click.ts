import { requestOf } from '../cards/verbs.ts';
import { recordRefusal } from '../src/core/workflow/refusal-entry.ts';
import type { Recorder } from '../src/core/workflow/refusal-entry.ts';
import type { Turn } from './turn.ts';

/** Verbs that answer a question in the chat. Every other click stands for itself, and is recorded where it is refused. */
const answering = /^(?:plan|choice|account)[.]/;

/**
 * Records a click that no question in the chat was waiting for: one that was sent again, forged, or made on a card that
 * something else has taken the place of.
 */
export async function recordIfUnheard(recorder: Recorder, { cardAction, isHeard, sender: actor }: Turn): Promise<void> {
  if (!cardAction || isHeard || !answering.test(cardAction.verb)) return;
  const data = { problem: 'card-replaced', verb: cardAction.verb };
  await recordRefusal(recorder, { event: 'click-refused', actor, requestId: requestOf(cardAction), data });
}
