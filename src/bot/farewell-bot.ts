import { ActivityHandler, CardFactory } from 'botbuilder';
import type { InvokeResponse, PrivateConversationState, StatePropertyAccessor, TurnContext } from 'botbuilder';
import { runDialog } from 'botbuilder-dialogs';
import type { Dialog, DialogState } from 'botbuilder-dialogs';
import { needsProof } from '../../cards/verbs.ts';
import { turnOf } from '../../dialogs/turn.ts';
import type { CardSignIn } from './card-sign-in.ts';
import { clickAnswer } from './card-click.ts';
import type { OrderMover } from './order-mover.ts';
import { isPrivateChat } from './sender.ts';
import type { Welcome } from './welcome.ts';

const SIGN_IN_INVOKES = new Set(['signin/verifyState', 'signin/tokenExchange']);

/** Takes each activity to the root dialog of its sender, and answers what the channel wants answered. */
export class FarewellBot extends ActivityHandler {
  readonly #dialog: Dialog;
  readonly #state: PrivateConversationState;
  readonly #signInForCard: CardSignIn;
  readonly #welcome: Welcome;
  readonly #moveOrder: OrderMover;
  readonly #dialogState: StatePropertyAccessor<DialogState>;

  constructor(
    dialog: Dialog,
    state: PrivateConversationState,
    signInForCard: CardSignIn,
    welcome: Welcome,
    moveOrder: OrderMover,
  ) {
    super();
    this.#welcome = welcome;
    this.#moveOrder = moveOrder;
    this.#signInForCard = signInForCard;
    this.#dialog = dialog;
    this.#state = state;
    this.#dialogState = state.createProperty<DialogState>('dialogs');
    this.onMessage(async (context, next) => {
      await this.#hear(context);
      await next();
    });
    this.onInstallationUpdateAdd(async (context, next) => {
      await this.#greet(context);
      await next();
    });
    this.onMembersAdded(async (context, next) => {
      const { membersAdded = [], recipient } = context.activity;
      if (membersAdded.some((member) => member.id === recipient.id)) await this.#greet(context);
      await next();
    });
    this.onInstallationUpdateRemove(async (context, next) => {
      await this.#welcome.forget(context);
      await next();
    });
  }

  protected override async onInvokeActivity(context: TurnContext): Promise<InvokeResponse> {
    const { name } = context.activity;
    if (name === 'adaptiveCard/action') return this.#click(context);
    if (name === undefined || !SIGN_IN_INVOKES.has(name)) return { status: 501 };
    if (!isPrivateChat(context.activity)) return { status: 200 };
    await this.#runDialog(context);
    return { status: 200 };
  }

  async #click(context: TurnContext): Promise<InvokeResponse> {
    const turn = turnOf(context);
    // Buttons are only ever drawn in private chats: whoever clicks elsewhere gets no card shown in front of others.
    if (!isPrivateChat(context.activity)) return clickAnswer({ text: turn.speaker.say('answer.privateChat') });
    if (turn.cardAction && needsProof(turn.cardAction)) {
      const instead = await this.#signInForCard(context);
      if (instead) return instead;
    }
    if (!turn.cardAction) return clickAnswer({ text: turn.speaker.say('answer.unknownButton') });
    await this.#runDialog(context);
    return clickAnswer(turn.answer);
  }

  async #greet(context: TurnContext): Promise<void> {
    if (!isPrivateChat(context.activity)) return;
    await this.#welcome.greet(context);
    await this.#state.saveChanges(context);
  }

  async #hear(context: TurnContext): Promise<void> {
    if (!isPrivateChat(context.activity)) return this.#moveOrder(context, (inPrivate) => this.#hear(inPrivate));
    await this.#runDialog(context);
    await replaceAnswered(context);
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
