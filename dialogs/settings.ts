import type { TurnContext } from 'botbuilder';
import { awayCard } from '../cards/away.card.ts';
import type { Card } from '../cards/card.ts';
import { operatorCard } from '../cards/operator.card.ts';
import { problemSentence } from '../cards/problem-sentence.ts';
import type { SettingsAction } from '../cards/verbs.ts';
import { endOfDay } from '../locales/end-of-day.ts';
import { ProblemError } from '../src/core/errors.ts';
import type { Problem, Result } from '../src/core/errors.ts';
import { keyOf } from '../src/core/identity.ts';
import type { UserAssertion } from '../src/core/ports.ts';
import type { SettingsCommand } from '../src/core/understanding/command.ts';
import { comeBack, goAway } from '../src/core/workflow/away.ts';
import type { Workflow } from '../src/core/workflow/deps.ts';
import { checkAnyApprover, findDeputies } from '../src/core/workflow/participants.ts';
import { pauseExecutions, resumeExecutions } from '../src/core/workflow/pause.ts';
import { recordRefusal } from '../src/core/workflow/refusal-entry.ts';
import { cardActivity } from './say.ts';
import { turnOf } from './turn.ts';

async function drawAway(
  flow: Workflow,
  context: TurnContext,
  assertion: UserAssertion,
  problem: Problem | undefined,
): Promise<Card> {
  const { speaker } = turnOf(context);
  const reader = flow.directory.readerFor(assertion);
  const approver = await checkAnyApprover(flow, reader, assertion.userId);
  if (!approver.ok) throw new ProblemError(approver.problem);
  const deputies = await findDeputies(flow, reader, keyOf(assertion));
  const away = await flow.away.find(assertion, flow.clock.now());
  return awayCard({ away, deputies, problem: problem ? problemSentence(problem, speaker) : '' }, speaker);
}

async function drawOperator(
  flow: Workflow,
  context: TurnContext,
  { userId }: UserAssertion,
  problem: Problem | undefined,
): Promise<Card> {
  const { speaker } = turnOf(context);
  if (!flow.operators.includes(userId)) throw new ProblemError({ kind: 'not-an-operator' });
  const pause = await flow.pause.current();
  return operatorCard({ pause, problem: problem ? problemSentence(problem, speaker) : '' }, speaker);
}

const drawn = { away: drawAway, operator: drawOperator } as const satisfies Record<SettingsCommand, unknown>;

/** Shows the card of settings that a command asks for. Whoever may not see it is refused, and that is recorded. */
export async function showSettings(
  flow: Workflow,
  context: TurnContext,
  assertion: UserAssertion,
  about: SettingsCommand,
): Promise<void> {
  try {
    await context.sendActivity(cardActivity(await drawn[about](flow, context, assertion, undefined)));
  } catch (error) {
    if (error instanceof ProblemError) {
      const data = { action: 'open-settings', about, problem: error.problem.kind, tokenId: assertion.tokenId };
      await recordRefusal(flow, { event: 'action-refused', actor: assertion, data });
    }
    throw error;
  }
}

function act(
  flow: Workflow,
  assertion: UserAssertion,
  action: SettingsAction,
  timeZone: string,
): Promise<Result<unknown>> {
  switch (action.verb) {
    case 'away.set':
      return goAway(flow, assertion, {
        until: action.until ? endOfDay(action.until, timeZone) : '',
        standIn: action.standIn,
      });
    case 'away.end':
      return comeBack(flow, assertion);
    case 'operator.pause':
      return pauseExecutions(flow, assertion, action.reason ?? '');
    case 'operator.resume':
      return resumeExecutions(flow, assertion);
  }
}

/** A click on a card of settings, done in the clicker's own name; the card then shows what is true now. */
export async function clickSettings(flow: Workflow, context: TurnContext, action: SettingsAction): Promise<void> {
  const turn = turnOf(context);
  const assertion = await flow.assertions.current(turn.sender);
  if (!assertion) throw new ProblemError({ kind: 'sign-in-needed' });
  const done = await act(flow, assertion, action, turn.speaker.timeZone);
  const draw = action.verb.startsWith('away') ? drawAway : drawOperator;
  turn.answer = { card: await draw(flow, context, assertion, done.ok ? undefined : done.problem) };
}
