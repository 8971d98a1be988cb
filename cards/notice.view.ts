import type { Speaker } from '../locales/speaker.ts';
import { samePerson } from '../src/core/identity.ts';
import type { PersonKey } from '../src/core/identity.ts';
import { awaitsConfirmation, needsNoApproval } from '../src/core/request.ts';
import type { Request } from '../src/core/request.ts';
import { lastMoveOf } from '../src/core/undo.ts';
import { planSpeaker } from './plan-speaker.ts';
import { shownText } from './foreign-text.ts';
import { productList, shownName } from './impact.view.ts';
import { approverNames } from './removal-plan.card.ts';
import { setbackLines } from './setback.view.ts';

const REASON_LENGTH = 500;

/** One party of a request, and the version they were last told about in words; 0 for never. */
export interface Listener {
  role: 'requester' | 'approver';
  party: PersonKey;
  toldVersion: number;
}

function valuesOf(request: Request, speaker: Speaker): Record<string, string> {
  const { plan, decisions, stoppedBy } = request;
  const decision = decisions.at(-1);
  const [first] = plan.targets;
  return {
    by: shownName((stoppedBy ?? decision?.by)?.displayName ?? ''),
    reason: shownText(decision?.reason ?? request.reason, REASON_LENGTH),
    requester: shownName(request.requester.displayName),
    products: productList(plan.targets, speaker),
    name:
      plan.targets.length === 1
        ? shownName(first?.user.displayName ?? '')
        : speaker.say('plan.people', { count: plan.targets.length }),
  };
}

function approvedText(request: Request, speaker: Speaker): string {
  const { confirmedAt, decisions, executionExpiresAt, notBefore, pausedSince } = request;
  const values = valuesOf(request, speaker);
  if (pausedSince) return speaker.say(decisions.length > 0 ? 'notice.approvedPaused' : 'notice.paused', values);
  if (needsNoApproval(request)) return speaker.say('notice.emergency');
  if (awaitsConfirmation(request) && executionExpiresAt) {
    return speaker.say('notice.approvedToConfirm', { ...values, at: speaker.dateTime(executionExpiresAt) });
  }
  if (notBefore) return speaker.say('notice.approvedOnHold', { ...values, at: speaker.dateTime(notBefore) });
  return speaker.say(confirmedAt ? 'notice.confirmed' : 'notice.approved', values);
}

/** Whom a request did not reach, and whether the others are enough to decide it. */
function notReachedText(request: Request, toldVersion: number, speaker: Speaker): string | undefined {
  const { approvers, notReached = [], notReachedVersion = 0, policy } = request;
  if (toldVersion >= notReachedVersion) return undefined;
  const names = { approvers: approverNames(notReached, speaker) };
  const enough = approvers.length - notReached.length >= policy.approvals;
  return speaker.say(enough ? 'notice.notReached' : 'notice.notReachedAtAll', names);
}

/** What made a request void, and what changed, in the same message. */
function withReason(text: string, request: Request, role: Listener['role'], speaker: Speaker): string {
  return speaker.paragraph([text, ...setbackLines({ request, reader: role }, speaker)]);
}

function requesterText(request: Request, toldVersion: number, speaker: Speaker): string | undefined {
  switch (request.state) {
    case 'awaiting-approval':
      return notReachedText(request, toldVersion, speaker);
    case 'withdrawn':
      return undefined;
    case 'executing':
      return request.pausedSince && speaker.say('notice.paused');
    case 'approved':
      return approvedText(request, speaker);
    case 'void':
      return withReason(speaker.say('notice.void'), request, 'requester', speaker);
    default:
      return speaker.say(`notice.${request.state}`, valuesOf(request, speaker));
  }
}

/** Approvers are told what they would overlook: a reminder, what nobody approves, and that their approval counts no more. */
function approverText(request: Request, { party, toldVersion }: Listener, speaker: Speaker): string | undefined {
  const { approvalExpiresAt, decisions, remindedVersion = 0, state } = request;
  const hasDecided = decisions.some((made) => samePerson(made.by, party));
  const values = valuesOf(request, speaker);
  if (needsNoApproval(request) && toldVersion === 0) return speaker.say('notice.approver.emergency', values);
  if (state === 'void' && hasDecided)
    return withReason(speaker.say('notice.approver.void', values), request, 'approver', speaker);
  if (state !== 'awaiting-approval' || hasDecided || toldVersion >= remindedVersion) return undefined;
  return speaker.say('notice.approver.reminder', { ...values, at: speaker.dateTime(approvalExpiresAt) });
}

/** What somebody is told in words when a request reaches a state they wait for; undefined when there is nothing to say. */
export function noticeText(request: Request, to: Listener, reader: Speaker): string | undefined {
  if (to.toldVersion >= lastMoveOf(request)) return undefined;
  const speaker = planSpeaker(request.plan, reader);
  return to.role === 'requester' ? requesterText(request, to.toldVersion, speaker) : approverText(request, to, speaker);
}
