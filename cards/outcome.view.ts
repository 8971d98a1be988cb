import type { Speaker } from '../locales/speaker.ts';
import type { Step } from '../src/core/execution.ts';
import { isFinal } from '../src/core/request.ts';
import type { Request, Setback } from '../src/core/request.ts';
import { shownName, shownText } from './foreign-text.ts';
import { listed } from './listed.view.ts';

const MESSAGE_LENGTH = 300;
const FAILURES_SHOWN = 10;
const NAMES_SHOWN = 10;

function setbackText(setback: Setback, request: Request, speaker: Speaker): string {
  const requester = shownName(request.requester.displayName);
  const name = shownName(
    'displayName' in setback ? setback.displayName : (request.plan.targets[0]?.user.displayName ?? ''),
  );
  const kind = setback.kind === 'role-lost' ? (`role-lost-${setback.who}` as const) : setback.kind;
  return speaker.say(`request.setback.${kind}`, { name, requester });
}

/** What went wrong, said once for all it happened to: the first ten of them by name. */
function failureLines(request: Request, failed: readonly Step[], speaker: Speaker): string[] {
  const groups = Map.groupBy(failed, (step) => JSON.stringify(step.failure));
  const lines = [...groups.values()].map((steps) => {
    const [{ failure } = {}] = steps;
    const message = failure && 'message' in failure ? shownText(failure.message, MESSAGE_LENGTH) : '';
    const names = steps.map((step) => request.plan.targets[step.index]?.user.displayName ?? '');
    const name = listed(names, NAMES_SHOWN, speaker);
    return speaker.say(`request.failure.${failure?.kind ?? 'not-visible-yet'}`, { name, message });
  });
  const shown = lines.slice(0, FAILURES_SHOWN);
  const hidden = [...groups.values()].slice(FAILURES_SHOWN).flat().length;
  return hidden > 0 ? [...shown, speaker.say('request.outcome.moreFailures', { count: hidden })] : shown;
}

/** The names of those for whom nothing was sent. */
function untouchedBy({ targets }: Request['plan'], steps: readonly Step[]): string[] {
  const begun = new Set(steps.filter((step) => step.state !== 'pending').map((step) => step.index));
  return targets.filter((_, index) => !begun.has(index)).map(({ user }) => user.displayName);
}

/** How far it came, where it did not come to the end: also what was not touched, and what nobody knows. */
function countLines({ plan, state }: Request, steps: readonly Step[], speaker: Speaker): string[] {
  if (state !== 'partly-failed' && state !== 'failed') return [];
  const all = plan.targets.length;
  const done = steps.filter((step) => step.state === 'done').length;
  const failed = steps.filter((step) => step.state === 'failed');
  const unsure = steps.filter((step) => step.state === 'sent').length;
  const untouched = untouchedBy(plan, steps);
  const accepted = failed.some((step) => step.failure?.kind === 'not-visible-yet');
  const lines = [];
  if (done === 0 && unsure === 0 && !accepted) {
    lines.push(speaker.say('request.outcome.nothing-removed'));
    if (untouched.length === all) return lines;
  }
  if (done > 0) lines.push(speaker.say('request.outcome.done', { count: done, all }));
  if (untouched.length > 0) {
    const name = listed(untouched, NAMES_SHOWN, speaker);
    lines.push(speaker.say('request.outcome.untouched', { count: untouched.length, name }));
  }
  if (unsure > 0) lines.push(speaker.say('request.outcome.unsure', { count: unsure }));
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

/** What came of a request, in sentences: empty while it is under way. */
export function outcomeLines(request: Request, steps: readonly Step[], speaker: Speaker): string[] {
  const { setback, finishedAt, state } = request;
  if (!isFinal(state) || !finishedAt) return [];
  const at = speaker.dateTime(finishedAt);
  const requester = shownName(request.requester.displayName);
  const lines = [speaker.say(finishedKeys[state as keyof typeof finishedKeys], { at, requester })];
  if (setback) lines.push(setbackText(setback, request, speaker));
  const failed = steps.filter((step) => step.state === 'failed');
  return [...lines, ...countLines(request, steps, speaker), ...failureLines(request, failed, speaker)];
}
