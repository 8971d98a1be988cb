import { botAccount } from './activity.ts';
import type { Activity } from './activity.ts';

/**
 * The Playground installs the app anew each time its page is loaded. Teams says it once, so what the bot has heard
 * already is not said again until the app has been removed.
 */
export interface Installations {
  isRepeat: (activity: Activity) => boolean;
  heard: (activity: Activity) => void;
  /** Whether the bot has heard that it is in this chat. */
  isIn: (conversationId: string) => boolean;
}

const announcements = ['installationUpdate', 'conversationUpdate'];

export function createInstallations(): Installations {
  const said = new Set<string>();
  return {
    isIn: (conversationId) => announcements.some((type) => said.has(`${type} ${conversationId}`)),
    isRepeat(activity) {
      const key = keyOf(activity);
      return key !== undefined && said.has(key);
    },
    heard(activity) {
      const key = keyOf(activity);
      if (key !== undefined) said.add(key);
      if (activity.type !== 'installationUpdate' || !String(activity['action']).startsWith('remove')) return;
      for (const type of announcements) said.delete(`${type} ${activity.conversation?.id ?? ''}`);
    },
  };
}

function keyOf(activity: Activity): string | undefined {
  const adds =
    activity.type === 'installationUpdate' ? String(activity['action']).startsWith('add') : botJoins(activity);
  return adds ? `${activity.type} ${activity.conversation?.id ?? ''}` : undefined;
}

function botJoins(activity: Activity): boolean {
  const added: unknown = activity['membersAdded'];
  if (activity.type !== 'conversationUpdate' || !Array.isArray(added)) return false;
  return added.some(
    (member: unknown) => typeof member === 'object' && member !== null && 'id' in member && member.id === botAccount.id,
  );
}
