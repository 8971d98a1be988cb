import { ComponentDialog, WaterfallDialog } from 'botbuilder-dialogs';
import type { DialogTurnResult, WaterfallStepContext } from 'botbuilder-dialogs';
import type { Card } from '../cards/card.ts';
import { problemSentence } from '../cards/problem-sentence.ts';
import { requestCard } from '../cards/request.card.ts';
import { cardAction } from '../cards/verbs.ts';
import type { CardAction } from '../cards/verbs.ts';
import { ok, refused } from '../src/core/errors.ts';
import type { Result } from '../src/core/errors.ts';
import { samePerson } from '../src/core/identity.ts';
import type { UserAssertion } from '../src/core/ports.ts';
import type { Request } from '../src/core/request.ts';
import { decideRequest } from '../src/core/workflow/decide.ts';
import type { Workflow } from '../src/core/workflow/deps.ts';
import { withdrawRequest } from '../src/core/workflow/end.ts';
import { say } from './say.ts';
import { SIGN_IN_DIALOG, SignInDialog } from './sign-in-dialog.ts';
import { turnOf } from './turn.ts';

export const REQUEST_ACTION_DIALOG = 'request-action';

export type RequestAction = Extract<CardAction, { cardVersion: number }>;

/** A click on a request's card: sign in first where needed, then do it in the clicker's own name. */
export class RequestActionDialog extends ComponentDialog {
  readonly #flow: Workflow;

  constructor(flow: Workflow, connectionName: string) {
    super(REQUEST_ACTION_DIALOG);
    this.#flow = flow;
    this.addDialog(new WaterfallDialog('steps', [(step) => this.#signIn(step), (step) => this.#perform(step)]));
    this.addDialog(new SignInDialog(flow, connectionName));
    this.initialDialogId = 'steps';
  }

  /** A request that waits for a sign-in was refused with the one that is there: only a fresh one helps. */
  #signIn(step: WaterfallStepContext): Promise<DialogTurnResult> {
    const action = cardAction.parse(step.options);
    return step.beginDialog(SIGN_IN_DIALOG, { fresh: action.verb === 'session.sign-in' });
  }

  async #perform(step: WaterfallStepContext): Promise<DialogTurnResult> {
    const turn = turnOf(step.context);
    const action = cardAction.parse(step.options);
    const assertion = step.result === true ? await this.#flow.assertions.current(turn.sender) : undefined;
    if (!assertion || !('cardVersion' in action)) return step.endDialog();
    const done = await this.#act(assertion, action);
    const card = await this.#cardFor(assertion, action, step);
    if (done.ok && card) turn.answer = { card };
    if (!done.ok) await say(step.context, problemSentence(done.problem, turn.speaker));
    return step.endDialog();
  }

  #act(assertion: UserAssertion, action: RequestAction): Promise<Result<Request>> {
    const { requestId } = action;
    switch (action.verb) {
      case 'request.approve':
        return decideRequest(this.#flow, assertion, { requestId, verdict: 'approve', reason: undefined });
      case 'request.deny':
        return decideRequest(this.#flow, assertion, { requestId, verdict: 'deny', reason: action.denyReason });
      case 'request.withdraw':
        return withdrawRequest(this.#flow, requestId, assertion);
      case 'session.sign-in':
        return this.#current(action);
    }
  }

  async #current({ requestId }: RequestAction): Promise<Result<Request>> {
    const request = await this.#flow.requests.find(requestId);
    return request ? ok(request) : refused({ kind: 'request-unknown' });
  }

  /** The clicker's own card, if the request has one for them; nobody else gets to see it. */
  async #cardFor(
    assertion: UserAssertion,
    { requestId }: RequestAction,
    step: WaterfallStepContext,
  ): Promise<Card | undefined> {
    const request = await this.#flow.requests.find(requestId);
    const isRequester = request && samePerson(request.requester, assertion);
    const isParty = isRequester || request?.approvers.some((approver) => samePerson(approver, assertion));
    if (!request || !isParty) return undefined;
    const steps = await this.#flow.requests.readSteps(requestId);
    const reader = isRequester ? 'requester' : 'approver';
    return requestCard({ request, steps, reader }, turnOf(step.context).speaker);
  }
}
