import { ActivityHandler, CardFactory } from 'botbuilder';
import type { InvokeResponse, PrivateConversationState, StatePropertyAccessor, TurnContext } from 'botbuilder';
import { runDialog } from 'botbuilder-dialogs';
import type { Dialog, DialogState } from 'botbuilder-dialogs';
import { needsProof } from '../../cards/verbs.ts';
import { turnOf } from '../../dialogs/turn.ts';
import type { CardSignIn } from './card-sign-in.ts';
import { clickAnswer } from './card-click.ts';
import { isPrivateChat } from './sender.ts';

const SIGN_IN_INVOKES = new Set(['signin/verifyState', 'signin/tokenExchange']);

/** Takes each activity to the root dialog of its sender, and answers what the channel wants answered. */
export class FarewellBot extends ActivityHandler {
  readonly #dialog: Dialog;
  readonly #state: PrivateConversationState;
  readonly #signInForCard: CardSignIn;
  readonly #dialogState: StatePropertyAccessor<DialogState>;

  constructor(dialog: Dialog, state: PrivateConversationState, signInForCard: CardSignIn) {
    super();
    this.#signInForCard = signInForCard;
    this.#dialog = dialog;
    this.#state = state;
    this.#dialogState = state.createProperty<DialogState>('dialogs');
    this.onMessage(async (context, next) => {
      await this.#hear(context);
      await next();
    });
    this.onInstallationUpdateAdd(async (context, next) => {
      if (isPrivateChat(context.activity)) await this.#tell(context, turnOf(context).speaker.say('answer.installed'));
      await next();
    });
  }

  protected override async onInvokeActivity(context: TurnContext): Promise<InvokeResponse> {
    const { name } = context.activity;
    if (name === 'adaptiveCard/action') return this.#click(context);
    if (name === undefined || !SIGN_IN_INVOKES.has(name)) return { status: 501 };
    await this.#runDialog(context);
    return { status: 200 };
  }

  async #click(context: TurnContext): Promise<InvokeResponse> {
    const turn = turnOf(context);
    if (turn.cardAction && needsProof(turn.cardAction)) {
      const instead = await this.#signInForCard(context);
      if (instead) return instead;
    }
    if (!turn.cardAction) return clickAnswer({ text: turn.speaker.say('answer.unknownButton') });
    await this.#runDialog(context);
    return clickAnswer(turn.answer);
  }

  async #hear(context: TurnContext): Promise<void> {
    if (isPrivateChat(context.activity)) {
      await this.#runDialog(context);
      return replaceAnswered(context);
    }
    await this.#tell(context, turnOf(context).speaker.say('answer.privateChat'));
  }

  async #tell(context: TurnContext, text: string): Promise<void> {
    await context.sendActivity({ type: 'message', text, textFormat: 'plain' });
  }

  async #runDialog(context: TurnContext): Promise<void> {
    await runDialog(this.#dialog, context, this.#dialogState);
    await this.#state.saveChanges(context);
  }
}

/** A card that was answered in writing changes like one that was clicked. */
async function replaceAnswered(context: TurnContext): Promise<void> {
  const { answer, answeredInWriting: id } = turnOf(context);
  if (id === undefined || !answer || !('card' in answer)) return;
  const attachments = [CardFactory.adaptiveCard(answer.card.content)];
  await context.updateActivity({ type: 'message', id, attachments, summary: answer.card.fallbackText });
}
