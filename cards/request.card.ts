import type { Speaker } from '../locales/speaker.ts';
import type { PlanTarget } from '../src/core/plan.ts';
import type { Request } from '../src/core/request.ts';
import { fillCard, withPart } from './card.ts';
import type { Card } from './card.ts';
import { shownName, shownText } from './foreign-text.ts';
import { impactPart, impactView, planTitle } from './impact.view.ts';
import type { ImpactView } from './impact.view.ts';
import { asTexts, labelled } from './listed.view.ts';
import { outcomeLines } from './outcome.view.ts';
import { planSpeaker } from './plan-speaker.ts';
import { partyActions } from './request-actions.view.ts';
import { historyView } from './request-history.view.ts';
import { alertText, leadLines } from './request-lead.view.ts';
import { hasDecided, takesPart } from './request-view.ts';
import type { RequestView } from './request-view.ts';
import { stateLook } from './state.view.ts';
import template from './templates/request.json' with { type: 'json' };

const REASON_LENGTH = 500;
const FULL_REASON_LENGTH = 1200;
const wholeTemplate = withPart(template, 'impact', impactPart);

/** What people wrote: always quoted and in italics, as nothing of ours is, so that it cannot pass for a state. */
function quotes({ decisions, reason, ticket }: Request, speaker: Speaker): { label: string; quote: string }[] {
  const quote = (text: string): string => speaker.say('request.quote', { text: shownText(text, REASON_LENGTH) });
  const label = (key: 'request.reason' | 'request.ticket'): string => labelled(speaker.say(key), '', speaker);
  const number = ticket === undefined ? [] : [{ label: label('request.ticket'), quote: quote(ticket) }];
  const asked = [{ label: label('request.reason'), quote: quote(reason) }, ...number];
  const decision = decisions.findLast((made) => made.reason);
  if (!decision?.reason) return asked;
  const denied = speaker.say('request.deniedReason', { by: shownName(decision.by.displayName) });
  return [{ label: labelled(denied, '', speaker), quote: quote(decision.reason) }, ...asked];
}

/** What the buttons and inputs say; whether they are drawn is decided by the state. */
function controls(view: RequestView, speaker: Speaker): Record<string, unknown> {
  return {
    requestId: view.request.id,
    cardVersion: view.request.version,
    showAll: speaker.say('plan.showAll'),
    approve: speaker.say('request.approve'),
    approveLook: view.request.plan.operation === 'remove-licenses' ? 'destructive' : 'positive',
    deny: speaker.say('request.deny'),
    denyReasonLabel: speaker.say('request.denyReasonLabel'),
    denyReasonError: speaker.say('request.denyReasonError'),
    denySend: speaker.say('request.denySend'),
    actions: partyActions(view, speaker),
  };
}

const impactStates = new Set([
  'awaiting-approval',
  'approved',
  'executing',
  'waiting-for-sign-in',
  'succeeded',
  'partly-failed',
]);

/** Whom it hits: everybody it was asked for; after a failure those who did lose something, the others are named with it. */
function affected({ request, reader, steps }: RequestView): readonly PlanTarget[] {
  if (reader === 'onlooker') return [];
  const { plan, state } = request;
  if (plan.targets.length === 1 || (state !== 'partly-failed' && state !== 'failed')) return plan.targets;
  return plan.targets.filter((_, index) => steps.some((step) => step.index === index && step.state === 'done'));
}

function impactOf(view: RequestView, speaker: Speaker): ImpactView & { showImpact: boolean } {
  const { finishedAt, plan, reason, state } = view.request;
  const over = state === 'succeeded' || state === 'partly-failed';
  const removedAt = plan.parent?.removedAt ?? (over && finishedAt ? finishedAt : plan.readAt);
  const leftOut = view.reader === 'onlooker' ? [] : plan.leftOut;
  const impact = impactView(affected(view), new Date(removedAt), speaker, leftOut);
  const showImpact = impactStates.has(state) && impact.people.length > 0;
  if (view.shortened) return { ...impact, details: [], showImpact };
  const whole = shownText(reason, FULL_REASON_LENGTH);
  const details = showImpact ? impact.details : [];
  if (!takesPart(view) || whole === shownText(reason, REASON_LENGTH)) return { ...impact, details, showImpact };
  const fullReason = { text: speaker.say('effect.fullReason', { reason: whole }) };
  return { ...impact, details: [fullReason, ...details], showImpact };
}

interface Told {
  title: string;
  lines: readonly string[];
  impact: ImpactView;
}

function fallbackText(view: RequestView, { title, lines, impact }: Told, speaker: Speaker): string {
  const { request } = view;
  if (!mayApprove(view)) {
    const state = speaker.say(`request.state.${request.state}`);
    return speaker.say('request.fallback', { title, state, lines: speaker.paragraph(lines) });
  }
  return speaker.say('request.fallbackApprover', {
    title,
    consequences: impact.consequenceText,
    stays: impact.staysText,
    requester: shownName(request.requester.displayName),
    reason: speaker.say('request.quote', { text: shownText(request.reason, REASON_LENGTH) }),
    expires: speaker.say('request.expires', { at: speaker.dateTime(request.approvalExpiresAt) }),
  });
}

function mayDecide({ request, reader }: RequestView): boolean {
  return reader === 'approver' && request.state === 'awaiting-approval';
}

/** Who has approved may still deny, and not approve twice. */
function mayApprove(view: RequestView): boolean {
  return mayDecide(view) && !hasDecided(view);
}

/** One party's card of a request: a pure function of what is stored, for every state. */
export function requestCard(view: RequestView, to: Speaker): Card {
  const { request } = view;
  const { plan, state } = request;
  const speaker = planSpeaker(plan, to);
  const title = planTitle(plan, to);
  const impact = impactOf(view, speaker);
  const lead = [...leadLines(view, speaker), ...(view.shortened ? [speaker.say('request.shortened')] : [])];
  const alert = alertText(view, speaker);
  const outcome = outcomeLines(view, speaker);
  return fillCard(wholeTemplate, {
    ...impact,
    ...stateLook[state],
    ...controls(view, speaker),
    locale: speaker.locale,
    title,
    state: speaker.say(`request.state.${state}`),
    lead: asTexts(lead),
    alert,
    outcome: asTexts(outcome),
    quotes: takesPart(view) ? quotes(request, speaker) : [],
    ...historyView(request, speaker),
    mayDecide: mayDecide(view),
    mayApprove: mayApprove(view),
    fallbackText: fallbackText(view, { title, lines: [...lead, alert, ...outcome], impact }, speaker),
  });
}
