import { Dialog, DialogReason } from 'botbuilder-dialogs';
import type { DialogContext, DialogInstance, DialogTurnResult } from 'botbuilder-dialogs';
import type { TurnContext } from 'botbuilder';
import { z } from 'zod';
import type { Card } from '../cards/card.ts';
import { noteCard } from '../cards/note.card.ts';
import { cardAction } from '../cards/verbs.ts';
import type { CardAction } from '../cards/verbs.ts';
import { comparable } from '../locales/language-words.ts';
import { typedAnswer } from '../locales/typed-answer.ts';
import { cardActivity, say, textIn } from './say.ts';
import { turnOf } from './turn.ts';

export interface CardPromptOptions {
  card: Card;
  /** The id that the card's buttons send back; clicks with another id belong to an older card. */
  cardId: string;
  /** What the card is about: the title that stays when it is cancelled. */
  title: string;
  /** What stands for a click when it is written: the rows in their order, and giving up. */
  typed?: TypedAnswers;
  /** The message to show the card in, when it takes the place of one that is already there. */
  activityId?: string;
}

const typedAnswers = z.object({
  no: cardAction,
  picks: z.array(z.object({ titles: z.array(z.string()), action: cardAction })),
});
type TypedAnswers = z.infer<typeof typedAnswers>;

/** What the prompt ends with: the click, and the message that holds the card. */
export const cardAnswer = z.object({ action: cardAction, activityId: z.string().optional() });

export const promptState = z.object({
  cardId: z.string(),
  title: z.string(),
  typed: typedAnswers.optional(),
  activityId: z.string().optional(),
});

/** A number, a row's own words, "no"; "yes" only where there is one row. */
function clickInWords(text: string, { no, picks }: TypedAnswers): CardAction | undefined {
  const answer = typedAnswer(text);
  if (answer?.kind === 'no') return no;
  if (answer?.kind === 'number') return picks[answer.number - 1]?.action;
  if (answer?.kind === 'yes') return picks.length === 1 ? picks[0]?.action : undefined;
  const written = comparable(text);
  const meant = picks.filter(({ titles }) => titles.some((title) => comparable(title) === written));
  return meant.length === 1 ? meant[0]?.action : undefined;
}

/** Undefined for a click on a card that belongs to no prompt: the root dialog has answered it. */
export function cardIdOf(action: CardAction | undefined): string | undefined {
  if (!action || action.verb === 'requests.open') return undefined;
  if ('choiceId' in action) return action.choiceId;
  return 'requestId' in action ? action.requestId : undefined;
}

/** Shows a card and waits for a click on it. A message while it waits is answered, and the card stays. */
export class CardPrompt extends Dialog {
  override async beginDialog(dc: DialogContext, options: CardPromptOptions): Promise<DialogTurnResult> {
    const { card, cardId, title, typed } = options;
    let { activityId } = options;
    if (activityId === undefined) {
      activityId = (await dc.context.sendActivity(cardActivity(card)))?.id;
    } else {
      turnOf(dc.context).answer = { card };
    }
    Object.assign(this.stateOf(dc), { cardId, title, typed, activityId });
    return Dialog.EndOfTurn;
  }

  override async continueDialog(dc: DialogContext): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context);
    const state = promptState.parse(this.stateOf(dc));
    const cardId = cardIdOf(turn.cardAction);
    if (cardId === undefined) {
      return this.#hear(dc, state);
    }
    if (cardId !== state.cardId) return this.refuseOlder(dc);
    turn.isHeard = true;
    return dc.endDialog({ action: turn.cardAction, activityId: state.activityId });
  }

  async #hear(dc: DialogContext, state: z.infer<typeof promptState>): Promise<DialogTurnResult> {
    if (dc.context.activity.type !== 'message') return Dialog.EndOfTurn;
    const turn = turnOf(dc.context);
    const { activityId, typed } = state;
    const action = typed && clickInWords(textIn(dc.context), typed);
    if (action) {
      turn.answeredInWriting = activityId;
      return dc.endDialog({ action, activityId });
    }
    await say(dc.context, turn.speaker.say('answer.stillRunning'));
    return Dialog.EndOfTurn;
  }

  /** Cancelled from outside: the card must not keep buttons that do nothing. */
  override async endDialog(context: TurnContext, instance: DialogInstance, reason: DialogReason): Promise<void> {
    const state = promptState.safeParse(instance.state);
    if (reason !== DialogReason.cancelCalled || !state.success || !state.data.activityId) return;
    const { speaker } = turnOf(context);
    const card = noteCard({ title: state.data.title, text: speaker.say('plan.cancelled') }, speaker);
    await context.updateActivity({ ...cardActivity(card), id: state.data.activityId });
  }

  /** The click belongs to a card that something else has taken the place of. */
  protected refuseOlder({ context }: DialogContext): DialogTurnResult {
    const turn = turnOf(context);
    turn.answer = { card: noteCard({ title: '', text: turn.speaker.say('plan.replaced') }, turn.speaker) };
    return Dialog.EndOfTurn;
  }

  protected stateOf(dc: DialogContext): object {
    const state: unknown = dc.activeDialog?.state;
    if (typeof state !== 'object' || state === null) throw new Error('a running dialog has state');
    return state;
  }
}
