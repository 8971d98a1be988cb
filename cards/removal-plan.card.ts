import type { Speaker } from '../locales/speaker.ts';
import type { Person, RequestId } from '../src/core/identity.ts';
import type { Plan } from '../src/core/plan.ts';
import { fillCard, withPart } from './card.ts';
import type { Card } from './card.ts';
import { cut, shownText } from './foreign-text.ts';
import { impactPart, impactView, planTitle } from './impact.view.ts';
import { asTexts, listed } from './listed.view.ts';
import { requestNumber } from './request-number.ts';
import template from './templates/removal-plan.json' with { type: 'json' };

const APPROVERS_SHOWN = 4;
const REASON_LENGTH = 500;
const PROBLEM_LENGTH = 300;
const wholeTemplate = withPart(template, 'impact', impactPart);

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
  const names = approvers.map((each) => each.displayName);
  return listed(names, APPROVERS_SHOWN, speaker);
}

/** What the inputs, the buttons and the small print say. */
function words({ plan, requestId }: RemovalPlanView, speaker: Speaker): Record<string, unknown> {
  return {
    state: speaker.say('plan.state'),
    heading: speaker.say('plan.ifRemovedToday', { date: speaker.date(plan.readAt) }),
    showAll: speaker.say('plan.showAll'),
    reasonLabel: speaker.say('plan.reasonLabel'),
    reasonError: speaker.say('plan.reasonError'),
    impactLabel: speaker.say('plan.impactLabel'),
    impact: speaker.say('plan.impact'),
    impactError: speaker.say('plan.impactError'),
    request: speaker.say('plan.request'),
    cancel: speaker.say('plan.cancel'),
    footer: asTexts([
      speaker.say('plan.footer', { readAt: speaker.dateTime(plan.readAt) }),
      speaker.say('request.number', { number: requestNumber(requestId) }),
    ]),
  };
}

/** The card that asks: what exactly will happen, what is lost, the reason, the impact, and one button. */
export function removalPlanCard(view: RemovalPlanView, speaker: Speaker): Card {
  const { plan } = view;
  const title = planTitle(plan.targets, speaker);
  const impact = impactView(plan.targets, new Date(plan.readAt), speaker);
  const approvers = speaker.say('plan.approvers', { approvers: approverNames(view.approvers, speaker) });
  const { consequenceText: consequences, staysText: stays } = impact;
  return fillCard(wholeTemplate, {
    ...impact,
    ...words(view, speaker),
    locale: speaker.locale,
    requestId: view.requestId,
    title,
    problem: shownText(view.problem, PROBLEM_LENGTH),
    showImpact: true,
    approvers,
    reason: cut(view.reason, REASON_LENGTH),
    fallbackText: speaker.paragraph([
      view.problem,
      speaker.say('plan.fallback', { title, consequences, stays, approvers }),
    ]),
  });
}
