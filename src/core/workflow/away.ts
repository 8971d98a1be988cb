import { attempt, ok, ProblemError, refused } from '../errors.ts';
import type { Result } from '../errors.ts';
import { keyOf, samePerson } from '../identity.ts';
import type { Person, RequestId, UserId } from '../identity.ts';
import type { Operation } from '../plan.ts';
import { policyFor } from '../policy.ts';
import type { Away, UserAssertion } from '../ports.ts';
import { askAlso } from '../request.ts';
import type { Workflow } from './deps.ts';
import { moveRequest } from './move.ts';
import { approverCard } from './nudge.ts';
import { anybody, checkAnyApprover, checkApprover } from './participants.ts';
import { isReachable } from './reachable.ts';
import { recordRefusal } from './refusal-entry.ts';

const LONGEST_AWAY = 90 * 24 * 3_600_000;
/** More than anybody leaves waiting; the rest stays with who is away, and reaches the others by escalation. */
const HANDED_OVER = 500;

export interface Absence {
  /** ISO 8601, UTC. */
  until: string;
  standIn?: UserId | undefined;
}

async function approverOf(flow: Workflow, assertion: UserAssertion, who: UserId): Promise<Result<Person>> {
  return checkAnyApprover(flow, flow.directory.readerFor(assertion), who);
}

/** A stand-in is no more than anybody else who may approve: the role is checked again when they decide. */
async function findStandIn(flow: Workflow, assertion: UserAssertion, who: UserId): Promise<Person> {
  const found = await approverOf(flow, assertion, who);
  const reachable = found.ok && (await isReachable(flow.contacts, found.value));
  if (!found.ok || !reachable || samePerson(found.value, assertion)) {
    throw new ProblemError({ kind: 'stand-in-not-eligible' });
  }
  return found.value;
}

async function handOver(flow: Workflow, id: RequestId, from: UserAssertion, standIn: Person): Promise<void> {
  const now = flow.clock.now();
  const at = now.toISOString();
  await moveRequest(
    flow,
    id,
    (current) => {
      const asked = askAlso(current, standIn, from, now);
      return asked ? ok(asked) : refused({ kind: 'already-in-state', state: current.state });
    },
    (moved) => ({
      audit: [{ at, event: 'stand-in-asked', actor: keyOf(from), data: { standIn: standIn.userId } }],
      cards: [approverCard(moved, standIn, moved.version)],
    }),
  );
}

async function leave(flow: Workflow, assertion: UserAssertion, { until, standIn }: Absence): Promise<Away> {
  const now = flow.clock.now();
  const length = Date.parse(until) - now.getTime();
  if (!(length > 0 && length <= LONGEST_AWAY)) throw new ProblemError({ kind: 'away-date' });
  const self = await approverOf(flow, assertion, assertion.userId);
  if (!self.ok) throw new ProblemError(self.problem);
  const deputy = standIn === undefined ? undefined : await findStandIn(flow, assertion, standIn);
  const away: Away = { person: keyOf(assertion), until, standIn: deputy };
  const data = { until, standIn: deputy?.userId ?? null, tokenId: assertion.tokenId };
  await flow.away.save(away, [{ at: now.toISOString(), event: 'approver-away', actor: keyOf(assertion), data }]);
  if (!deputy) return away;
  const waiting = await flow.book.waitingFor(assertion, { offset: 0, limit: HANDED_OVER });
  for (const [operation, requests] of Map.groupBy(waiting.items, ({ plan }) => plan.operation)) {
    if (!(await mayApprove(flow, assertion, deputy, operation))) continue;
    for (const { id } of requests) await handOver(flow, id, assertion, deputy);
  }
  return away;
}

/** Who may approve one operation is not shown the requests of another. */
async function mayApprove(
  flow: Workflow,
  assertion: UserAssertion,
  { userId }: Person,
  operation: Operation,
): Promise<boolean> {
  const reader = flow.directory.readerFor(assertion);
  return (await checkApprover(reader, userId, [policyFor(flow, { operation })], anybody)).ok;
}

/** Of these people those who are here; all of them when too few would be left to decide. */
export async function whoIsHere(flow: Workflow, people: readonly Person[], needed: number): Promise<Person[]> {
  const now = flow.clock.now();
  const absences = await Promise.all(people.map((each) => flow.away.find(each, now)));
  const here = people.filter((_, index) => absences[index] === undefined);
  return here.length >= needed ? here : [...people];
}

/** An approver is away until a moment: new requests go to the others, and what waits goes to the stand-in as well. */
export async function goAway(flow: Workflow, assertion: UserAssertion, absence: Absence): Promise<Result<Away>> {
  const gone = await attempt(() => leave(flow, assertion, absence));
  if (gone.ok) return gone;
  const data = { action: 'away', problem: gone.problem.kind, tokenId: assertion.tokenId };
  await recordRefusal(flow, { event: 'action-refused', actor: assertion, data });
  return gone;
}

export async function comeBack(flow: Workflow, assertion: UserAssertion): Promise<Result<null>> {
  const at = flow.clock.now().toISOString();
  const data = { tokenId: assertion.tokenId };
  await flow.away.end(assertion, [{ at, event: 'approver-back', actor: keyOf(assertion), data }]);
  return ok(null);
}
