import type { Speaker } from '../locales/speaker.ts';
import type { Person, RequestId } from '../src/core/identity.ts';
import type { Plan } from '../src/core/plan.ts';
import { fillCard } from './card.ts';
import type { Card } from './card.ts';
import { planTitle, shownName, targetView } from './impact.view.ts';
import template from './templates/removal-plan.json' with { type: 'json' };

const APPROVERS_SHOWN = 4;

export interface RemovalPlanView {
  requestId: RequestId;
  plan: Plan;
  approvers: readonly Person[];
  /** What the server refused about the last try, with the reason that was typed; empty strings the first time. */
  problem: string;
  reason: string;
}

/** The first few approvers by name, the rest counted. */
export function approverNames(approvers: readonly Person[], speaker: Speaker): string {
  const names = approvers.slice(0, APPROVERS_SHOWN).map((each) => shownName(each.displayName));
  const more = approvers.length - names.length;
  return more > 0 ? speaker.say('plan.approversMore', { names: names.join(', '), count: more }) : speaker.list(names);
}

/** The card that asks: what exactly will happen, what is lost, the reason, the impact, and one button. */
export function removalPlanCard(view: RemovalPlanView, speaker: Speaker): Card {
  const { plan } = view;
  const title = planTitle(plan.targets, speaker);
  const targets = plan.targets.map((target) => targetView(target, new Date(plan.readAt), speaker));
  const consequences = targets.flatMap((target) => target.consequences.map((line) => line.text)).join(' ');
  return fillCard(template, {
    locale: speaker.locale,
    requestId: view.requestId,
    title,
    state: speaker.say('plan.state'),
    problem: view.problem,
    targets,
    several: targets.length > 1,
    ifRemovedToday: speaker.say('plan.ifRemovedToday'),
    showAll: speaker.say('plan.showAll'),
    approvers: speaker.say('plan.approvers', { approvers: approverNames(view.approvers, speaker) }),
    reasonLabel: speaker.say('plan.reasonLabel'),
    reasonError: speaker.say('plan.reasonError'),
    reason: view.reason,
    impact: speaker.say('plan.impact'),
    impactError: speaker.say('plan.impactError'),
    request: speaker.say('plan.request'),
    cancel: speaker.say('plan.cancel'),
    footer: speaker.say('plan.footer', { readAt: speaker.dateTime(plan.readAt) }),
    fallbackText: speaker.say('plan.fallback', { title, consequences }),
  });
}
