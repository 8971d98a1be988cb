import { Dialog, DialogReason } from 'botbuilder-dialogs';
import type { DialogContext, DialogInstance, DialogTurnResult } from 'botbuilder-dialogs';
import type { TurnContext } from 'botbuilder';
import { z } from 'zod';
import type { Card } from '../cards/card.ts';
import { noteCard } from '../cards/note.card.ts';
import { cardAction, isSettingsAction } from '../cards/verbs.ts';
import type { CardAction, SettingsAction } from '../cards/verbs.ts';
import { isRequestListAction } from './request-list.ts';
import type { RequestListAction } from './request-list.ts';
import { cardActivity, say } from './say.ts';
import { turnOf } from './turn.ts';

export interface CardPromptOptions {
  card: Card;
  /** The id that the card's buttons send back; clicks with another id belong to an older card. */
  cardId: string;
  /** What the card is about: the title that stays when it is cancelled. */
  title: string;
  /** The message to show the card in, when it takes the place of one that is already there. */
  activityId?: string;
}

/** What the prompt ends with: the click, and the message that holds the card. */
export const cardAnswer = z.object({ action: cardAction, activityId: z.string().optional() });

const promptState = z.object({ cardId: z.string(), title: z.string(), activityId: z.string().optional() });

/** A click on a list or on settings never comes here: the root dialog answers it. */
function cardIdOf(action: Exclude<CardAction, RequestListAction | SettingsAction>): string {
  return 'choiceId' in action ? action.choiceId : action.requestId;
}

/** Shows a card and waits for a click on it. A message while it waits is answered, and the card stays. */
export class CardPrompt extends Dialog {
  override async beginDialog(dc: DialogContext, options: CardPromptOptions): Promise<DialogTurnResult> {
    const { card, cardId, title } = options;
    let { activityId } = options;
    if (activityId === undefined) {
      activityId = (await dc.context.sendActivity(cardActivity(card)))?.id;
    } else {
      turnOf(dc.context).answer = { card };
    }
    Object.assign(this.stateOf(dc), { cardId, title, activityId });
    return Dialog.EndOfTurn;
  }

  override async continueDialog(dc: DialogContext): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context);
    const state = promptState.parse(this.stateOf(dc));
    if (!turn.cardAction || isRequestListAction(turn.cardAction) || isSettingsAction(turn.cardAction)) {
      if (dc.context.activity.type === 'message') await say(dc.context, turn.speaker.say('answer.stillRunning'));
      return Dialog.EndOfTurn;
    }
    if (cardIdOf(turn.cardAction) !== state.cardId) {
      turn.answer = { card: noteCard({ title: '', text: turn.speaker.say('plan.replaced') }, turn.speaker) };
      return Dialog.EndOfTurn;
    }
    return dc.endDialog({ action: turn.cardAction, activityId: state.activityId });
  }

  /** Cancelled from outside: the card must not keep buttons that do nothing. */
  override async endDialog(context: TurnContext, instance: DialogInstance, reason: DialogReason): Promise<void> {
    const state = promptState.safeParse(instance.state);
    if (reason !== DialogReason.cancelCalled || !state.success || !state.data.activityId) return;
    const { speaker } = turnOf(context);
    const card = noteCard({ title: state.data.title, text: speaker.say('plan.cancelled') }, speaker);
    await context.updateActivity({ ...cardActivity(card), id: state.data.activityId });
  }

  private stateOf(dc: DialogContext): object {
    const state: unknown = dc.activeDialog?.state;
    if (typeof state !== 'object' || state === null) throw new Error('a running dialog has state');
    return state;
  }
}
