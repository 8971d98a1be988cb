import type { AuditEntry } from '../../src/core/audit.ts';
import type { Step } from '../../src/core/execution.ts';
import { samePerson } from '../../src/core/identity.ts';
import type { PersonKey, RequestId } from '../../src/core/identity.ts';
import type { Change, Created, FollowUp, RequestStore, Undone } from '../../src/core/ports.ts';
import { isFinal } from '../../src/core/request.ts';
import type { Request } from '../../src/core/request.ts';
import { Calls } from './calls.ts';
import { FakeAuditLog } from './fake-audit-log.ts';
import { FakeCardLedger } from './fake-card-ledger.ts';

/** Requests in memory. What the database writes in one transaction goes to `audit`, `cards` and `followUps` here. */
export class FakeRequestStore implements RequestStore {
  readonly calls = new Calls<keyof RequestStore>();
  readonly audit: FakeAuditLog;
  readonly cards: FakeCardLedger;
  /** Everything that was ever enqueued, oldest first. A test runs the handlers itself. */
  readonly followUps: FollowUp[] = [];
  #requests = new Map<RequestId, Request>();
  #steps = new Map<RequestId, Step[]>();

  constructor(audit = new FakeAuditLog(), cards = new FakeCardLedger()) {
    this.audit = audit;
    this.cards = cards;
  }

  /** Everything that was created, as it is now. */
  all(): Request[] {
    return structuredClone([...this.#requests.values()]);
  }

  async create(request: Request, change: Change, undone?: Undone): Promise<Created> {
    this.calls.note('create', request, change, undone);
    if (this.#requests.has(request.id)) return { kind: 'exists' };
    const [pending] = this.#oldestFirst((other) => !isFinal(other.state) && removesTheSame(other, request));
    if (pending) return { kind: 'pending', request: pending.id };
    if (undone && !this.#swap(undone)) return { kind: 'conflict' };
    this.#requests.set(request.id, structuredClone(request));
    await this.#record(change);
    return { kind: 'created' };
  }

  async find(id: RequestId): Promise<Request | undefined> {
    this.calls.note('find', id);
    return structuredClone(this.#requests.get(id));
  }

  async findOpenFor(target: PersonKey): Promise<Request[]> {
    this.calls.note('findOpenFor', target);
    return this.#oldestFirst((request) => !isFinal(request.state) && targets(request, target));
  }

  async findWaitingForSignIn(requester: PersonKey): Promise<Request[]> {
    this.calls.note('findWaitingForSignIn', requester);
    return this.#oldestFirst(
      (request) => request.state === 'waiting-for-sign-in' && samePerson(request.requester, requester),
    );
  }

  async findNotStarted(): Promise<Request[]> {
    this.calls.note('findNotStarted');
    return this.#oldestFirst(({ state }) => state === 'awaiting-approval' || state === 'approved');
  }

  async findHeldByPause(): Promise<Request[]> {
    this.calls.note('findHeldByPause');
    return this.#oldestFirst((request) => !isFinal(request.state) && request.pausedSince !== undefined);
  }

  async move(from: Request, to: Request, change: Change): Promise<'moved' | 'conflict'> {
    this.calls.note('move', from, to, change);
    if (!this.#swap({ from, to })) return 'conflict';
    await this.#record(change);
    return 'moved';
  }

  async enqueue(followUps: readonly FollowUp[], wait?: number): Promise<void> {
    this.calls.note('enqueue', followUps, wait);
    this.followUps.push(...structuredClone(followUps));
  }

  async readSteps(id: RequestId): Promise<Step[]> {
    this.calls.note('readSteps', id);
    return structuredClone(this.#steps.get(id) ?? []);
  }

  async saveStep(step: Step, audit: readonly AuditEntry[]): Promise<void> {
    this.calls.note('saveStep', step, audit);
    const others = (this.#steps.get(step.requestId) ?? []).filter((each) => each.index !== step.index);
    this.#steps.set(
      step.requestId,
      [...others, structuredClone(step)].toSorted((a, b) => a.index - b.index),
    );
    await this.audit.append(audit);
  }

  #swap({ from, to }: Undone): boolean {
    const stored = this.#requests.get(from.id);
    if (!stored || stored.state !== from.state || stored.version !== from.version) return false;
    this.#requests.set(from.id, structuredClone({ ...to, plan: stored.plan }));
    return true;
  }

  async #record(change: Change): Promise<void> {
    for (const card of change.cards ?? []) await this.cards.save(card);
    this.followUps.push(...structuredClone(change.followUps));
    await this.audit.append(change.audit);
  }

  #oldestFirst(wanted: (request: Request) => boolean): Request[] {
    const found = [...this.#requests.values()].filter(wanted);
    return structuredClone(found.toSorted((a, b) => a.createdAt.localeCompare(b.createdAt)));
  }
}

function targets({ tenantId, plan }: Request, person: PersonKey): boolean {
  return tenantId === person.tenantId && plan.targets.some((target) => target.user.userId === person.userId);
}

function removesTheSame(one: Request, other: Request): boolean {
  const licenses = ({ tenantId, plan }: Request): string[] =>
    plan.targets.flatMap(({ remove, user }) => remove.map(({ skuId }) => `${tenantId} ${user.userId} ${skuId}`));
  const claimed = new Set(licenses(one));
  return licenses(other).some((license) => claimed.has(license));
}
