import { samePerson } from './identity.ts';
import type { PersonKey } from './identity.ts';
import { hoursAfter } from './policy.ts';
import { isPast, moved, withHappening } from './request.ts';
import type { Request } from './request.ts';

/** What is done about a request that nobody decides, and when: ISO 8601, UTC. */
export interface Nudge {
  kind: 'remind' | 'escalate';
  at: string;
}

/** Each wait is twice as long as the one before: after 4 h, 12 h, 28 h. */
function reminderDue({ createdAt, policy, reminders }: Request): Nudge[] {
  if (policy.remindAfterHours === 0) return [];
  const hours = policy.remindAfterHours * (2 ** (reminders + 1) - 1);
  return [{ kind: 'remind', at: hoursAfter(new Date(createdAt), hours).toISOString() }];
}

/** Never so late that those who stood by are left no time. */
function escalationDue({ createdAt, policy, standBy }: Request): Nudge[] {
  if (standBy.length === 0) return [];
  const hours = Math.min(policy.escalateAfterHours, policy.approvalHours / 2);
  return [{ kind: 'escalate', at: hoursAfter(new Date(createdAt), hours).toISOString() }];
}

/** The next nudge of a request; undefined when it is decided, or expires before. */
export function nextNudge(current: Request): Nudge | undefined {
  if (current.state !== 'awaiting-approval') return undefined;
  const [first] = [...escalationDue(current), ...reminderDue(current)].toSorted((a, b) => a.at.localeCompare(b.at));
  return first && first.at < current.approvalExpiresAt ? first : undefined;
}

/** The request after its nudge; undefined when none is due. Escalation asks everybody who stood by. */
export function nudge(current: Request, now: Date): Request | undefined {
  const due = nextNudge(current);
  if (!due || !isPast(due.at, now)) return undefined;
  const { approvers, reminders, standBy, version } = current;
  const at = now.toISOString();
  if (due.kind === 'remind') {
    const reminded = withHappening(current, { kind: 'reminded', at });
    return moved(current, 'awaiting-approval', { reminders: reminders + 1, remindedVersion: version + 1, ...reminded });
  }
  const escalated = withHappening(current, { kind: 'escalated', at, asked: standBy });
  return moved(current, 'awaiting-approval', { approvers: [...approvers, ...standBy], standBy: [], ...escalated });
}

/**
 * The request after an approver's card could not be brought: everybody who stood by is asked now. Undefined when it changes
 * nothing, because it is decided, by them or altogether, they were not asked, or it is known.
 */
export function passOver(current: Request, who: PersonKey, now: Date): Request | undefined {
  const { approvers, notReached = [], standBy, version } = current;
  const asked = approvers.find((each) => samePerson(each, who));
  const isOver = [...notReached, ...current.decisions.map(({ by }) => by)].some((each) => samePerson(each, who));
  if (!asked || isOver || current.state !== 'awaiting-approval') return undefined;
  return moved(current, 'awaiting-approval', {
    approvers: [...approvers, ...standBy],
    standBy: [],
    notReached: [...notReached, asked],
    notReachedVersion: version + 1,
    ...withHappening(current, { kind: 'not-reached', at: now.toISOString(), who: asked, asked: standBy }),
  });
}
