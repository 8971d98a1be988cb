import type { InvokeResponse } from 'botbuilder';
import { z } from 'zod';
import { cardAction } from '../../cards/verbs.ts';
import type { CardAction } from '../../cards/verbs.ts';
import type { Turn } from '../../dialogs/turn.ts';

const invokeValue = z.object({
  action: z.object({
    type: z.literal('Action.Execute'),
    verb: z.string(),
    data: z.record(z.string(), z.unknown()).default({}),
  }),
  trigger: z.string().optional(),
});

/**
 * The click in an `adaptiveCard/action` invoke: undefined for anything else than a person's click on a button that
 * Farewell draws. A client's automatic refresh is never a click: refreshing decides nothing.
 */
export function readClick(value: unknown): CardAction | undefined {
  const invoke = invokeValue.safeParse(value);
  if (!invoke.success || invoke.data.trigger === 'automatic') return undefined;
  const { verb, data } = invoke.data.action;
  const action = cardAction.safeParse({ ...data, verb });
  return action.success ? action.data : undefined;
}

const CARD = 'application/vnd.microsoft.card.adaptive';
const MESSAGE = 'application/vnd.microsoft.activity.message';

/** The answer to a click. Always HTTP 200: Teams delivers anything else again. */
export function clickAnswer(answer: Turn['answer']): InvokeResponse {
  if (answer && 'card' in answer)
    return { status: 200, body: { statusCode: 200, type: CARD, value: answer.card.content } };
  return { status: 200, body: { statusCode: 200, type: MESSAGE, value: answer?.text ?? '' } };
}
