import type { Middleware, TurnContext } from 'botbuilder';
import { setTurn, speakerTo } from '../../dialogs/turn.ts';
import type { LanguageOf } from '../../locales/language-of.ts';
import type { ContactBook } from '../core/ports.ts';
import { readClick } from './card-click.ts';
import { contactOf, isPrivateChat, senderOf } from './sender.ts';

/**
 * Runs first: works out who speaks, keeps how to reach them, and sets the turn that dialogs rely on. An activity without
 * a person goes no further.
 */
export function turnMiddleware(contacts: ContactBook, languageOf: LanguageOf): Middleware {
  return {
    async onTurn(context: TurnContext, next: () => Promise<void>): Promise<void> {
      const { activity } = context;
      if (activity.name === 'ContinueConversation' && activity.type === 'event') return next();
      const sender = senderOf(activity);
      if (!sender) return;
      const contact = contactOf(activity, sender, await contacts.find(sender), languageOf);
      if (isPrivateChat(activity)) await contacts.save(contact);
      const cardAction = activity.name === 'adaptiveCard/action' ? readClick(activity.value) : undefined;
      setTurn(context, { sender, speaker: speakerTo(contact), cardAction, answer: undefined });
      await next();
    },
  };
}
