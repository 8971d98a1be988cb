import type { Speaker } from '../locales/speaker.ts';
import type { LeftOut, LicenseAssignment, Plan, PlanTarget } from '../src/core/plan.ts';
import { consequenceSentences, consequenceView } from './consequence.view.ts';
import type { ConsequenceView } from './consequence.view.ts';
import { effectLines } from './effect.view.ts';
import { shownName, shownText } from './foreign-text.ts';
import { asTexts, listed } from './listed.view.ts';
import { planSpeaker } from './plan-speaker.ts';
import template from './templates/impact.json' with { type: 'json' };

export { shownName } from './foreign-text.ts';

/** The elements that show an ImpactView; a card's template says where they go, with an element called `impact`. */
export const impactPart: readonly object[] = template.items;

const PEOPLE_SHOWN = 10;
const PRODUCTS_SHOWN = 3;
const REMOVED_SHOWN = 10;
const UPN_LENGTH = 120;

/** How a licence reached its holder, in words. */
export function pathText({ path }: Pick<LicenseAssignment, 'path'>, speaker: Speaker): string {
  return path.kind === 'direct'
    ? speaker.say('path.direct')
    : speaker.say('path.group', { group: shownName(path.groupName) });
}

/** All that goes from one person; only what is held directly can go, so one path stands for all. */
function removesText(target: PlanTarget, speaker: Speaker): string {
  const [first] = target.remove;
  if (!first) return '';
  const names = target.remove.map((each) => each.productName);
  return speaker.say('plan.removes', {
    product: listed(names, REMOVED_SHOWN, speaker),
    path: pathText(first, speaker),
  });
}

function keepsText(targets: readonly PlanTarget[], speaker: Speaker): string {
  const [only, ...others] = targets;
  const keepers = targets.filter((target) => target.keeps.length > 0);
  if (!only || others.length > 0) return speaker.say('plan.keepsMany', { some: keepers.length, all: targets.length });
  if (only.keeps.length === 0) return only.stillInherited.length === 0 ? speaker.say('plan.keepsNothing') : '';
  const licenses = only.keeps.map((each) =>
    speaker.say('plan.keepsOne', { product: each.productName, path: pathText(each, speaker) }),
  );
  return speaker.say('plan.keeps', { licenses: listed(licenses, PRODUCTS_SHOWN, speaker) });
}

/** What was asked for and will not go, because a group gives it. */
function inheritedTexts(targets: readonly PlanTarget[], speaker: Speaker): string[] {
  const [only, ...others] = targets;
  const concerned = targets.filter((target) => target.stillInherited.length > 0);
  if (concerned.length === 0 || !only) return [];
  if (others.length > 0) return [speaker.say('plan.inheritedMany', { count: concerned.length })];
  return only.stillInherited.slice(0, PRODUCTS_SHOWN).map((each) => {
    const alsoDirect = only.remove.some((removed) => removed.skuId === each.skuId);
    return speaker.say(alsoDirect ? 'plan.stillInherited' : 'plan.onlyInherited', {
      name: shownName(only.user.displayName),
      product: shownName(each.productName),
      group: each.path.kind === 'group' ? shownName(each.path.groupName) : '',
    });
  });
}

/** Whom an undo passes over, by name. */
function leftOutTexts(leftOut: readonly LeftOut[], speaker: Speaker): string[] {
  const lines = leftOut.slice(0, PEOPLE_SHOWN).map(({ displayName, productNames, why }) =>
    speaker.say(`plan.leftOut.${why}`, {
      name: shownName(displayName),
      products: listed(productNames, PRODUCTS_SHOWN, speaker),
    }),
  );
  const more = leftOut.length - PEOPLE_SHOWN;
  return more > 0 ? [...lines, speaker.say('plan.leftOutMore', { count: more })] : lines;
}

/** What the card had to cut or count, whole: read only by those who ask for it. */
function detailLines(targets: readonly PlanTarget[], speaker: Speaker): string[] {
  const [only, ...others] = targets;
  const lines = effectLines(targets, speaker);
  if (!only || others.length > 0) return lines;
  const whole = shownText(only.user.displayName, 500);
  return whole === shownName(only.user.displayName)
    ? lines
    : [speaker.say('effect.fullName', { name: whole }), ...lines];
}

interface PersonView {
  name: string;
  upn: string;
  removes: string;
}

export interface ImpactView extends Record<string, unknown> {
  /** What goes, said once where it is the same for several people. */
  fromEach: string;
  people: PersonView[];
  morePeople: string;
  heading: string;
  consequences: ConsequenceView['lines'];
  rest: string;
  stays: string;
  warnings: { text: string }[];
  details: { text: string }[];
  /** All of it in sentences, for those who hear the card. */
  consequenceText: string;
  staysText: string;
}

function peopleView(targets: readonly PlanTarget[], speaker: Speaker): Pick<ImpactView, 'fromEach' | 'people'> {
  const texts = targets.map((target) => removesText(target, speaker));
  const [first = ''] = texts;
  const same = targets.length > 1 && texts.every((text) => text === first);
  return {
    fromEach: same ? speaker.say('plan.fromEach', { licenses: first }) : '',
    people: targets.slice(0, PEOPLE_SHOWN).map(({ user }, index) => ({
      name: shownName(user.displayName),
      upn: shownText(user.userPrincipalName, UPN_LENGTH),
      removes: same ? '' : (texts[index] ?? ''),
    })),
  };
}

/** The people of a plan and what it means for them. `removedAt` is when the licences go, or went. */
export function impactView(
  targets: readonly PlanTarget[],
  removedAt: Date,
  speaker: Speaker,
  leftOut: readonly LeftOut[] = [],
): ImpactView {
  const consequences = consequenceView(targets, removedAt, speaker);
  const more = targets.length - PEOPLE_SHOWN;
  const stays = keepsText(targets, speaker);
  const warnings = [...inheritedTexts(targets, speaker), ...leftOutTexts(leftOut, speaker)];
  return {
    ...peopleView(targets, speaker),
    morePeople: more > 0 ? speaker.say('plan.morePeople', { count: more }) : '',
    heading: speaker.say('request.effects', { date: speaker.date(removedAt.toISOString()) }),
    consequences: consequences.lines,
    rest: consequences.rest,
    stays,
    warnings: asTexts(warnings),
    details: asTexts(detailLines(targets, speaker)),
    consequenceText: consequenceSentences(consequences, speaker),
    staysText: speaker.paragraph([stays, ...warnings]),
  };
}

/** "Microsoft 365 E3 and Visio Plan 2", of all people together. */
export function productList(targets: readonly PlanTarget[], speaker: Speaker): string {
  const names = targets.flatMap((target) => target.remove.map((each) => each.productName));
  return listed([...new Set(names)], PRODUCTS_SHOWN, speaker);
}

export function planTitle({ operation, targets }: Pick<Plan, 'operation' | 'targets'>, to: Speaker): string {
  const speaker = planSpeaker({ operation }, to);
  const [only, ...others] = targets;
  const products = productList(targets, speaker);
  if (only && others.length === 0) {
    return speaker.say('plan.title', { products, name: shownName(only.user.displayName) });
  }
  const kinds = new Set(targets.flatMap((target) => target.remove.map((each) => each.skuId)));
  if (kinds.size > PRODUCTS_SHOWN) return speaker.say('plan.titleMany', { count: targets.length });
  return speaker.say('plan.titleManyOf', { products, count: targets.length });
}
