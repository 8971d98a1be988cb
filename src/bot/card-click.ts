import type { Activity, InvokeResponse } from 'botbuilder';
import { z } from 'zod';
import { cardAction } from '../../cards/verbs.ts';
import type { CardAction } from '../../cards/verbs.ts';
import type { Turn } from '../../dialogs/turn.ts';
import { isPrivateChat } from './sender.ts';

const invokeValue = z.object({
  action: z.object({
    type: z.literal('Action.Execute'),
    verb: z.string(),
    data: z.record(z.string(), z.unknown()).default({}),
  }),
  trigger: z.string().optional(),
});

/** A click as the channel brought it: one of ours, or why it is none. */
export type Click =
  | { kind: 'click'; action: CardAction }
  | { kind: 'refused'; why: 'automatic-refresh' | 'unknown-action' }
  | { kind: 'refused'; why: 'not-in-private'; action: CardAction };

/**
 * Reads an `adaptiveCard/action` invoke. Only a person's click on a button that Farewell draws is a click: a client's
 * automatic refresh decides nothing, whatever it carries. Buttons are only ever drawn in private chats.
 */
export function readClick(activity: Activity): Click {
  const invoke = invokeValue.safeParse(activity.value);
  if (!invoke.success) return { kind: 'refused', why: 'unknown-action' };
  if (invoke.data.trigger === 'automatic') return { kind: 'refused', why: 'automatic-refresh' };
  const { verb, data } = invoke.data.action;
  const action = cardAction.safeParse({ ...data, verb });
  if (!action.success) return { kind: 'refused', why: 'unknown-action' };
  if (!isPrivateChat(activity)) return { kind: 'refused', why: 'not-in-private', action: action.data };
  return { kind: 'click', action: action.data };
}

const CARD = 'application/vnd.microsoft.card.adaptive';
const MESSAGE = 'application/vnd.microsoft.activity.message';

/** The answer to a click. Always HTTP 200: Teams delivers anything else again. */
export function clickAnswer(answer: Turn['answer']): InvokeResponse {
  if (answer && 'card' in answer)
    return { status: 200, body: { statusCode: 200, type: CARD, value: answer.card.content } };
  return { status: 200, body: { statusCode: 200, type: MESSAGE, value: answer?.text ?? '' } };
}
