import { randomUUID } from 'node:crypto';
import { ComponentDialog, WaterfallDialog } from 'botbuilder-dialogs';
import type { DialogTurnResult, WaterfallStepContext } from 'botbuilder-dialogs';
import { z } from 'zod';
import { planTitle } from '../cards/impact.view.ts';
import { isNoApprover, noApproverCard } from '../cards/no-approver.card.ts';
import { noteCard } from '../cards/note.card.ts';
import { planSpeaker } from '../cards/plan-speaker.ts';
import { problemSentence } from '../cards/problem-sentence.ts';
import { removalPlanCard } from '../cards/removal-plan.card.ts';
import { requestCard } from '../cards/request.card.ts';
import type { CardAction } from '../cards/verbs.ts';
import { ProblemError } from '../src/core/errors.ts';
import type { Problem } from '../src/core/errors.ts';
import { requestId } from '../src/core/identity.ts';
import type { RequestId } from '../src/core/identity.ts';
import { plan } from '../src/core/plan.ts';
import { policyFor } from '../src/core/policy.ts';
import type { UserAssertion } from '../src/core/ports.ts';
import type { Workflow } from '../src/core/workflow/deps.ts';
import { findVisiblePending } from '../src/core/workflow/pending.ts';
import { admitPlan, submitRequest } from '../src/core/workflow/submit.ts';
import type { Submission } from '../src/core/workflow/submit.ts';
import { cardAnswer, CardPrompt } from './card-prompt.ts';
import { showPending } from './request-list.ts';
import type { RequestListSettings } from './request-list.ts';
import { cardActivity } from './say.ts';
import { turnOf } from './turn.ts';

export const CONFIRM_PLAN_DIALOG = 'confirm-plan';

const confirmation = z.object({
  plan,
  /** Made with the plan: the request that comes of it has this id, however often the button is clicked. */
  requestId: requestId.default(() => requestId.parse(randomUUID())),
  /** What was wrong with the last try, the reason that was typed, and the message to show it in. */
  retry: z
    .object({ problem: z.string(), reason: z.string(), ticket: z.string(), activityId: z.string().optional() })
    .optional(),
});
type Confirmation = z.infer<typeof confirmation>;

const curable = new Set<Problem['kind']>([
  'reason-missing',
  'impact-not-understood',
  'ticket-missing',
  'preferred-not-eligible',
]);

/** Shows the plan, takes the reason and the confirmation, and hands over. Ends at submit; nothing waits in here. */
export class ConfirmPlanDialog extends ComponentDialog {
  readonly #flow: Workflow;
  readonly #lists: RequestListSettings;

  constructor(flow: Workflow, lists: RequestListSettings) {
    super(CONFIRM_PLAN_DIALOG);
    this.#flow = flow;
    this.#lists = lists;
    this.addDialog(new WaterfallDialog('steps', [(step) => this.#show(step), (step) => this.#submit(step)]));
    this.addDialog(new CardPrompt('plan'));
    this.initialDialogId = 'steps';
  }

  async #assertion(step: WaterfallStepContext): Promise<UserAssertion> {
    const assertion = await this.#flow.assertions.current(turnOf(step.context).sender);
    if (!assertion) throw new ProblemError({ kind: 'sign-in-needed' });
    return assertion;
  }

  async #show(step: WaterfallStepContext): Promise<DialogTurnResult> {
    const { speaker } = turnOf(step.context);
    const shown = confirmation.parse(step.options);
    Object.assign(step.values, { shown });
    const planned = { id: shown.requestId, plan: shown.plan };
    const people = await admitPlan(this.#flow, await this.#assertion(step), planned);
    if (!people.ok) return this.#refuse(step, people.problem);
    const { retry } = shown;
    const { approvers, tooFew } = people.value;
    const typed = { problem: retry?.problem ?? '', reason: retry?.reason ?? '', ticket: retry?.ticket ?? '' };
    const pausedSince = (await this.#flow.pause.current())?.at;
    const view = { ...shown, approvers, tooFew, pausedSince, rules: policyFor(this.#flow, shown.plan), ...typed };
    const title = planTitle(shown.plan, speaker);
    const place = retry?.activityId ? { activityId: retry.activityId } : {};
    return step.beginDialog('plan', {
      card: removalPlanCard(view, speaker),
      cardId: shown.requestId,
      title,
      typed: { no: { verb: 'plan.cancel', requestId: shown.requestId }, picks: [] },
      ...place,
    });
  }

  async #refuse(step: WaterfallStepContext, problem: Problem): Promise<DialogTurnResult> {
    if (isNoApprover(problem)) {
      await step.context.sendActivity(cardActivity(noApproverCard(problem, turnOf(step.context).speaker)));
      return step.endDialog();
    }
    if (problem.kind !== 'pending-elsewhere') throw new ProblemError(problem);
    await this.#showPending(step, requestId.parse(problem.request));
    return step.endDialog();
  }

  async #showPending(step: WaterfallStepContext, id: RequestId): Promise<void> {
    const assertion = await this.#assertion(step);
    await showPending(this.#lists, step.context, id, () => findVisiblePending(this.#flow, assertion, id));
  }

  async #submit(step: WaterfallStepContext): Promise<DialogTurnResult> {
    const turn = turnOf(step.context);
    const { shown } = z.object({ shown: confirmation }).parse(step.values);
    const { action, activityId } = cardAnswer.parse(step.result);
    if (action.verb !== 'plan.request' && action.verb !== 'plan.break-glass') {
      const title = planTitle(shown.plan, turn.speaker);
      turn.answer = { card: noteCard({ title, text: turn.speaker.say('plan.cancelled') }, turn.speaker) };
      return step.endDialog();
    }
    const submitted = await submitRequest(this.#flow, await this.#assertion(step), {
      ...submissionOf(shown, action),
      cardActivityId: activityId,
    });
    if (submitted.ok) {
      turn.answer = { card: requestCard({ request: submitted.value, steps: [], reader: 'requester' }, turn.speaker) };
      return step.endDialog();
    }
    if (!curable.has(submitted.problem.kind)) return this.#giveUp(step, shown, submitted.problem);
    const problem = problemSentence(submitted.problem, planSpeaker(shown.plan, turn.speaker));
    const typed = { reason: action.reason ?? '', ticket: action.ticket ?? '' };
    const retry = { problem, ...typed, ...(activityId ? { activityId } : {}) };
    return step.replaceDialog('steps', { ...shown, retry });
  }

  async #giveUp(step: WaterfallStepContext, shown: Confirmation, problem: Problem): Promise<DialogTurnResult> {
    const turn = turnOf(step.context);
    const title = planTitle(shown.plan, turn.speaker);
    turn.answer = {
      card: isNoApprover(problem)
        ? noApproverCard(problem, turn.speaker)
        : noteCard({ title, text: problemSentence(problem, turn.speaker) }, turn.speaker),
    };
    if (problem.kind === 'pending-elsewhere') {
      await this.#showPending(step, requestId.parse(problem.request));
    }
    return step.endDialog();
  }
}

function submissionOf(
  shown: Confirmation,
  action: Extract<CardAction, { verb: 'plan.request' | 'plan.break-glass' }>,
): Omit<Submission, 'cardActivityId'> {
  return {
    id: shown.requestId,
    plan: shown.plan,
    reason: action.reason ?? '',
    ticket: action.ticket,
    preferred: action.preferred,
    breakGlass: action.verb === 'plan.break-glass',
    impactUnderstood: action.impactUnderstood === 'true',
  };
}
