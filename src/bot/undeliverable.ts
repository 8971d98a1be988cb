import { z } from 'zod';

const named = z.object({ code: z.string() });
const refusal = z.object({
  statusCode: z.union([z.literal(403), z.literal(404)]),
  code: z.string().optional().catch(undefined),
  body: z
    .object({ code: z.string().optional().catch(undefined), error: named.optional().catch(undefined) })
    .optional()
    .catch(undefined),
});

/** Microsoft Teams, "Send proactive messages", status codes: the person, or their administrator, keeps the bot out. */
const blocking = new Set(['MessageWritesBlocked', 'ConversationBlockedByUser', 'BotNotInConversationRoster']);

/** Why something can never be brought: the chat takes nothing, or only this one message is gone. Undefined: try again. */
export function whyUndeliverable(error: unknown, what: 'new' | 'update'): 'chat' | 'message' | undefined {
  const read = refusal.safeParse(error);
  if (!read.success) return undefined;
  const { body, code, statusCode } = read.data;
  if (what === 'new') return 'chat';
  const names = [code, body?.code, body?.error?.code];
  return statusCode === 403 && names.some((name) => name !== undefined && blocking.has(name)) ? 'chat' : 'message';
}
