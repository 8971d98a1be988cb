import { ComponentDialog, WaterfallDialog } from 'botbuilder-dialogs';
import type { DialogTurnResult, WaterfallStepContext } from 'botbuilder-dialogs';
import { z } from 'zod';
import { impactAnswerCard } from '../cards/impact-answer.card.ts';
import { ProblemError } from '../src/core/errors.ts';
import { makePlan } from '../src/core/operations/remove-licenses/make-plan.ts';
import { resolvedTarget } from '../src/core/operations/remove-licenses/resolve.ts';
import type { Workflow } from '../src/core/workflow/deps.ts';
import { FIND_TARGETS_DIALOG, FindTargetsDialog } from './find-targets-dialog.ts';
import { cardActivity } from './say.ts';
import { SIGN_IN_DIALOG, SignInDialog } from './sign-in-dialog.ts';
import { turnOf } from './turn.ts';

export const LICENSE_IMPACT_DIALOG = 'license-impact';

/** "What happens if I remove Ana's E3?": the plan that a removal would start from, as an answer. It starts nothing. */
export class LicenseImpactDialog extends ComponentDialog {
  readonly #flow: Workflow;

  constructor(flow: Workflow, connectionName: string) {
    super(LICENSE_IMPACT_DIALOG);
    this.#flow = flow;
    this.addDialog(
      new WaterfallDialog('steps', [
        (step) => step.beginDialog(SIGN_IN_DIALOG),
        findTargets,
        (step) => this.#show(step),
      ]),
    );
    this.addDialog(new SignInDialog(flow, connectionName));
    this.addDialog(new FindTargetsDialog(flow));
    this.initialDialogId = 'steps';
  }

  async #show(step: WaterfallStepContext): Promise<DialogTurnResult> {
    if (!step.result) return step.endDialog();
    const targets = z.array(resolvedTarget).parse(step.result);
    const { sender, speaker } = turnOf(step.context);
    const assertion = await this.#flow.assertions.current(sender);
    if (!assertion) throw new ProblemError({ kind: 'sign-in-needed' });
    const skus = await this.#flow.directory.readerFor(assertion).readSubscribedSkus();
    const plan = makePlan(sender.tenantId, targets, skus, this.#flow.clock.now());
    await step.context.sendActivity(cardActivity(impactAnswerCard({ plan }, speaker)));
    return step.endDialog();
  }
}

async function findTargets(step: WaterfallStepContext): Promise<DialogTurnResult> {
  if (step.result !== true) return step.endDialog();
  return step.beginDialog(FIND_TARGETS_DIALOG, step.options);
}
