import type { Speaker } from '../locales/speaker.ts';
import type { Step } from '../src/core/execution.ts';
import { isFinal } from '../src/core/request.ts';
import type { Request, Setback } from '../src/core/request.ts';
import { cut } from './card.ts';
import { shownName } from './impact.view.ts';

const MESSAGE_LENGTH = 300;
const FAILURES_SHOWN = 10;

function setbackText(setback: Setback, request: Request, speaker: Speaker): string {
  const requester = shownName(request.requester.displayName);
  const name = shownName(
    'displayName' in setback ? setback.displayName : (request.plan.targets[0]?.user.displayName ?? ''),
  );
  const kind = setback.kind === 'role-lost' ? (`role-lost-${setback.who}` as const) : setback.kind;
  return speaker.say(`request.setback.${kind}`, { name, requester });
}

function failureText(step: Step, request: Request, speaker: Speaker): string {
  const name = shownName(request.plan.targets[step.index]?.user.displayName ?? '');
  const failure = step.failure ?? { kind: 'not-visible-yet' as const };
  const message = 'message' in failure ? cut(failure.message, MESSAGE_LENGTH) : '';
  return speaker.say(`request.failure.${failure.kind}`, { name, message });
}

/** What came of a request, in sentences: empty while it is under way. */
export function outcomeLines(request: Request, steps: readonly Step[], speaker: Speaker): string[] {
  const lines: string[] = [];
  const { decision, setback, finishedAt, state } = request;
  if (state === 'waiting-for-sign-in') {
    return [speaker.say('request.waitingForSignIn', { requester: shownName(request.requester.displayName) })];
  }
  if (!isFinal(state) || !finishedAt) return [];
  if (state === 'denied' && decision?.reason)
    lines.push(speaker.say('request.deniedReason', { reason: decision.reason }));
  const at = speaker.dateTime(finishedAt);
  const requester = shownName(request.requester.displayName);
  const finished = state as keyof typeof finishedKeys;
  lines.push(speaker.say(finishedKeys[finished], { at, requester }));
  if (setback) lines.push(setbackText(setback, request, speaker));
  const failed = steps.filter((step) => step.state === 'failed');
  lines.push(...failed.slice(0, FAILURES_SHOWN).map((step) => failureText(step, request, speaker)));
  return lines;
}

const finishedKeys = {
  succeeded: 'request.finished.succeeded',
  'partly-failed': 'request.finished.partly-failed',
  failed: 'request.finished.failed',
  withdrawn: 'request.finished.withdrawn',
  expired: 'request.finished.expired',
  stopped: 'request.finished.stopped',
  void: 'request.finished.void',
  denied: 'request.finished.denied',
} as const;
