import type { Speaker } from '../locales/speaker.ts';
import type { Problem } from '../src/core/errors.ts';
import type { Person, RequestId } from '../src/core/identity.ts';
import type { Plan } from '../src/core/plan.ts';
import type { Policy } from '../src/core/policy.ts';
import { needsNoApproval } from '../src/core/request.ts';
import { fillCard, withPart } from './card.ts';
import type { Card } from './card.ts';
import { cut, shownName, shownText } from './foreign-text.ts';
import { impactPart, impactView, planTitle } from './impact.view.ts';
import { asTexts, listed } from './listed.view.ts';
import { planSpeaker } from './plan-speaker.ts';
import { isNoApprover, noApproverLead } from './no-approver.card.ts';
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
  rules: Pick<Policy, 'approvals' | 'breakGlass' | 'ticket' | 'undoNeedsApproval'>;
  /** Since when an operator's pause is on; undefined when none is. */
  pausedSince?: string | undefined;
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

function isAtOnce({ plan, rules }: RemovalPlanView): boolean {
  return needsNoApproval({ plan, policy: rules, breakGlass: false });
}

/** Whom to ask first: offered where one approval is enough and there is a choice. The first entry asks everybody. */
function preference(view: RemovalPlanView, speaker: Speaker): Record<string, unknown> {
  const { approvers, rules } = view;
  const offered =
    rules.approvals === 1 && approvers.length > 1 && !isAtOnce(view) ? approvers.slice(0, PREFERENCES_SHOWN) : [];
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

function emergency({ plan, rules, tooFew }: RemovalPlanView, speaker: Speaker): Record<string, unknown> {
  return {
    mayRequest: tooFew === undefined,
    mayBreakGlass: rules.breakGlass && plan.operation === 'remove-licenses',
    breakGlass: speaker.say('plan.breakGlass'),
    breakGlassText: speaker.say('plan.breakGlassText'),
    breakGlassSend: speaker.say('plan.breakGlassSend'),
  };
}

/** Who decides; or, where nobody can be asked, why not. */
function deciders(view: RemovalPlanView, speaker: Speaker): string {
  const { approvers, rules, tooFew } = view;
  if (tooFew) return isNoApprover(tooFew) ? noApproverLead(tooFew, speaker) : problemSentence(tooFew, speaker);
  const names = approverNames(approvers, speaker);
  if (isAtOnce(view)) {
    return names === '' ? speaker.say('plan.noApproval') : speaker.say('plan.noApprovalButTold', { approvers: names });
  }
  if (rules.approvals === 1) return speaker.say('plan.approvers', { approvers: names });
  return speaker.say('plan.approversMany', { approvers: names, needed: rules.approvals });
}

/** What the inputs, the buttons and the small print say. */
function words(view: RemovalPlanView, speaker: Speaker): Record<string, unknown> {
  const { plan, requestId } = view;
  return {
    state: speaker.say('plan.state'),
    heading: speaker.say('plan.ifRemovedToday', { date: speaker.date(plan.readAt) }),
    showAll: speaker.say('plan.showAll'),
    reasonLabel: speaker.say('plan.reasonLabel'),
    reasonError: speaker.say('plan.reasonError'),
    impactLabel: speaker.say('plan.impactLabel'),
    impact: speaker.say('plan.impact'),
    impactError: speaker.say('plan.impactError'),
    request: speaker.say(isAtOnce(view) ? 'plan.giveBack' : 'plan.request'),
    requestLook: plan.operation === 'remove-licenses' ? 'destructive' : 'positive',
    cancel: speaker.say('plan.cancel'),
    footer: asTexts([
      speaker.say('plan.footer', { readAt: speaker.dateTime(plan.readAt) }),
      speaker.say('request.number', { number: requestNumber(requestId) }),
    ]),
  };
}

/** The card that asks: what exactly will happen, what is lost or comes back, the reason, the impact, and one button. */
export function removalPlanCard(view: RemovalPlanView, to: Speaker): Card {
  const { plan } = view;
  const speaker = planSpeaker(plan, to);
  const title = planTitle(plan, to);
  const removedAt = new Date(plan.parent?.removedAt ?? plan.readAt);
  const impact = impactView(plan.targets, removedAt, speaker, plan.leftOut);
  const approvers = deciders(view, speaker);
  const paused = view.pausedSince ? speaker.say('plan.paused', { at: speaker.dateTime(view.pausedSince) }) : '';
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
    paused,
    showImpact: true,
    approvers,
    reason: cut(view.reason, REASON_LENGTH),
    fallbackText: speaker.paragraph([
      view.problem,
      paused,
      speaker.say('plan.fallback', { title, consequences, stays, approvers }),
    ]),
  });
}
