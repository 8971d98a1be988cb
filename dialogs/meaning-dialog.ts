import { randomUUID } from 'node:crypto';
import { ComponentDialog, WaterfallDialog } from 'botbuilder-dialogs';
import type { DialogTurnResult, WaterfallStepContext } from 'botbuilder-dialogs';
import { z } from 'zod';
import { choiceCard } from '../cards/choice.card.ts';
import type { ChoiceOption } from '../cards/choice.card.ts';
import { noteCard } from '../cards/note.card.ts';
import type { Speaker } from '../locales/speaker.ts';
import { intentAbout, type Intent } from '../src/core/understanding/intent.ts';
import type { Understanding } from '../src/core/understanding/recogniser.ts';
import { cardAnswer, CardPrompt } from './card-prompt.ts';
import { typedAnswers } from './typed-answers.ts';
import { turnOf } from './turn.ts';

export const MEANING_DIALOG = 'meaning';

/** What can be asked about: readings that lead somewhere else than the message as a whole already does. */
const askable = z.enum([
  'remove_license',
  'list_licenses',
  'license_impact',
  'close_account',
  'close_tenant',
  'pending_requests',
]);
type Askable = z.infer<typeof askable>;

const doubt = z.object({
  readings: z.array(askable).min(1),
  users: z.array(z.string()),
  products: z.array(z.string()),
  scope: z.enum(['listed', 'all_licenses', 'all_users']),
});
type Doubt = z.infer<typeof doubt>;

/** What the dialog ends with when somebody said what they meant. */
export const meant = z.object({
  meant: askable,
  users: doubt.shape.users,
  products: doubt.shape.products,
  scope: doubt.shape.scope,
});

/** The likeliest readings of a message that allows more than one; undefined when it is clear. */
export function doubtIn(understanding: Understanding): Doubt | undefined {
  const readings = (understanding.alternatives ?? []).flatMap((kind) => askable.safeParse(kind).data ?? []);
  if (readings.length === 0) return undefined;
  const about = understanding.about ?? { users: [], products: [], scope: 'listed' as const };
  return { readings, ...about };
}

/** The intent that somebody chose, with the people and products of their message. */
export function intentMeant({ meant: kind, ...named }: z.infer<typeof meant>): Intent {
  return intentAbout(kind, named);
}

function optionsFor({ readings }: Doubt, speaker: Speaker): ChoiceOption[] {
  return readings.map((reading) => ({
    value: reading,
    title: speaker.say(`meaning.${reading}.title`),
    detail: speaker.say(`meaning.${reading}.detail`),
  }));
}

/** Asks what a message meant, where guessing could start something that nobody asked for. */
export class MeaningDialog extends ComponentDialog {
  constructor() {
    super(MEANING_DIALOG);
    this.addDialog(new WaterfallDialog('steps', [ask, take]));
    this.addDialog(new CardPrompt('choice'));
    this.initialDialogId = 'steps';
  }
}

async function ask(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const { speaker } = turnOf(step.context);
  const options = optionsFor(doubt.parse(step.options), speaker);
  const question = speaker.say('meaning.question');
  const cardId = randomUUID();
  const card = choiceCard({ choiceId: cardId, question, options }, speaker);
  return step.beginDialog('choice', { card, cardId, title: question, typed: typedAnswers(cardId, options) });
}

async function take(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context);
  const { speaker } = turn;
  const { readings, ...named } = doubt.parse(step.options);
  const { action } = cardAnswer.parse(step.result);
  const picked: Askable | undefined =
    action.verb === 'choice.pick' ? readings.find((reading) => reading === action.option) : undefined;
  const text = picked
    ? speaker.say('choice.picked', { title: speaker.say(`meaning.${picked}.title`) })
    : speaker.say('plan.cancelled');
  turn.answer = { card: noteCard({ title: speaker.say('meaning.question'), text }, speaker) };
  return step.endDialog(picked ? { meant: picked, ...named } : undefined);
}
