import { z } from 'zod';

const named = z.object({ code: z.string() });
const answer = z.object({
  statusCode: z.number(),
  code: z.string().optional().catch(undefined),
  body: z
    .object({ code: z.string().optional().catch(undefined), error: named.optional().catch(undefined) })
    .optional()
    .catch(undefined),
});

/** Microsoft Teams, "Send proactive messages", status codes: the person, or their administrator, keeps the bot out. */
const blocking = new Set(['MessageWritesBlocked', 'ConversationBlockedByUser', 'BotNotInConversationRoster']);

/**
 * What a refusal of the channel means: the chat takes nothing, only this one message cannot be changed, or the card is too
 * large for it (Microsoft Teams, "Format your bot messages"). Undefined for anything that is over by itself.
 */
export function whyUndeliverable(error: unknown, what: 'new' | 'update'): 'chat' | 'message' | 'size' | undefined {
  const read = answer.safeParse(error);
  if (!read.success) return undefined;
  const { body, code, statusCode } = read.data;
  if (statusCode === 413) return 'size';
  if (statusCode !== 403 && statusCode !== 404) return undefined;
  if (what === 'new') return 'chat';
  const names = [code, body?.code, body?.error?.code];
  return statusCode === 403 && names.some((name) => name !== undefined && blocking.has(name)) ? 'chat' : 'message';
}
