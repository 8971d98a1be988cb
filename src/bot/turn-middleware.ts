import type { Middleware, TurnContext } from 'botbuilder';
import { setTurn } from '../../dialogs/turn.ts';
import { speakerFor } from '../../locales/speaker.ts';
import type { PersonKey } from '../core/identity.ts';
import type { AuditLog, Clock, ContactBook } from '../core/ports.ts';
import { readClick } from './card-click.ts';
import { contactOf, isPrivateChat, localeOf, senderOf } from './sender.ts';

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
export function turnMiddleware(deps: TurnDeps): Middleware {
  const { contacts } = deps;
  return {
    async onTurn(context: TurnContext, next: () => Promise<void>): Promise<void> {
      const { activity } = context;
      if (activity.name === 'ContinueConversation' && activity.type === 'event') return next();
      const sender = senderOf(activity);
      if (!sender) return;
      if (isPrivateChat(activity)) await contacts.save(contactOf(activity, sender));
      const click = activity.name === 'adaptiveCard/action' ? readClick(activity.value) : undefined;
      const cardAction = click?.kind === 'click' ? click.action : undefined;
      if (click?.kind === 'refused') await recordRefusedClick(deps, sender, click.why);
      const { locale, timeZone } = localeOf(activity);
      const speaker = speakerFor(locale, timeZone);
      setTurn(context, { sender, speaker, cardAction, answer: undefined });
      await next();
    },
  };
}
