import type { Speaker } from '../locales/speaker.ts';
import type { Step } from '../src/core/execution.ts';
import { samePerson } from '../src/core/identity.ts';
import type { PersonKey } from '../src/core/identity.ts';
import type { PlanTarget } from '../src/core/plan.ts';
import type { Request } from '../src/core/request.ts';
import { fillCard, withPart } from './card.ts';
import type { Card } from './card.ts';
import { shownName, shownText } from './foreign-text.ts';
import { impactPart, impactView, planTitle } from './impact.view.ts';
import type { ImpactView } from './impact.view.ts';
import { asTexts, labelled } from './listed.view.ts';
import { outcomeLines } from './outcome.view.ts';
import { approverNames } from './removal-plan.card.ts';
import { requestNumber } from './request-number.ts';
import { stateLook } from './state.view.ts';
import template from './templates/request.json' with { type: 'json' };

const REASON_LENGTH = 500;
const FULL_REASON_LENGTH = 1200;
const wholeTemplate = withPart(template, 'impact', impactPart);

export interface RequestView {
  request: Request;
  steps: readonly Step[];
  reader: 'requester' | 'approver';
  /** Who reads, where it matters: somebody who has approved is not asked again. */
  party?: PersonKey | undefined;
}

/** What the reader has to know first: who asks for what, or on whom it waits, or how far it is. */
function leadLines({ request, reader, steps }: RequestView, speaker: Speaker): string[] {
  const { state, plan } = request;
  if (state === 'executing' && plan.targets.length > 1) {
    const done = steps.filter((step) => step.state === 'done' || step.state === 'failed').length;
    return [speaker.say('request.progress', { done, all: plan.targets.length })];
  }
  const requester = shownName(request.requester.displayName);
  if (state === 'waiting-for-sign-in' && reader === 'approver') {
    return [speaker.say('request.waitingForSignIn', { requester })];
  }
  if (state !== 'awaiting-approval') return [];
  const expires = speaker.say('request.expires', { at: speaker.dateTime(request.approvalExpiresAt) });
  const lead =
    reader === 'approver'
      ? speaker.say('request.asks', { requester })
      : speaker.say('request.waitingFor', { approvers: approverNames(request.approvers, speaker) });
  const { approvalsNeeded: needed, decisions } = request;
  const progress = needed > 1 ? speaker.say('request.approvals', { done: decisions.length, needed }) : '';
  return [speaker.paragraph([lead, progress, expires])];
}

/** The one thing a reader is asked to do about a request that stopped on its way. */
function alertText({ request, reader }: RequestView, speaker: Speaker): string {
  const asked = request.state === 'waiting-for-sign-in' && reader === 'requester';
  return asked ? speaker.say('request.waitingForYourSignIn') : '';
}

/** What people wrote: always quoted and in italics, as nothing of ours is, so that it cannot pass for a state. */
function quotes({ decisions, reason }: Request, speaker: Speaker): { label: string; quote: string }[] {
  const quote = (text: string): string => speaker.say('request.quote', { text: shownText(text, REASON_LENGTH) });
  const asked = { label: labelled(speaker.say('request.reason'), '', speaker), quote: quote(reason) };
  const decision = decisions.findLast((made) => made.reason);
  if (!decision?.reason) return [asked];
  const denied = speaker.say('request.deniedReason', { by: shownName(decision.by.displayName) });
  const label = labelled(denied, '', speaker);
  return [{ label, quote: quote(decision.reason) }, asked];
}

function historyLines(request: Request, speaker: Speaker): string[] {
  const requester = shownName(request.requester.displayName);
  const lines = [speaker.say('request.asked', { requester, at: speaker.dateTime(request.createdAt) })];
  for (const decision of request.decisions) {
    const key = decision.verdict === 'approve' ? 'request.approved' : 'request.denied';
    lines.push(speaker.say(key, { by: shownName(decision.by.displayName), at: speaker.dateTime(decision.at) }));
  }
  return [...lines, speaker.say('request.number', { number: requestNumber(request.id) })];
}

/** What the requester may still do with the card: withdraw, or sign in where that is awaited. */
function ownerAction({ request, reader }: RequestView, speaker: Speaker): Record<string, string> {
  if (reader === 'requester' && (request.state === 'awaiting-approval' || request.state === 'approved')) {
    return { ownerVerb: 'request.withdraw', ownerAction: speaker.say('request.withdraw'), ownerStyle: 'default' };
  }
  if (reader === 'requester' && request.state === 'waiting-for-sign-in') {
    return { ownerVerb: 'session.sign-in', ownerAction: speaker.say('request.signIn'), ownerStyle: 'positive' };
  }
  return { ownerVerb: '', ownerAction: '', ownerStyle: 'default' };
}

/** What the buttons and inputs say; whether they are drawn is decided by the state. */
function controls(view: RequestView, speaker: Speaker): Record<string, unknown> {
  return {
    requestId: view.request.id,
    cardVersion: view.request.version,
    showAll: speaker.say('plan.showAll'),
    approve: speaker.say('request.approve'),
    deny: speaker.say('request.deny'),
    denyReasonLabel: speaker.say('request.denyReasonLabel'),
    denyReasonError: speaker.say('request.denyReasonError'),
    denySend: speaker.say('request.denySend'),
    ...ownerAction(view, speaker),
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
function affected({ request, steps }: RequestView): readonly PlanTarget[] {
  const { plan, state } = request;
  if (plan.targets.length === 1 || (state !== 'partly-failed' && state !== 'failed')) return plan.targets;
  return plan.targets.filter((_, index) => steps.some((step) => step.index === index && step.state === 'done'));
}

function impactOf(view: RequestView, speaker: Speaker): ImpactView & { showImpact: boolean } {
  const { finishedAt, plan, reason, state } = view.request;
  const over = state === 'succeeded' || state === 'partly-failed';
  const impact = impactView(affected(view), new Date(over && finishedAt ? finishedAt : plan.readAt), speaker);
  const showImpact = impactStates.has(state) && impact.people.length > 0;
  const whole = shownText(reason, FULL_REASON_LENGTH);
  const details = showImpact ? impact.details : [];
  if (whole === shownText(reason, REASON_LENGTH)) return { ...impact, details, showImpact };
  const fullReason = { text: speaker.say('effect.fullReason', { reason: whole }) };
  return { ...impact, details: [fullReason, ...details], showImpact };
}

interface Told {
  title: string;
  lines: readonly string[];
  impact: ImpactView;
}

function fallbackText({ request, reader }: RequestView, { title, lines, impact }: Told, speaker: Speaker): string {
  if (reader === 'requester' || request.state !== 'awaiting-approval') {
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

function mayDecide({ request, reader, party }: RequestView): boolean {
  const hasDecided = party !== undefined && request.decisions.some((made) => samePerson(made.by, party));
  return reader === 'approver' && request.state === 'awaiting-approval' && !hasDecided;
}

/** One party's card of a request: a pure function of what is stored, for every state. */
export function requestCard(view: RequestView, speaker: Speaker): Card {
  const { request, steps } = view;
  const { plan, state } = request;
  const title = planTitle(plan.targets, speaker);
  const impact = impactOf(view, speaker);
  const lead = leadLines(view, speaker);
  const alert = alertText(view, speaker);
  const outcome = outcomeLines(request, steps, speaker);
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
    quotes: quotes(request, speaker),
    history: asTexts(historyLines(request, speaker)),
    mayDecide: mayDecide(view),
    fallbackText: fallbackText(view, { title, lines: [...lead, alert, ...outcome], impact }, speaker),
  });
}
