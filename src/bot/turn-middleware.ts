import type { Middleware, TurnContext } from 'botbuilder';
import { setTurn, speakerTo } from '../../dialogs/turn.ts';
import type { LanguageOf } from '../../locales/language-of.ts';
import type { PersonKey } from '../core/identity.ts';
import type { AuditLog, Clock, ContactBook } from '../core/ports.ts';
import { readClick } from './card-click.ts';
import { contactOf, isPrivateChat, senderOf } from './sender.ts';

export interface TurnDeps {
  contacts: ContactBook;
  audit: AuditLog;
  clock: Pick<Clock, 'now'>;
}

/** A click that no button of ours can make was forged, or comes from a card older than this version. */
function recordRefusedClick({ audit, clock }: TurnDeps, actor: PersonKey, why: string): Promise<void> {
  return audit.append([{ at: clock.now().toISOString(), event: 'click-refused', actor, data: { problem: why } }]);
}

/**
 * Runs first: works out who speaks, keeps how to reach them, and sets the turn that dialogs rely on. An activity without
 * a person goes no further.
 */
export function turnMiddleware(deps: TurnDeps, languageOf: LanguageOf): Middleware {
  const { contacts } = deps;
  return {
    async onTurn(context: TurnContext, next: () => Promise<void>): Promise<void> {
      const { activity } = context;
      if (activity.name === 'ContinueConversation' && activity.type === 'event') return next();
      const sender = senderOf(activity);
      if (!sender) return;
      const contact = contactOf(activity, sender, await contacts.find(sender), languageOf);
      if (isPrivateChat(activity)) await contacts.save(contact);
      const click = activity.name === 'adaptiveCard/action' ? readClick(activity.value) : undefined;
      const cardAction = click?.kind === 'click' ? click.action : undefined;
      if (click?.kind === 'refused') await recordRefusedClick(deps, sender, click.why);
      setTurn(context, { sender, speaker: speakerTo(contact), cardAction, answer: undefined });
      await next();
    },
  };
}
