import type { Speaker } from '../locales/speaker.ts';
import { servicePlanTitle } from '../src/core/catalog/service-plan.ts';
import type { LicenseChange } from '../src/core/what-changed.ts';
import { shownName } from './foreign-text.ts';
import { pathText } from './impact.view.ts';
import { labelled, listed } from './listed.view.ts';

const CHANGES_SHOWN = 4;
const PLANS_SHOWN = 3;

function changeSentence(change: LicenseChange, speaker: Speaker): string {
  return speaker.say(`request.change.${change.kind}`, {
    product: shownName(change.productName),
    path: pathText(change, speaker),
    before: 'before' in change ? pathText({ path: change.before }, speaker) : '',
    plans: 'planIds' in change ? listed(planTitles(change.planIds), PLANS_SHOWN, speaker) : '',
  });
}

function planTitles(ids: readonly string[]): string[] {
  return ids.map((id) => servicePlanTitle(id, id));
}

/** "What changed: Microsoft 365 E3 is gone; it was assigned directly." The first few of them, the others counted. */
export function changesText(changes: readonly LicenseChange[], speaker: Speaker): string {
  if (changes.length === 0) return '';
  const sentences = changes.slice(0, CHANGES_SHOWN).map((each) => changeSentence(each, speaker));
  const more = changes.length - CHANGES_SHOWN;
  const rest = more > 0 ? [speaker.say('request.moreChanges', { count: more })] : [];
  return labelled(speaker.say('request.whatChanged'), speaker.paragraph([...sentences, ...rest]), speaker);
}
