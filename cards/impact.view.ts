import type { Speaker } from '../locales/speaker.ts';
import { consequencesOf } from '../src/core/operations/remove-licenses/consequences.ts';
import type { Consequence } from '../src/core/operations/remove-licenses/consequences.ts';
import type { LicenseAssignment, PlanTarget, Service, ServiceEffect } from '../src/core/plan.ts';
import { cut } from './card.ts';

const NAME_LENGTH = 80;

export function shownName(name: string): string {
  return cut(name, NAME_LENGTH);
}

/** How a licence reached its holder, in words. */
export function pathText(assignment: LicenseAssignment, speaker: Speaker): string {
  const { path } = assignment;
  return path.kind === 'direct'
    ? speaker.say('path.direct')
    : speaker.say('path.group', { group: shownName(path.groupName) });
}

function consequenceText(consequence: Consequence, speaker: Speaker): string {
  const dates = Object.fromEntries(
    Object.entries(consequence)
      .filter(([name]) => name !== 'kind')
      .map(([name, iso]) => [name, speaker.date(iso)]),
  );
  return speaker.say(`consequence.${consequence.kind}`, dates);
}

const named = new Set<Service>(['mail', 'files', 'teams', 'office-apps']);

/** The worst first: what a person loses that others will notice, each with its date. */
function consequenceLines(target: PlanTarget, removedAt: Date, speaker: Speaker): string[] {
  const lost = target.effects.filter((effect) => effect.kind === 'lost').map((effect) => effect.service);
  const lines = consequencesOf(lost, removedAt).map((consequence) => consequenceText(consequence, speaker));
  const others = lost.filter((service) => !named.has(service)).map((service) => speaker.say(`service.${service}`));
  if (others.length > 0) lines.push(speaker.say('consequence.services-lost', { services: speaker.list(others) }));
  return lines.length > 0 ? lines : [speaker.say('consequence.nothing-lost')];
}

function effectText(effect: ServiceEffect, speaker: Speaker): string {
  const service = speaker.say(`service.${effect.service}`);
  if (effect.kind === 'lost') return speaker.say('effect.lost', { service });
  const product = effect.productName;
  if (effect.kind === 'kept') return speaker.say('effect.kept', { service, product });
  return speaker.say('effect.reduced', { service, product, plan: effect.planName });
}

/** Every effect, for behind "Show all effects". */
function effectLines(target: PlanTarget, speaker: Speaker): string[] {
  const lines = target.effects.map((effect) => effectText(effect, speaker));
  if (target.otherLosses.length > 0)
    lines.push(speaker.say('effect.other', { names: speaker.list(target.otherLosses) }));
  return lines;
}

function keepsText(target: PlanTarget, speaker: Speaker): string {
  if (target.keeps.length === 0 && target.stillInherited.length === 0) return speaker.say('plan.keepsNothing');
  if (target.keeps.length === 0) return '';
  const licenses = target.keeps.map((each) =>
    speaker.say('plan.keepsOne', { product: each.productName, path: pathText(each, speaker) }),
  );
  return speaker.say('plan.keeps', { licenses: speaker.list(licenses) });
}

export interface TargetView extends Record<string, unknown> {
  name: string;
  upn: string;
  initials: string;
  removes: { text: string }[];
  consequences: { text: string }[];
  stays: { text: string }[];
  effects: { text: string }[];
}

function initials(name: string): string {
  const words = name.split(/\s+/u).filter((word) => /^\p{L}/u.test(word));
  const letters = [words.at(0), words.length > 1 ? words.at(-1) : undefined].map(
    (word) => /^\p{L}/u.exec(word ?? '')?.[0] ?? '',
  );
  return letters.join('').toUpperCase() || '?';
}

function asTexts(lines: readonly string[]): { text: string }[] {
  return lines.filter((line) => line !== '').map((text) => ({ text }));
}

/** One person of a plan as a card shows it. `removedAt` is when the licence goes, or went. */
export function targetView(target: PlanTarget, removedAt: Date, speaker: Speaker): TargetView {
  const name = shownName(target.user.displayName);
  const inherited = target.stillInherited.map((each) =>
    speaker.say('plan.stillInherited', {
      name,
      product: each.productName,
      group: each.path.kind === 'group' ? shownName(each.path.groupName) : '',
    }),
  );
  return {
    name,
    upn: cut(target.user.userPrincipalName, 120),
    initials: initials(target.user.displayName),
    removes: asTexts(
      target.remove.map((each) =>
        speaker.say('plan.removes', { product: each.productName, path: pathText(each, speaker) }),
      ),
    ),
    consequences: asTexts(consequenceLines(target, removedAt, speaker)),
    stays: asTexts([...inherited, keepsText(target, speaker)]),
    effects: asTexts(effectLines(target, speaker)),
  };
}

/** "Microsoft 365 E3 and Visio Plan 2", of all people together. */
export function productList(targets: readonly PlanTarget[], speaker: Speaker): string {
  const names = targets.flatMap((target) => target.remove.map((each) => each.productName));
  return speaker.list([...new Set(names)]);
}

export function planTitle(targets: readonly PlanTarget[], speaker: Speaker): string {
  const [only, ...others] = targets;
  if (!only || others.length > 0) return speaker.say('plan.titleMany', { count: targets.length });
  return speaker.say('plan.title', { products: productList(targets, speaker), name: shownName(only.user.displayName) });
}
