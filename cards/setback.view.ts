import type { Speaker } from '../locales/speaker.ts';
import type { Setback } from '../src/core/setback.ts';
import { changesText } from './change.view.ts';
import { shownName } from './foreign-text.ts';
import type { RequestView } from './request-view.ts';

/** What exactly is not as it was: the licences, or the right that somebody lost. Empty where there is no more to say. */
function detailText(setback: Setback, speaker: Speaker): string {
  if ('changes' in setback) return changesText(setback.changes, speaker);
  return setback.kind === 'role-lost' && setback.why ? speaker.say(`request.lost.${setback.why}`) : '';
}

/** Why a request came to nothing, and what changed since it was asked for; an onlooker is not told what somebody has. */
export function setbackLines({ reader, request }: Pick<RequestView, 'reader' | 'request'>, speaker: Speaker): string[] {
  const { plan, requester, setback } = request;
  if (!setback) return [];
  const name = 'displayName' in setback ? setback.displayName : (plan.targets[0]?.user.displayName ?? '');
  const kind = setback.kind === 'role-lost' ? (`role-lost-${setback.who}` as const) : setback.kind;
  const values = { name: shownName(name), requester: shownName(requester.displayName) };
  const line = speaker.say(`request.setback.${kind}`, values);
  const detail = reader === 'onlooker' ? '' : detailText(setback, speaker);
  return detail === '' ? [line] : [line, detail];
}
