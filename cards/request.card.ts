import type { Speaker } from '../locales/speaker.ts';
import type { Step } from '../src/core/execution.ts';
import type { Request } from '../src/core/request.ts';
import { fillCard } from './card.ts';
import type { Card } from './card.ts';
import { planTitle, shownName, targetView } from './impact.view.ts';
import { outcomeLines } from './outcome.view.ts';
import { approverNames } from './removal-plan.card.ts';
import { stateLook } from './state.view.ts';
import template from './templates/request.json' with { type: 'json' };

export interface RequestView {
  request: Request;
  steps: readonly Step[];
  reader: 'requester' | 'approver';
}

/** The number people use for a request. */
export function requestNumber(id: string): string {
  return id.slice(0, 8).toUpperCase();
}

function leadText({ request, reader }: RequestView, speaker: Speaker): string {
  if (request.state !== 'awaiting-approval') return '';
  const requester = shownName(request.requester.displayName);
  const expires = speaker.say('request.expires', { at: speaker.dateTime(request.approvalExpiresAt) });
  if (reader === 'approver') return `${speaker.say('request.asks', { requester })}. ${expires}`;
  return `${speaker.say('request.waitingFor', { approvers: approverNames(request.approvers, speaker) })} ${expires}`;
}

function historyLines(request: Request, speaker: Speaker): { text: string }[] {
  const { decision } = request;
  const requester = shownName(request.requester.displayName);
  const lines = [speaker.say('request.asked', { requester, at: speaker.dateTime(request.createdAt) })];
  if (decision) {
    const key = decision.verdict === 'approve' ? 'request.approved' : 'request.denied';
    lines.push(speaker.say(key, { by: shownName(decision.by.displayName), at: speaker.dateTime(decision.at) }));
  }
  lines.push(speaker.say('request.number', { number: requestNumber(request.id) }));
  return lines.map((text) => ({ text }));
}

/** What the requester may still do with the card: withdraw, or sign in where that is awaited. */
function ownerAction({ request, reader }: RequestView, speaker: Speaker): { ownerVerb: string; ownerAction: string } {
  if (reader === 'requester' && (request.state === 'awaiting-approval' || request.state === 'approved')) {
    return { ownerVerb: 'request.withdraw', ownerAction: speaker.say('request.withdraw') };
  }
  if (reader === 'requester' && request.state === 'waiting-for-sign-in') {
    return { ownerVerb: 'session.sign-in', ownerAction: speaker.say('request.signIn') };
  }
  return { ownerVerb: '', ownerAction: '' };
}

function fallbackText(view: RequestView, title: string, consequences: string, speaker: Speaker): string {
  const { request, reader } = view;
  const state = speaker.say(`request.state.${request.state}`);
  if (reader === 'requester' || request.state !== 'awaiting-approval')
    return speaker.say('request.fallback', { title, state });
  return speaker.say('request.fallbackApprover', {
    title,
    consequences,
    requester: shownName(request.requester.displayName),
    reason: request.reason,
    expires: speaker.say('request.expires', { at: speaker.dateTime(request.approvalExpiresAt) }),
  });
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

const impactStates = new Set(['awaiting-approval', 'approved', 'executing', 'waiting-for-sign-in', 'succeeded']);

/** One party's card of a request: a pure function of what is stored, for every state. */
export function requestCard(view: RequestView, speaker: Speaker): Card {
  const { request, steps, reader } = view;
  const { finishedAt, plan, state } = request;
  const look = stateLook[state];
  const title = planTitle(plan.targets, speaker);
  const removedAt = new Date(state === 'succeeded' && finishedAt ? finishedAt : plan.readAt);
  const targets = plan.targets.map((target) => targetView(target, removedAt, speaker));
  const consequences = targets.flatMap((target) => target.consequences.map((line) => line.text)).join(' ');
  const deciding = reader === 'approver' && state === 'awaiting-approval';
  return fillCard(template, {
    locale: speaker.locale,
    title,
    mark: look.mark,
    color: look.color,
    state: speaker.say(`request.state.${state}`),
    lead: leadText(view, speaker),
    outcome: outcomeLines(request, steps, speaker).map((text) => ({ text })),
    outcomeStyle: look.style,
    reasonLabel: speaker.say('request.reason'),
    reason: request.reason,
    targets,
    showImpact: impactStates.has(state),
    impactStyle: deciding ? 'warning' : 'emphasis',
    history: historyLines(request, speaker),
    mayDecide: deciding,
    ...controls(view, speaker),
    fallbackText: fallbackText(view, title, consequences, speaker),
  });
}
