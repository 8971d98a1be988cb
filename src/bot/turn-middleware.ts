import type { Middleware, TurnContext } from 'botbuilder';
import { requestOf } from '../../cards/verbs.ts';
import { setTurn, speakerTo } from '../../dialogs/turn.ts';
import type { LanguageOf } from '../../locales/language-of.ts';
import type { PersonKey } from '../core/identity.ts';
import type { ContactBook } from '../core/ports.ts';
import { recordRefusal } from '../core/workflow/refusal-entry.ts';
import type { Recorder } from '../core/workflow/refusal-entry.ts';
import { readClick } from './card-click.ts';
import type { Click } from './card-click.ts';
import { wordsBesideMention } from './mention.ts';
import { contactOf, isPrivateChat, isRemoval, senderOf } from './sender.ts';

export interface TurnDeps extends Recorder {
  contacts: ContactBook;
}

/**
 * A click that no button of ours can make was forged, or comes from a card older than this version; one in front of others
 * from a copy of a card.
 */
function recordRefusedClick(deps: TurnDeps, actor: PersonKey, click: Click & { kind: 'refused' }): Promise<void> {
  const action = click.why === 'not-in-private' ? click.action : undefined;
  const data = { problem: click.why, ...(action ? { verb: action.verb } : {}) };
  return recordRefusal(deps, { event: 'click-refused', actor, requestId: requestOf(action), data });
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
      activity.text = wordsBesideMention(activity) ?? activity.text;
      const contact = contactOf(activity, sender, await contacts.find(sender), languageOf);
      if (isRemoval(activity)) await contacts.markUnreachable(sender, deps.clock.now().toISOString());
      else if (isPrivateChat(activity)) await contacts.save(contact);
      const click = activity.name === 'adaptiveCard/action' ? readClick(activity) : undefined;
      const cardAction = click?.kind === 'click' ? click.action : undefined;
      if (click?.kind === 'refused') await recordRefusedClick(deps, sender, click);
      setTurn(context, { sender, speaker: speakerTo(contact), cardAction, answer: undefined });
      await next();
    },
  };
}
