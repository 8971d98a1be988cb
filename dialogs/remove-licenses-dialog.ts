import { ComponentDialog, WaterfallDialog } from 'botbuilder-dialogs';
import type { DialogTurnResult, WaterfallStepContext } from 'botbuilder-dialogs';
import { z } from 'zod';
import { ProblemError } from '../src/core/errors.ts';
import { makePlan } from '../src/core/operations/remove-licenses/make-plan.ts';
import { resolvedTarget } from '../src/core/operations/remove-licenses/resolve.ts';
import type { Workflow } from '../src/core/workflow/deps.ts';
import { CONFIRM_PLAN_DIALOG, ConfirmPlanDialog } from './confirm-plan-dialog.ts';
import { FIND_TARGETS_DIALOG, FindTargetsDialog } from './find-targets-dialog.ts';
import type { RequestListSettings } from './request-list.ts';
import { SIGN_IN_DIALOG, SignInDialog } from './sign-in-dialog.ts';
import { turnOf } from './turn.ts';

export const REMOVE_LICENSES_DIALOG = 'remove-licenses';

/** From "remove Ana's E3 license" to a request that waits for a second admin: sign in, find, plan, confirm. */
export class RemoveLicensesDialog extends ComponentDialog {
  readonly #flow: Workflow;

  constructor(flow: Workflow, connectionName: string, lists: RequestListSettings) {
    super(REMOVE_LICENSES_DIALOG);
    this.#flow = flow;
    this.addDialog(
      new WaterfallDialog('steps', [
        (step) => step.beginDialog(SIGN_IN_DIALOG),
        (step) => this.#findTargets(step),
        (step) => this.#confirmPlan(step),
        (step) => step.endDialog(),
      ]),
    );
    this.addDialog(new SignInDialog(flow, connectionName));
    this.addDialog(new FindTargetsDialog(flow));
    this.addDialog(new ConfirmPlanDialog(flow, lists));
    this.initialDialogId = 'steps';
  }

  async #findTargets(step: WaterfallStepContext): Promise<DialogTurnResult> {
    if (step.result !== true) return step.endDialog();
    return step.beginDialog(FIND_TARGETS_DIALOG, step.options);
  }

  async #confirmPlan(step: WaterfallStepContext): Promise<DialogTurnResult> {
    if (!step.result) return step.endDialog();
    const targets = z.array(resolvedTarget).parse(step.result);
    const { sender } = turnOf(step.context);
    const assertion = await this.#flow.assertions.current(sender);
    if (!assertion) throw new ProblemError({ kind: 'sign-in-needed' });
    const skus = await this.#flow.directory.readerFor(assertion).readSubscribedSkus();
    const plan = makePlan(sender.tenantId, targets, skus, this.#flow.clock.now());
    return step.beginDialog(CONFIRM_PLAN_DIALOG, { plan });
  }
}
