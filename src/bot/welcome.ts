import type { Storage, TurnContext } from 'botbuilder';

export interface Welcome {
  /** Tells a person once what Farewell does. Teams announces an installation twice, and in either order. */
  greet(context: TurnContext): Promise<void>;
  /** The app was removed: the next installation is a new one. */
  forget(context: TurnContext): Promise<void>;
}

function keyOf({ activity }: TurnContext): string {
  return `welcome/${activity.channelId}/${activity.conversation.id}`;
}

/** `show` is called for the first of several announcements, however close together they come. */
export function createWelcome(storage: Storage, show: (context: TurnContext) => Promise<void>): Welcome {
  /** An absent item is written whatever its tag, one that is there only under its own: so only one writer succeeds. */
  async function claim(key: string): Promise<boolean> {
    try {
      await storage.write({ [key]: { greeted: true, eTag: crypto.randomUUID() } });
      return true;
    } catch (error) {
      if (error instanceof Error && /etag conflict/iu.test(error.message)) return false;
      throw error;
    }
  }
  return {
    async greet(context) {
      if (await claim(keyOf(context))) await show(context);
    },
    forget: (context) => storage.delete([keyOf(context)]),
  };
}
