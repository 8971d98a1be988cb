import { Dialog } from 'botbuilder-dialogs';
import type { DialogContext, DialogTurnResult } from 'botbuilder-dialogs';
import { z } from 'zod';
import { accountAddressCard } from '../cards/account-address.card.ts';
import { shownAddress } from '../cards/foreign-text.ts';
import { noteCard } from '../cards/note.card.ts';
import { readAddress } from '../src/core/operations/close-account/read-address.ts';
import type { AddressReading } from '../src/core/operations/close-account/read-address.ts';
import { cardIdOf, CardPrompt, promptState } from './card-prompt.ts';
import { cardActivity, say } from './say.ts';
import { turnOf } from './turn.ts';

/** What was written about: where it came from decides where the answer goes. */
const message = z.object({ type: z.literal('message'), text: z.string().catch('') });

/**
 * Asks for one address and ends with it, or with undefined when the person gave up. It is taken from the card or from the
 * chat, whichever comes first. It is not kept in the dialog's state.
 */
export class AddressPrompt extends CardPrompt {
  override async continueDialog(dc: DialogContext): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context);
    const { cardAction } = turn;
    const { cardId } = promptState.parse(this.stateOf(dc));
    const clicked = cardIdOf(cardAction);
    if (clicked !== undefined && clicked !== cardId) return this.refuseOlder(dc);
    turn.isHeard = clicked !== undefined;
    if (cardAction?.verb === 'choice.cancel') return this.#giveUp(dc);
    if (cardAction?.verb === 'account.check') return this.#read(dc, cardAction.address ?? '');
    const written = message.safeParse(dc.context.activity);
    return written.success ? this.#read(dc, written.data.text) : Dialog.EndOfTurn;
  }

  async #giveUp(dc: DialogContext): Promise<DialogTurnResult> {
    await this.#retire(dc, turnOf(dc.context).speaker.say('plan.cancelled'));
    return dc.endDialog();
  }

  async #read(dc: DialogContext, written: string): Promise<DialogTurnResult> {
    const { speaker } = turnOf(dc.context);
    const reading = readAddress(written);
    if (reading.kind !== 'address') return this.#askAgain(dc, reading.kind);
    const address = shownAddress(reading.address);
    await this.#retire(dc, speaker.say('closeAccount.address.asked', { address }));
    return dc.endDialog(reading);
  }

  async #askAgain(dc: DialogContext, kind: Exclude<AddressReading['kind'], 'address'>): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context);
    const problem = turn.speaker.say(`closeAccount.address.${kind}`);
    const { cardId } = promptState.parse(this.stateOf(dc));
    if (turn.cardAction) turn.answer = { card: accountAddressCard({ choiceId: cardId, problem }, turn.speaker) };
    else await say(dc.context, problem);
    return Dialog.EndOfTurn;
  }

  /** The card was answered: it must not keep a button that does nothing. */
  async #retire(dc: DialogContext, text: string): Promise<void> {
    const turn = turnOf(dc.context);
    const { title, activityId } = promptState.parse(this.stateOf(dc));
    const card = noteCard({ title, text }, turn.speaker);
    if (turn.cardAction) turn.answer = { card };
    else if (activityId) await dc.context.updateActivity({ ...cardActivity(card), id: activityId });
  }
}
