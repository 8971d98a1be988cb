import type { Chat } from './chat-window.ts';
import { botAppId, teamsCatalogAppId } from '../identities.ts';

/** Whose Teams has Farewell, as Graph knows it. */
export interface Teams {
  isInstalled: (userId: string) => boolean;
  /** Installs the app; the bot hears of it as it does in Teams, a moment later. */
  install: (userId: string) => void;
  /** The app is there, and the bot missed the news. */
  installUnheard: (userId: string) => void;
  /** The id of the chat between the person and the bot. */
  chatIdOf: (userId: string) => string;
  /** From now on, Graph names somebody else's chat when it is asked for this person's. */
  mixUp: (userId: string, withUserId: string) => void;
  reset: () => void;
}

/** The one app in the catalogue. */
export const catalogApp = {
  id: teamsCatalogAppId,
  externalId: botAppId,
  displayName: 'Farewell',
  distributionMethod: 'organization',
};

/** What Graph calls somebody's chat with the bot. The channel has another name for it, and understands this one too. */
export function graphChatId(userId: string): string {
  return `19:${userId}_${botAppId}@unq.gbl.spaces`;
}

export function createTeams(chats: readonly Chat[], announce: (chat: Chat) => Promise<unknown>): Teams {
  const installed = new Set<string>();
  const mixedUp = new Map<string, string>();
  return {
    isInstalled: (userId) => installed.has(userId),
    install(userId) {
      installed.add(userId);
      const chat = chats.find(({ persona }) => persona.user.id === userId);
      if (chat) setImmediate(() => void announce(chat));
    },
    installUnheard: (userId) => void installed.add(userId),
    chatIdOf: (userId) => graphChatId(mixedUp.get(userId) ?? userId),
    mixUp: (userId, withUserId) => void mixedUp.set(userId, withUserId),
    reset() {
      installed.clear();
      mixedUp.clear();
    },
  };
}
