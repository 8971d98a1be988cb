import { randomUUID } from 'node:crypto';
import { ComponentDialog, WaterfallDialog } from 'botbuilder-dialogs';
import type { DialogTurnResult, WaterfallStepContext } from 'botbuilder-dialogs';
import { z } from 'zod';
import { choiceCard, choiceOption } from '../cards/choice.card.ts';
import type { ChoiceOption } from '../cards/choice.card.ts';
import { shownName } from '../cards/impact.view.ts';
import { noteCard } from '../cards/note.card.ts';
import type { Speaker } from '../locales/speaker.ts';
import { ProblemError } from '../src/core/errors.ts';
import { skuId, userId } from '../src/core/identity.ts';
import {
  productChoiceKey,
  removalWish,
  resolvePeople,
  resolveRemoval,
} from '../src/core/operations/remove-licenses/resolve.ts';
import type { RemovalWish, Resolution, ResolvedTarget } from '../src/core/operations/remove-licenses/resolve.ts';
import type { LicenseAssignment } from '../src/core/plan.ts';
import type { DirectoryPerson } from '../src/core/ports.ts';
import type { Workflow } from '../src/core/workflow/deps.ts';
import { cardAnswer, CardPrompt } from './card-prompt.ts';
import { say } from './say.ts';
import { turnOf } from './turn.ts';
import { typedAnswers } from './typed-answers.ts';

export const FIND_TARGETS_DIALOG = 'find-targets';
export const FIND_PEOPLE_DIALOG = 'find-people';

/** How the words become people: with the licences that should go, or whatever they hold. */
const ways = { [FIND_TARGETS_DIALOG]: resolveRemoval, [FIND_PEOPLE_DIALOG]: resolvePeople };

const OPTIONS_SHOWN = 10;

/** What a choice card asks, kept while it waits for the click. */
const question = z.object({
  about: z.enum(['person', 'product']),
  key: z.string(),
  text: z.string(),
  options: z.array(choiceOption),
});
type Question = z.infer<typeof question>;

/**
 * Finds the people and products a wish means, asking with a card where the words fit several. Ends with the targets, or
 * with undefined when there is nothing to remove or the person gave up; then the reason has been said.
 */
export class FindTargetsDialog extends ComponentDialog {
  readonly #flow: Workflow;
  readonly #find: typeof resolveRemoval;

  constructor(flow: Workflow, way: keyof typeof ways = FIND_TARGETS_DIALOG) {
    super(way);
    this.#flow = flow;
    this.#find = ways[way];
    this.addDialog(new WaterfallDialog('steps', [(step) => this.#resolve(step), (step) => this.#take(step)]));
    this.addDialog(new CardPrompt('choice'));
    this.initialDialogId = 'steps';
  }

  async #resolve(step: WaterfallStepContext): Promise<DialogTurnResult> {
    const { sender, speaker } = turnOf(step.context);
    const assertion = await this.#flow.assertions.current(sender);
    if (!assertion) throw new ProblemError({ kind: 'sign-in-needed' });
    const wish = removalWish.parse(step.options);
    const resolution = await this.#find(this.#flow.directory.readerFor(assertion), wish);
    if (resolution.kind === 'ready') return step.endDialog(resolution.targets satisfies ResolvedTarget[]);
    const asked = questionFor(resolution, speaker);
    if (!asked) {
      await say(step.context, dead(resolution, speaker));
      return step.endDialog();
    }
    const cardId = randomUUID();
    Object.assign(step.values, { asked });
    const card = choiceCard({ choiceId: cardId, question: asked.text, options: asked.options }, speaker);
    return step.beginDialog('choice', { card, cardId, title: asked.text, typed: typedAnswers(cardId, asked.options) });
  }

  async #take(step: WaterfallStepContext): Promise<DialogTurnResult> {
    const turn = turnOf(step.context);
    const { asked } = z.object({ asked: question }).parse(step.values);
    const { action } = cardAnswer.parse(step.result);
    const picked = action.verb === 'choice.pick' && asked.options.find((option) => option.value === action.option);
    const text = picked
      ? turn.speaker.say('choice.picked', { title: picked.title })
      : turn.speaker.say('plan.cancelled');
    turn.answer = { card: noteCard({ title: asked.text, text }, turn.speaker) };
    if (!picked) return step.endDialog();
    return step.replaceDialog('steps', withChoice(removalWish.parse(step.options), asked, picked.value));
  }
}

function withChoice(wish: RemovalWish, asked: Question, value: string): RemovalWish {
  if (asked.about === 'person') {
    return { ...wish, chosenPeople: { ...wish.chosenPeople, [asked.key]: userId.parse(value) } };
  }
  return { ...wish, chosenProducts: { ...wish.chosenProducts, [asked.key]: skuId.parse(value) } };
}

function personOptions(people: readonly DirectoryPerson[]): ChoiceOption[] {
  return people.slice(0, OPTIONS_SHOWN).map((person) => ({
    value: person.userId,
    title: shownName(person.displayName),
    detail: person.userPrincipalName,
  }));
}

function productOptions(licenses: readonly LicenseAssignment[]): ChoiceOption[] {
  return licenses
    .slice(0, OPTIONS_SHOWN)
    .map((license) => ({ value: license.skuId, title: license.productName, detail: license.skuPartNumber }));
}

function questionFor(resolution: Resolution, speaker: Speaker): Question | undefined {
  switch (resolution.kind) {
    case 'person-ambiguous': {
      const { mention, candidates } = resolution;
      const text = speaker.say('choice.person', { mention: shownName(mention) });
      return { about: 'person', key: mention, text, options: personOptions(candidates) };
    }
    case 'person-unknown': {
      const { mention, closest } = resolution;
      if (closest.length === 0) return undefined;
      const text = speaker.say('choice.closest', { mention: shownName(mention) });
      return { about: 'person', key: mention, text, options: personOptions(closest) };
    }
    case 'product-ambiguous':
    case 'product-not-held': {
      const { mention, person } = resolution;
      const name = shownName(person.displayName);
      const [kind, licenses] =
        resolution.kind === 'product-ambiguous'
          ? (['choice.product', resolution.candidates] as const)
          : (['choice.productNotHeld', resolution.held] as const);
      const text = speaker.say(kind, { name, mention: shownName(mention) });
      return {
        about: 'product',
        key: productChoiceKey(person.userId, mention),
        text,
        options: productOptions(licenses),
      };
    }
    default:
      return undefined;
  }
}

/** The sentence for a wish that leads nowhere. */
function dead(resolution: Resolution, speaker: Speaker): string {
  switch (resolution.kind) {
    case 'person-missing':
    case 'everyone-with-product':
      return speaker.say(`resolve.${resolution.kind}`);
    case 'person-unknown':
      return speaker.say('resolve.person-unknown', { mention: shownName(resolution.mention) });
    case 'nothing-held':
      return speaker.say('resolve.nothing-held', { name: shownName(resolution.person.displayName) });
    case 'only-inherited': {
      const [first] = resolution.inherited;
      const group = first?.path.kind === 'group' ? first.path.groupName : '';
      const name = shownName(resolution.person.displayName);
      return speaker.say('resolve.only-inherited', {
        name,
        product: first?.productName ?? '',
        group: shownName(group),
      });
    }
    default:
      throw new Error(`a wish that is ${resolution.kind} does not end here`);
  }
}
