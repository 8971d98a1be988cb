import { z } from 'zod';
import { json, jsonBody } from '../http/exchange.ts';
import type { Faults } from '../http/faults.ts';
import type { Handler } from '../http/routes.ts';
import type { Chat } from './chat-window.ts';
import { failure } from './connector.ts';
import type { Installations } from './installations.ts';
import type { Teams } from './teams.ts';

export interface NewChatsParts {
  chats: readonly Chat[];
  installations: Installations;
  teams: Teams;
  faults: Faults;
}

const newChat = z.object({ isGroup: z.literal(false), members: z.tuple([z.looseObject({ id: z.string() })]) });

/**
 * The bot asks for its chat with one person. There is one for each: whoever asks again is given the same. Without
 * Farewell in their Teams there is none.
 */
export function createNewChats({ chats, installations, teams, faults }: NewChatsParts): Handler {
  return (incoming) => {
    const asked = newChat.safeParse(jsonBody(incoming));
    if (!asked.success) return failure({ status: 400, code: 'BadSyntax', message: 'This is no chat with one person.' });
    const [{ id }] = asked.data.members;
    const fault = faults.take(incoming.method, `/${id}/v3/conversations`);
    if (fault) return failure(fault);
    const persona = chats.find((chat) => chat.persona.chatUserId === id)?.persona;
    if (persona && (installations.isIn(persona.conversationId) || teams.isInstalled(persona.user.id))) {
      return json(201, { id: persona.conversationId });
    }
    return failure({ status: 403, code: 'BotNotInConversationRoster', message: 'The bot is not part of the roster.' });
  };
}
