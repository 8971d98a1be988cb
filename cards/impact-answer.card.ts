import type { Speaker } from '../locales/speaker.ts';
import type { Plan, PlanTarget } from '../src/core/plan.ts';
import { fillCard, withPart } from './card.ts';
import type { Card } from './card.ts';
import { impactPart, impactView, productList, shownName } from './impact.view.ts';
import template from './templates/impact-answer.json' with { type: 'json' };

const wholeTemplate = withPart(template, 'impact', impactPart);

function titleText(targets: readonly PlanTarget[], speaker: Speaker): string {
  const [only, ...others] = targets;
  const products = productList(targets, speaker);
  if (!only || others.length > 0)
    return speaker.say('licenseImpact.ifRemovedMany', { products, count: targets.length });
  return speaker.say('licenseImpact.ifRemoved', { products, name: shownName(only.user.displayName) });
}

/** What a removal would mean, from the same plan that would ask for it: an answer without anything to confirm. */
export function impactAnswerCard({ plan }: { plan: Plan }, speaker: Speaker): Card {
  const { targets, readAt } = plan;
  const impact = impactView(targets, new Date(readAt), speaker);
  const title = titleText(targets, speaker);
  const state = speaker.say('licenseImpact.onlyAnswer');
  const { consequenceText: consequences, staysText: stays } = impact;
  return fillCard(wholeTemplate, {
    ...impact,
    locale: speaker.locale,
    title,
    state,
    heading: speaker.say('plan.ifRemovedToday', { date: speaker.date(readAt) }),
    showImpact: true,
    showAll: speaker.say('plan.showAll'),
    footer: speaker.say('plan.footer', { readAt: speaker.dateTime(readAt) }),
    fallbackText: speaker.say('licenseImpact.fallback', { title, state, consequences, stays }),
  });
}
