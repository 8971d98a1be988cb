import type { Speaker } from '../locales/speaker.ts';
import type { Problem } from '../src/core/errors.ts';
import type { Person, RequestId } from '../src/core/identity.ts';
import type { Plan } from '../src/core/plan.ts';
import type { Policy } from '../src/core/policy.ts';
import { fillCard, withPart } from './card.ts';
import type { Card } from './card.ts';
import { cut, shownName, shownText } from './foreign-text.ts';
import { impactPart, impactView, planTitle } from './impact.view.ts';
import { asTexts, listed } from './listed.view.ts';
import { problemSentence } from './problem-sentence.ts';
import { requestNumber } from './request-number.ts';
import template from './templates/removal-plan.json' with { type: 'json' };

const APPROVERS_SHOWN = 4;
const REASON_LENGTH = 500;
const PROBLEM_LENGTH = 300;
const TICKET_LENGTH = 50;
const PREFERENCES_SHOWN = 20;
const wholeTemplate = withPart(template, 'impact', impactPart);

export interface RemovalPlanView {
  requestId: RequestId;
  plan: Plan;
  approvers: readonly Person[];
  rules: Pick<Policy, 'approvals' | 'breakGlass' | 'ticket'>;
  /** Why nobody can be asked; then the card only offers the emergency. */
  tooFew?: Problem | undefined;
  /** What the server refused about the last try, with the reason that was typed; empty strings the first time. */
  problem: string;
  reason: string;
  ticket: string;
}

/** The first few approvers by name, the rest counted. */
export function approverNames(approvers: readonly Person[], speaker: Speaker): string {
  const names = approvers.map((each) => each.displayName);
  return listed(names, APPROVERS_SHOWN, speaker);
}

/** Whom to ask first: offered where one approval is enough and there is a choice. The first entry asks everybody. */
function preference({ approvers, rules }: RemovalPlanView, speaker: Speaker): Record<string, unknown> {
  const offered = rules.approvals === 1 && approvers.length > 1 ? approvers.slice(0, PREFERENCES_SHOWN) : [];
  const names = offered.map((each) => ({
    title: speaker.say('plan.preferredOption', { name: shownName(each.displayName), address: each.userPrincipalName }),
    value: each.userId,
  }));
  return {
    mayPrefer: offered.length > 0,
    preferredLabel: speaker.say('plan.preferredLabel'),
    preferences: [{ title: speaker.say('plan.anyApprover'), value: 'anyone' }, ...names],
  };
}

function ticketInput({ rules, ticket }: RemovalPlanView, speaker: Speaker): Record<string, unknown> {
  return {
    asksTicket: rules.ticket !== 'off',
    ticketRequired: rules.ticket === 'required',
    ticketLabel: speaker.say(rules.ticket === 'required' ? 'plan.ticketLabel' : 'plan.ticketOptionalLabel'),
    ticketError: speaker.say('plan.ticketError'),
    ticket: cut(ticket, TICKET_LENGTH),
  };
}

function emergency({ rules, tooFew }: RemovalPlanView, speaker: Speaker): Record<string, unknown> {
  return {
    mayRequest: tooFew === undefined,
    mayBreakGlass: rules.breakGlass,
    breakGlass: speaker.say('plan.breakGlass'),
    breakGlassText: speaker.say('plan.breakGlassText'),
    breakGlassSend: speaker.say('plan.breakGlassSend'),
  };
}

/** Who decides; or, where nobody can be asked, why not. */
function deciders({ approvers, rules, tooFew }: RemovalPlanView, speaker: Speaker): string {
  if (tooFew) return problemSentence(tooFew, speaker);
  const names = approverNames(approvers, speaker);
  if (rules.approvals === 1) return speaker.say('plan.approvers', { approvers: names });
  return speaker.say('plan.approversMany', { approvers: names, needed: rules.approvals });
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
  const approvers = deciders(view, speaker);
  const { consequenceText: consequences, staysText: stays } = impact;
  return fillCard(wholeTemplate, {
    ...impact,
    ...words(view, speaker),
    ...preference(view, speaker),
    ...ticketInput(view, speaker),
    ...emergency(view, speaker),
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
