import { ComponentDialog, WaterfallDialog } from 'botbuilder-dialogs';
import type { DialogTurnResult, WaterfallStepContext } from 'botbuilder-dialogs';
import { labelled } from '../cards/listed.view.ts';
import { planSpeaker } from '../cards/plan-speaker.ts';
import { problemSentence } from '../cards/problem-sentence.ts';
import { requestCard } from '../cards/request.card.ts';
import { pausedText } from '../cards/request-lead.view.ts';
import { cardAction } from '../cards/verbs.ts';
import type { CardAction } from '../cards/verbs.ts';
import type { Speaker } from '../locales/speaker.ts';
import { ProblemError } from '../src/core/errors.ts';
import type { Problem, Result } from '../src/core/errors.ts';
import { samePerson } from '../src/core/identity.ts';
import type { UserAssertion } from '../src/core/ports.ts';
import type { Request } from '../src/core/request.ts';
import { decideRequest } from '../src/core/workflow/decide.ts';
import type { Workflow } from '../src/core/workflow/deps.ts';
import { intervene } from '../src/core/workflow/intervene.ts';
import { resumeRequest } from '../src/core/workflow/resume.ts';
import { planUndo } from '../src/core/workflow/undo.ts';
import { CONFIRM_PLAN_DIALOG, ConfirmPlanDialog } from './confirm-plan-dialog.ts';
import type { RequestListSettings } from './request-list.ts';
import { say } from './say.ts';
import { turnOf } from './turn.ts';
import type { Turn } from './turn.ts';

export const REQUEST_ACTION_DIALOG = 'request-action';

export type RequestAction = Extract<CardAction, { cardVersion: number }>;
type Undo = Extract<RequestAction, { verb: 'request.undo' }>;

/** A click on a request's card, done in the clicker's own name. The sign-in was asked for before the dialog ran. */
export class RequestActionDialog extends ComponentDialog {
  readonly #flow: Workflow;

  constructor(flow: Workflow, lists: RequestListSettings) {
    super(REQUEST_ACTION_DIALOG);
    this.#flow = flow;
    this.addDialog(new WaterfallDialog('steps', [(step) => this.#perform(step), (step) => step.endDialog()]));
    this.addDialog(new ConfirmPlanDialog(flow, lists));
    this.initialDialogId = 'steps';
  }

  async #perform(step: WaterfallStepContext): Promise<DialogTurnResult> {
    const turn = turnOf(step.context);
    const action = cardAction.parse(step.options);
    const assertion = await this.#flow.assertions.current(turn.sender);
    if (!assertion || !('cardVersion' in action)) throw new ProblemError({ kind: 'sign-in-needed' });
    if (action.verb === 'request.undo') return this.#undo(step, assertion, action);
    const done = await this.#act(assertion, action);
    if (done.ok) {
      turn.answer = { text: stateText(done.value, turn.speaker) };
    } else {
      await this.#refuse(step, assertion, action, done.problem);
    }
    return step.endDialog();
  }

  async #refuse(
    step: WaterfallStepContext,
    assertion: UserAssertion,
    action: RequestAction,
    problem: Problem,
  ): Promise<void> {
    const turn = turnOf(step.context);
    await say(step.context, problemSentence(problem, turn.speaker));
    turn.answer = await this.#currentCard(assertion, action, step);
  }

  /** What comes back is shown first, and asked for like a removal. */
  async #undo(step: WaterfallStepContext, assertion: UserAssertion, action: Undo): Promise<DialogTurnResult> {
    const turn = turnOf(step.context);
    const planned = await planUndo(this.#flow, assertion, action.requestId);
    if (!planned.ok) {
      await this.#refuse(step, assertion, action, planned.problem);
      return step.endDialog();
    }
    turn.answer = { text: turn.speaker.say('request.undoOpened') };
    return step.beginDialog(CONFIRM_PLAN_DIALOG, { plan: planned.value });
  }

  #act(assertion: UserAssertion, action: Exclude<RequestAction, Undo>): Promise<Result<Request>> {
    const { requestId } = action;
    switch (action.verb) {
      case 'request.approve':
        return decideRequest(this.#flow, assertion, { requestId, verdict: 'approve', reason: undefined });
      case 'request.deny':
        return decideRequest(this.#flow, assertion, { requestId, verdict: 'deny', reason: action.denyReason });
      case 'request.withdraw':
        return intervene(this.#flow, requestId, assertion, 'withdraw');
      case 'request.stop':
        return intervene(this.#flow, requestId, assertion, 'stop');
      case 'request.confirm':
        return intervene(this.#flow, requestId, assertion, 'confirm');
      case 'session.sign-in':
        return resumeRequest(this.#flow, requestId, assertion);
    }
  }

  /**
   * A refused click came from a card that is not true any more: the clicker's own is drawn anew, nobody else's is shown.
   * After a click that worked the outbox does it, so that no answer ever covers a newer card.
   */
  async #currentCard(
    assertion: UserAssertion,
    { requestId }: RequestAction,
    step: WaterfallStepContext,
  ): Promise<Turn['answer']> {
    const request = await this.#flow.requests.find(requestId);
    const isRequester = request && samePerson(request.requester, assertion);
    const isParty = isRequester || request?.approvers.some((approver) => samePerson(approver, assertion));
    if (!request || !isParty) return undefined;
    const steps = await this.#flow.requests.readSteps(requestId);
    const reader = isRequester ? 'requester' : 'approver';
    const now = this.#flow.clock.now();
    return { card: requestCard({ request, steps, reader, party: assertion, now }, turnOf(step.context).speaker) };
  }
}

/** How the request stands after a click that worked, in a word; and what keeps it from going on. */
function stateText(request: Request, reader: Speaker): string {
  const speaker = planSpeaker(request.plan, reader);
  const paused = pausedText(request, speaker);
  const state = speaker.say(`request.state.${request.state}`);
  return paused === '' ? state : labelled(state, paused, speaker);
}
