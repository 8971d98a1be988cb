import { randomUUID } from 'node:crypto';
import { ComponentDialog, WaterfallDialog } from 'botbuilder-dialogs';
import type { DialogTurnResult, WaterfallStepContext } from 'botbuilder-dialogs';
import { z } from 'zod';
import { choiceCard, choiceOption } from '../cards/choice.card.ts';
import { shownName } from '../cards/foreign-text.ts';
import { noteCard } from '../cards/note.card.ts';
import type { Speaker } from '../locales/speaker.ts';
import { ProblemError } from '../src/core/errors.ts';
import { skuId } from '../src/core/identity.ts';
import type { SkuId } from '../src/core/identity.ts';
import { findProduct } from '../src/core/operations/list-licenses/find-product.ts';
import type { SubscribedSku } from '../src/core/ports.ts';
import type { Workflow } from '../src/core/workflow/deps.ts';
import { cardAnswer, CardPrompt } from './card-prompt.ts';
import { say } from './say.ts';
import { turnOf } from './turn.ts';

export const FIND_PRODUCTS_DIALOG = 'find-products';

const OPTIONS_SHOWN = 10;

/** What was written, an empty text for "I did not say", and what has been chosen since. */
const wanted = z.object({ mentions: z.array(z.string()).min(1), chosen: z.record(z.string(), skuId) });
const question = z.object({ mention: z.string(), text: z.string(), options: z.array(choiceOption) });
type Question = z.infer<typeof question>;

/** Finds products of the tenant by what was written, asking where several fit. Ends with their ids, or with undefined. */
export class FindProductsDialog extends ComponentDialog {
  readonly #flow: Workflow;

  constructor(flow: Workflow) {
    super(FIND_PRODUCTS_DIALOG);
    this.#flow = flow;
    this.addDialog(new WaterfallDialog('steps', [(step) => this.#find(step), takeChoice]));
    this.addDialog(new CardPrompt('choice'));
    this.initialDialogId = 'steps';
  }

  async #find(step: WaterfallStepContext): Promise<DialogTurnResult> {
    const { sender, speaker } = turnOf(step.context);
    const assertion = await this.#flow.assertions.current(sender);
    if (!assertion) throw new ProblemError({ kind: 'sign-in-needed' });
    const owned = await this.#flow.directory.readerFor(assertion).readSubscribedSkus();
    const { mentions, chosen } = wanted.parse(step.options);
    const found: SkuId[] = [];
    for (const mention of mentions) {
      const product = chosen[mention] ?? searched(mention, owned, speaker);
      if (typeof product !== 'string') return ask(step, product);
      found.push(product);
    }
    return step.endDialog([...new Set(found)]);
  }
}

function searched(mention: string, owned: readonly SubscribedSku[], speaker: Speaker): SkuId | Question {
  const search = findProduct(mention, owned);
  if (search.kind === 'found') return search.product.skuId;
  const options = search.products
    .slice(0, OPTIONS_SHOWN)
    .map((product) => ({ value: product.skuId, title: product.productName, detail: product.skuPartNumber }));
  const name = shownName(mention);
  if (search.kind === 'unknown') {
    return { mention, options, text: speaker.say('licenseList.unknownProduct', { mention: name }) };
  }
  const text = name
    ? speaker.say('licenseList.severalProducts', { mention: name })
    : speaker.say('licenseList.whichProduct');
  return { mention, options, text };
}

async function ask(step: WaterfallStepContext, asked: Question): Promise<DialogTurnResult> {
  const { speaker } = turnOf(step.context);
  if (asked.options.length === 0) {
    await say(step.context, speaker.say('licenseList.noProducts'));
    return step.endDialog();
  }
  const cardId = randomUUID();
  Object.assign(step.values, { asked });
  const card = choiceCard({ choiceId: cardId, question: asked.text, options: asked.options }, speaker);
  return step.beginDialog('choice', { card, cardId, title: asked.text });
}

async function takeChoice(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context);
  const { asked } = z.object({ asked: question }).parse(step.values);
  const { action } = cardAnswer.parse(step.result);
  const picked = action.verb === 'choice.pick' && asked.options.find((option) => option.value === action.option);
  const text = picked ? turn.speaker.say('choice.picked', { title: picked.title }) : turn.speaker.say('plan.cancelled');
  turn.answer = { card: noteCard({ title: asked.text, text }, turn.speaker) };
  if (!picked) return step.endDialog();
  const { mentions, chosen } = wanted.parse(step.options);
  return step.replaceDialog('steps', { mentions, chosen: { ...chosen, [asked.mention]: picked.value } });
}
