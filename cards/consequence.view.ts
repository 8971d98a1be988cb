import type { Speaker } from '../locales/speaker.ts';
import { consequencesOf } from '../src/core/operations/remove-licenses/consequences.ts';
import type { Consequence } from '../src/core/operations/remove-licenses/consequences.ts';
import { service } from '../src/core/plan.ts';
import type { PlanTarget, Service, ServiceEffect } from '../src/core/plan.ts';
import { shownText } from './foreign-text.ts';
import { counted, labelled, listed } from './listed.view.ts';

const LINES_SHOWN = 4;
const ALSO_GONE_SHOWN = 2;
const PRODUCT_LENGTH = 80;

/** One consequence: what it hits, what happens, and to how many of the people. Red is what cannot be undone. */
interface Line {
  what: string;
  text: string;
  color: 'Attention' | 'Default';
  people: number;
  /** The lower, the worse. */
  rank: number;
}

/** Worst first. What eDiscovery loses is said with the mailbox, so it has no line of its own. */
const spoken = ['mailbox-closed', 'files-frozen', 'teams-closed', 'office-apps-unlicensed'] as const;
type Reduced = Extract<ServiceEffect, { kind: 'reduced' }>;
type SpokenConsequence = Extract<Consequence, { kind: (typeof spoken)[number] }>;
const withLine = new Set<Service>(['mail', 'files', 'teams', 'office-apps']);

function isSpoken(consequence: Consequence): consequence is SpokenConsequence {
  return (spoken as readonly string[]).includes(consequence.kind);
}

function lostServices(target: PlanTarget): Service[] {
  return target.effects.filter((effect) => effect.kind === 'lost').map((effect) => effect.service);
}

function lossLine(consequence: SpokenConsequence, people: number, speaker: Speaker): Line {
  const dates = Object.fromEntries(
    Object.entries(consequence)
      .filter(([name]) => name !== 'kind')
      .map(([name, iso]) => [name, speaker.date(iso)]),
  );
  const what = speaker.say(`consequence.${consequence.kind}.what`);
  const text = speaker.say(`consequence.${consequence.kind}.text`, dates);
  const color = consequence.kind === 'mailbox-closed' ? 'Attention' : 'Default';
  return { what, text, color, people, rank: spoken.indexOf(consequence.kind) };
}

function reducedLine(effect: Reduced, people: number, speaker: Speaker): Line {
  const what = speaker.say('consequence.reduced.what', { service: speaker.say(`service.${effect.service}`) });
  const text = speaker.say('consequence.reduced.text', {
    plan: shownText(effect.planName, PRODUCT_LENGTH),
    product: shownText(effect.productName, PRODUCT_LENGTH),
  });
  return { what, text, color: 'Default', people, rank: spoken.length + service.options.indexOf(effect.service) };
}

/** Every line there is, worst first; what is the same for several people is one line. */
function allLines(targets: readonly PlanTarget[], removedAt: Date, speaker: Speaker): Line[] {
  const losses = targets.flatMap((target) => consequencesOf(lostServices(target), removedAt).filter(isSpoken));
  const reduced = targets.flatMap((target) => target.effects.filter((effect) => effect.kind === 'reduced'));
  const lines = [
    ...counted(losses).map(({ item, count }) => lossLine(item, count, speaker)),
    ...counted(reduced).map(({ item, count }) => reducedLine(item, count, speaker)),
  ];
  return lines.toSorted((a, b) => a.rank - b.rank);
}

function alsoGone(targets: readonly PlanTarget[], speaker: Speaker): string {
  const lost = new Set(targets.flatMap(lostServices));
  const services = service.options.filter((name) => lost.has(name) && !withLine.has(name));
  const others = new Set(targets.flatMap((target) => target.otherLosses));
  const names = [...services.map((name) => speaker.say(`service.${name}`)), ...others];
  if (names.length === 0) return '';
  return speaker.say('consequence.services-lost', { services: listed(names, ALSO_GONE_SHOWN, speaker) });
}

/** There are never more than four losses with a line of their own: what is hidden only gets smaller. */
function alsoReduced(hidden: readonly Line[], speaker: Speaker): string {
  if (hidden.length === 0) return '';
  const services = [...new Set(hidden.map((line) => line.what))];
  return speaker.say('consequence.services-reduced', { services: listed(services, ALSO_GONE_SHOWN, speaker) });
}

function nothingLost(targets: readonly PlanTarget[], speaker: Speaker): string {
  const kept = targets.some((target) => target.effects.some((effect) => effect.kind === 'kept'));
  return speaker.say(kept ? 'consequence.nothing-lost-but-kept' : 'consequence.nothing-lost');
}

export interface ConsequenceView {
  lines: { label: string; text: string; color: Line['color'] }[];
  /** What has no line of its own, counted; or that nothing is lost at all. */
  rest: string;
}

/** What people lose that others will notice: the worst first, each with its date, at most four lines, the rest counted. */
export function consequenceView(targets: readonly PlanTarget[], removedAt: Date, speaker: Speaker): ConsequenceView {
  const all = allLines(targets, removedAt, speaker);
  const lines = all.slice(0, LINES_SHOWN).map(({ what, text, color, people }) => {
    const hit = people < targets.length ? speaker.say('consequence.forSome', { what, count: people }) : what;
    return { label: labelled(hit, '', speaker), text, color };
  });
  const rest = speaker.paragraph([alsoGone(targets, speaker), alsoReduced(all.slice(LINES_SHOWN), speaker)]);
  return { lines, rest: rest || (lines.length > 0 ? '' : nothingLost(targets, speaker)) };
}

/** The same in sentences, for those who hear the card. */
export function consequenceSentences({ lines, rest }: ConsequenceView, speaker: Speaker): string {
  return speaker.paragraph([...lines.map(({ label, text }) => `${label}${text}`), rest]);
}
