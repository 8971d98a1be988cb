import type { Storage, TurnContext } from 'botbuilder';
import { isFirst } from './once.ts';

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
  return {
    async greet(context) {
      if (await isFirst(storage, keyOf(context), { greeted: true })) await show(context);
    },
    forget: (context) => storage.delete([keyOf(context)]),
  };
}
