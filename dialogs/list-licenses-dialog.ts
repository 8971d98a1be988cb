import { ComponentDialog, WaterfallDialog } from 'botbuilder-dialogs';
import type { DialogTurnResult, WaterfallStepContext } from 'botbuilder-dialogs';
import { z } from 'zod';
import { licenseListCard } from '../cards/license-list.card.ts';
import type { LicenseListView } from '../cards/license-list.card.ts';
import { ProblemError } from '../src/core/errors.ts';
import { skuId } from '../src/core/identity.ts';
import { resolvedTarget } from '../src/core/operations/remove-licenses/resolve.ts';
import type { Workflow } from '../src/core/workflow/deps.ts';
import { FIND_PEOPLE_DIALOG, FindTargetsDialog } from './find-targets-dialog.ts';
import { FIND_PRODUCTS_DIALOG, FindProductsDialog } from './find-products-dialog.ts';
import { holdersPage } from './license-holders.ts';
import { cardActivity, say } from './say.ts';
import { SIGN_IN_DIALOG, SignInDialog } from './sign-in-dialog.ts';
import { turnOf } from './turn.ts';

export const LIST_LICENSES_DIALOG = 'list-licenses';

const CARDS_SHOWN = 5;

const wish = z.object({
  users: z.array(z.string()),
  products: z.array(z.string()),
  scope: z.enum(['listed', 'all_licenses', 'all_users']),
});
const people = z.array(resolvedTarget);

/** "What does Ana have?", "Who has Visio?", "What do I have?": sign in, find, show. It changes nothing. */
export class ListLicensesDialog extends ComponentDialog {
  readonly #flow: Workflow;

  constructor(flow: Workflow, connectionName: string) {
    super(LIST_LICENSES_DIALOG);
    this.#flow = flow;
    this.addDialog(
      new WaterfallDialog('steps', [
        (step) => step.beginDialog(SIGN_IN_DIALOG),
        (step) => this.#find(step),
        (step) => this.#show(step),
      ]),
    );
    this.addDialog(new SignInDialog(flow, connectionName));
    this.addDialog(new FindTargetsDialog(flow, FIND_PEOPLE_DIALOG));
    this.addDialog(new FindProductsDialog(flow));
    this.initialDialogId = 'steps';
  }

  async #find(step: WaterfallStepContext): Promise<DialogTurnResult> {
    if (step.result !== true) return step.endDialog();
    const { users, products, scope } = wish.parse(step.options);
    if (users.length > 0) {
      const listed = { users, products: [], scope: 'listed', chosenPeople: {}, chosenProducts: {} };
      return step.beginDialog(FIND_PEOPLE_DIALOG, listed);
    }
    if (products.length > 0 || scope === 'all_users') {
      return step.beginDialog(FIND_PRODUCTS_DIALOG, { mentions: products.length > 0 ? products : [''], chosen: {} });
    }
    return step.next(await this.#own(step));
  }

  /** What the sender has, as the same kind of result as what somebody else has. */
  async #own(step: WaterfallStepContext): Promise<z.input<typeof people>> {
    const { sender } = turnOf(step.context);
    const assertion = await this.#flow.assertions.current(sender);
    if (!assertion) throw new ProblemError({ kind: 'sign-in-needed' });
    const reader = this.#flow.directory.readerFor(assertion);
    const [person, assignments] = await Promise.all([
      reader.readPerson(sender.userId),
      reader.readAssignments(sender.userId),
    ]);
    if (!person) throw new ProblemError({ kind: 'graph-unavailable' });
    return [{ person, assignments: assignments ?? [], wanted: [] }];
  }

  async #show(step: WaterfallStepContext): Promise<DialogTurnResult> {
    const found = people.safeParse(step.result);
    const products = z.array(skuId).safeParse(step.result);
    if (found.success) await this.#showPeople(step, found.data);
    else if (products.success) await this.#showHolders(step, products.data);
    return step.endDialog();
  }

  async #showPeople(step: WaterfallStepContext, targets: readonly Omit<LicenseListView, 'readAt'>[]): Promise<void> {
    const { speaker } = turnOf(step.context);
    const readAt = this.#flow.clock.now();
    for (const { person, assignments } of targets.slice(0, CARDS_SHOWN)) {
      await step.context.sendActivity(cardActivity(licenseListCard({ person, assignments, readAt }, speaker)));
    }
    const left = targets.length - CARDS_SHOWN;
    if (left > 0) await say(step.context, speaker.say('licenseList.fewer', { shown: CARDS_SHOWN, count: left }));
  }

  async #showHolders(step: WaterfallStepContext, products: readonly z.infer<typeof skuId>[]): Promise<void> {
    for (const product of products) {
      const card = await holdersPage(this.#flow, turnOf(step.context), { skuId: product, offset: 0 });
      await step.context.sendActivity(cardActivity(card));
    }
  }
}
