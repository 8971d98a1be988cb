import type { Speaker } from '../locales/speaker.ts';
import type { Step } from '../src/core/execution.ts';
import { isFinal } from '../src/core/request.ts';
import type { Request } from '../src/core/request.ts';
import { changesText } from './change.view.ts';
import { shownName, shownText } from './foreign-text.ts';
import { listed } from './listed.view.ts';
import type { RequestView } from './request-view.ts';
import { setbackLines } from './setback.view.ts';

const MESSAGE_LENGTH = 300;
const FAILURES_SHOWN = 10;
const NAMES_SHOWN = 10;
/** So many different things that changed are told, in so many characters; of the others only that something did. */
const CHANGES_TOLD = 5;
const CHANGES_ROOM = 700;

interface Failed {
  name: string;
  failure: Step['failure'];
  /** What changed for them: empty where nothing did, and where there is no more room for it. */
  changes: string;
}

/** Those it failed for, each with what changed; read by an onlooker, without. */
function failedPeople({ reader, request, steps }: RequestView, speaker: Speaker): Failed[] {
  const told = new Set<string>();
  let room = reader === 'onlooker' ? 0 : CHANGES_ROOM;
  return steps
    .filter(({ state }) => state === 'failed')
    .map(({ failure, index }) => {
      const changes = failure && 'changes' in failure ? changesText(failure.changes, speaker) : '';
      if (!told.has(changes) && told.size < CHANGES_TOLD && changes.length <= room) {
        room -= changes.length;
        told.add(changes);
      }
      const name = request.plan.targets[index]?.user.displayName ?? '';
      return { name, failure, changes: told.has(changes) ? changes : '' };
    });
}

function failureKey({ failure, changes }: Failed): string {
  const message = failure && 'message' in failure ? failure.message : '';
  return JSON.stringify([failure?.kind, message, changes]);
}

/** What went wrong, said once for all it happened to: the first ten of them by name. */
function failureLines(view: RequestView, speaker: Speaker): string[] {
  const groups = Map.groupBy(failedPeople(view, speaker), failureKey);
  const lines = [...groups.values()].map((people) => {
    const [{ failure, changes } = { failure: undefined, changes: '' }] = people;
    const message = failure && 'message' in failure ? shownText(failure.message, MESSAGE_LENGTH) : '';
    const names = people.map((each) => each.name);
    const name = listed(names, NAMES_SHOWN, speaker);
    const text = speaker.say(`request.failure.${failure?.kind ?? 'not-visible-yet'}`, { name, message });
    return speaker.paragraph([text, changes]);
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
export function outcomeLines(view: RequestView, speaker: Speaker): string[] {
  const { finishedAt, requester, state } = view.request;
  if (!isFinal(state) || !finishedAt) return [];
  const values = { at: speaker.dateTime(finishedAt), requester: shownName(requester.displayName) };
  return [
    speaker.say(finishedKeys[state as keyof typeof finishedKeys], values),
    ...setbackLines(view, speaker),
    ...countLines(view.request, view.steps, speaker),
    ...failureLines(view, speaker),
  ];
}
