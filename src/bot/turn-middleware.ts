import type { Middleware, TurnContext } from 'botbuilder';
import { setTurn } from '../../dialogs/turn.ts';
import { speakerFor } from '../../locales/speaker.ts';
import type { ContactBook } from '../core/ports.ts';
import { readClick } from './card-click.ts';
import { contactOf, isPrivateChat, localeOf, senderOf } from './sender.ts';

/**
 * Runs first: works out who speaks, keeps how to reach them, and sets the turn that dialogs rely on. An activity without
 * a person goes no further.
 */
export function turnMiddleware(contacts: ContactBook): Middleware {
  return {
    async onTurn(context: TurnContext, next: () => Promise<void>): Promise<void> {
      const { activity } = context;
      if (activity.name === 'ContinueConversation' && activity.type === 'event') return next();
      const sender = senderOf(activity);
      if (!sender) return;
      if (isPrivateChat(activity)) await contacts.save(contactOf(activity, sender));
      const cardAction = activity.name === 'adaptiveCard/action' ? readClick(activity.value) : undefined;
      const { locale, timeZone } = localeOf(activity);
      const speaker = speakerFor(locale, timeZone);
      setTurn(context, { sender, speaker, cardAction, answer: undefined });
      await next();
    },
  };
}
