import type { Speaker } from '../locales/speaker.ts';
import { samePerson } from '../src/core/identity.ts';
import { awaitsConfirmation, expiresAt, needsNoApproval } from '../src/core/request.ts';
import type { Request } from '../src/core/request.ts';
import { nextNudge } from '../src/core/nudge.ts';
import { shownName } from './foreign-text.ts';
import { approverNames } from './removal-plan.card.ts';
import { hasDecided } from './request-view.ts';
import type { RequestView } from './request-view.ts';

/** On how many of whom it waits: of those who have not decided yet. */
function openLine({ approvers, decisions, policy }: Request, speaker: Speaker): string {
  const left = approvers.filter((each) => !decisions.some(({ by }) => samePerson(by, each)));
  const names = { approvers: approverNames(left, speaker) };
  const missing = policy.approvals - decisions.length;
  return missing > 1
    ? speaker.say('request.waitingForSome', { ...names, missing })
    : speaker.say('request.waitingFor', names);
}

/** Who asks, or on whom it waits, how many have approved, and until when. Who has approved is not asked again. */
function waitingLine(view: RequestView, speaker: Speaker): string {
  const { request, reader } = view;
  const { decisions, policy, standBy } = request;
  const asks = speaker.say('request.asks', { requester: shownName(request.requester.displayName) });
  const waits = openLine(request, speaker);
  const decided = hasDecided(view) ? speaker.paragraph([speaker.say('request.youApproved'), waits]) : asks;
  const lead = reader === 'approver' ? decided : waits;
  const { approvals: needed } = policy;
  const progress = needed > 1 ? speaker.say('request.approvals', { done: decisions.length, needed }) : '';
  const nudge = nextNudge(request);
  const escalation =
    standBy.length > 0 && nudge?.kind === 'escalate' && reader === 'requester'
      ? speaker.say('request.escalates', { at: speaker.dateTime(nudge.at) })
      : '';
  const expires = speaker.say('request.expires', { at: speaker.dateTime(request.approvalExpiresAt) });
  return speaker.paragraph([lead, progress, escalation, expires]);
}

/** What an approved request still waits for: the end of its hold, its requester's word, or both. */
function approvedLines({ request, reader }: RequestView, speaker: Speaker): string[] {
  const { executionExpiresAt, notBefore } = request;
  const hold = notBefore ? [speaker.say('request.heldUntil', { at: speaker.dateTime(notBefore) })] : [];
  if (!awaitsConfirmation(request) || !executionExpiresAt) return hold;
  const at = speaker.dateTime(executionExpiresAt);
  const requester = shownName(request.requester.displayName);
  const key = reader === 'requester' ? 'request.confirmByYou' : 'request.confirmByRequester';
  return [...hold, speaker.say(key, { requester, at })];
}

/** Nobody updates what an admin sees who takes no part: it says how old it is, and who can change something. */
function notFollowed({ request, reader, now }: RequestView, speaker: Speaker): string[] {
  if (reader !== 'admin' || !now) return [];
  const { displayName, userPrincipalName: address } = request.requester;
  const at = speaker.dateTime(now.toISOString());
  return [speaker.say('request.notFollowed', { at, requester: shownName(displayName), address })];
}

/** What the reader has to know first: how it stands, and of a request of others, what they can do about it. */
export function leadLines(view: RequestView, speaker: Speaker): string[] {
  return [...stateLines(view, speaker), ...notFollowed(view, speaker)];
}

/** Who asks for what, or on whom it waits, or how far it is. */
function stateLines(view: RequestView, speaker: Speaker): string[] {
  const { request, reader, steps } = view;
  const { state, plan } = request;
  if (state === 'executing' && plan.targets.length > 1) {
    const done = steps.filter((step) => step.state === 'done' || step.state === 'failed').length;
    return [speaker.say('request.progress', { done, all: plan.targets.length })];
  }
  if (state === 'waiting-for-sign-in' && reader !== 'requester') {
    return [speaker.say('request.waitingForSignIn', { requester: shownName(request.requester.displayName) })];
  }
  if (state === 'approved') return approvedLines(view, speaker);
  return state === 'awaiting-approval' ? [waitingLine(view, speaker)] : [];
}

/** That an operator's pause keeps it from being carried out, or will once it is approved; empty when none does. */
export function pausedText(request: Request, speaker: Speaker): string {
  const { pausedSince } = request;
  const until = expiresAt(request);
  if (!pausedSince || !until) return '';
  const at = speaker.dateTime(pausedSince);
  if (request.state === 'awaiting-approval') return speaker.say('request.pausedAhead', { at });
  return speaker.say('request.paused', { at, until: speaker.dateTime(until) });
}

/** What must not be overlooked: what nobody approves, and the one thing a reader is asked to do about a stopped request. */
export function alertText({ request, reader }: RequestView, speaker: Speaker): string {
  const asked = request.state === 'waiting-for-sign-in' && reader === 'requester';
  const requester = shownName(request.requester.displayName);
  return speaker.paragraph([
    pausedText(request, speaker),
    needsNoApproval(request) ? speaker.say('request.breakGlass', { requester }) : '',
    asked ? speaker.say('request.waitingForYourSignIn') : '',
  ]);
}
