import type { TurnContext } from 'botbuilder';
import type { Card } from '../cards/card.ts';
import type { CardAction } from '../cards/verbs.ts';
import { speakerFor } from '../locales/speaker.ts';
import type { Speaker } from '../locales/speaker.ts';
import type { PersonKey } from '../src/core/identity.ts';
import type { Contact } from '../src/core/ports.ts';

/** What the bot knows about the turn before any dialog runs. */
export interface Turn {
  sender: PersonKey;
  speaker: Speaker;
  /** The click, when this turn is one; checked against the schemas in `cards/verbs.ts`. */
  cardAction: CardAction | undefined;
  /** Written elsewhere, in front of others: it answers nothing that is open here. */
  startsAnew?: boolean;
  /** The click was the answer to a question that is open. */
  isHeard?: boolean;
  /** What replaces the clicked card, or is said about it; the last answer of the turn counts. */
  answer: { card: Card } | { text: string } | undefined;
  /** The message with the card that was answered in writing: no click waits for what replaces it. */
  answeredInWriting?: string | undefined;
}

const key = Symbol('farewell-turn');

export function setTurn(context: TurnContext, turn: Turn): void {
  context.turnState.set(key, turn);
}

/** Who speaks in this turn; undefined before the turn is set. */
export function speakerIn(context: TurnContext): Speaker | undefined {
  const turn: Turn | undefined = context.turnState.get(key);
  return turn?.speaker;
}

/** The current turn; it is a programming error to run a dialog without one. */
export function turnOf(context: TurnContext): Turn {
  const turn: Turn | undefined = context.turnState.get(key);
  if (!turn) throw new Error('the bot did not set the turn');
  return turn;
}

/** Speaks to somebody as they want it: the language they asked for, or that they last wrote, or that of their client. */
export function speakerTo({ chosenLanguage, heardLanguage, locale, timeZone }: Contact): Speaker {
  return speakerFor(chosenLanguage ?? heardLanguage ?? locale, timeZone);
}
