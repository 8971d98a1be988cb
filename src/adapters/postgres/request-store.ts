import { z } from 'zod';
import type { AuditEntry } from '../../core/audit.ts';
import { step } from '../../core/execution.ts';
import type { Step } from '../../core/execution.ts';
import { requestId } from '../../core/identity.ts';
import type { PersonKey, RequestId } from '../../core/identity.ts';
import type { Change, Created, RequestStore } from '../../core/ports.ts';
import { isFinal, request, requestState } from '../../core/request.ts';
import type { Request } from '../../core/request.ts';
import { appendAudit } from './audit-log.ts';
import { insertCard } from './card-ledger.ts';
import type { Connection, Database, Row } from './connection.ts';
import type { Queue } from './queue.ts';
import { storedJson } from './stored-json.ts';

const openStates = requestState.options.filter((state) => !isFinal(state));

const requestRow = z.object({ plan: z.unknown(), record: z.record(z.string(), z.unknown()) });
const stepRow = z.object({ record: step });

/** Reads the columns `plan` and `record` of a request. */
export function toRequest(row: Row): Request {
  const { plan, record } = requestRow.parse(row);
  return request.parse({ ...record, plan });
}

function withoutPlan(full: Request): string {
  return storedJson({ ...full, plan: undefined });
}

/** Requests, their steps, and everything that must be written together with a move. */
export function createPostgresRequestStore(database: Database, queue: Pick<Queue, 'enqueue'>): RequestStore {
  /** The audit comes last: its lock is the one that all requests share. */
  async function record(tx: Connection, change: Change): Promise<void> {
    for (const card of change.cards ?? []) await insertCard(tx, card);
    await queue.enqueue(tx, change.followUps);
    await appendAudit(tx, change.audit);
  }

  return {
    create: (opened, change, undone) =>
      refusalAsValue(
        database.transaction(async (tx) => {
          if (!(await insertRequest(tx, opened))) return { kind: 'exists' };
          if (undone && !(await swap(tx, undone.from, undone.to))) throw new NotCreated({ kind: 'conflict' });
          await claimLicenses(tx, opened);
          await record(tx, change);
          return { kind: 'created' };
        }),
      ),

    async find(id) {
      const [row] = await database.query('select plan, record from farewell.request where id = $1', [id]);
      return row && toRequest(row);
    },

    findOpenFor: (target) => findOpenFor(database, target),
    findWaitingForSignIn: (requester) => findWaitingForSignIn(database, requester),

    findNotStarted: () => findNotStarted(database),
    findHeldByPause: () => findHeldByPause(database),

    move: (from, to, change) =>
      database.transaction(async (tx) => {
        if (!(await swap(tx, from, to))) return 'conflict';
        if (isFinal(to.state)) await tx.query('delete from farewell.claimed_license where request_id = $1', [to.id]);
        await record(tx, change);
        return 'moved';
      }),

    enqueue: (followUps, wait) => database.transaction((tx) => queue.enqueue(tx, followUps, wait)),

    readSteps: (id) => readSteps(database, id),
    saveStep: (saved, audit) => saveStep(database, saved, audit),
  };
}

/** False when the id is taken; a second click that arrives meanwhile waits here for the first. */
async function insertRequest(tx: Connection, opened: Request): Promise<boolean> {
  const { id, tenantId, requester, state, version, createdAt, plan } = opened;
  const inserted = await tx.query(
    `insert into farewell.request (id, tenant_id, requester_id, state, version, created_at, plan, record)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (id) do nothing returning id`,
    [id, tenantId, requester.userId, state, version, createdAt, storedJson(plan), withoutPlan(opened)],
  );
  if (inserted.length === 0) return false;
  await tx.query(
    `insert into farewell.request_target (request_id, tenant_id, user_id)
     select distinct $1::uuid, $2::uuid, target from unnest($3::uuid[]) as target`,
    [id, tenantId, plan.targets.map((target) => target.user.userId)],
  );
  return true;
}

/** Undoes the transaction: somebody else's open request holds the licence, or moved the removal that is undone. */
class NotCreated extends Error {
  readonly why: Created;

  constructor(why: Created) {
    super('the request is not created');
    this.why = why;
  }
}

async function refusalAsValue(creation: Promise<Created>): Promise<Created> {
  try {
    return await creation;
  } catch (error) {
    if (error instanceof NotCreated) return error.why;
    throw error;
  }
}

const holderRow = z.object({ request_id: requestId });

/**
 * A licence of a person is in one open request at a time. Whoever claims the same one meanwhile waits at the unique key;
 * all claim in the same order, so that nobody waits for each other.
 */
async function claimLicenses(tx: Connection, { id, tenantId, plan }: Request): Promise<void> {
  const licenses = plan.targets.flatMap(({ remove, user }) => remove.map(({ skuId }) => [user.userId, skuId] as const));
  const values = [tenantId, licenses.map(([user]) => user), licenses.map(([, sku]) => sku), id];
  const claimed = await tx.query(
    `insert into farewell.claimed_license (tenant_id, user_id, sku_id, request_id)
     select distinct $1::uuid, license.user_id, license.sku_id, $4::uuid
     from unnest($2::uuid[], $3::uuid[]) as license (user_id, sku_id) order by license.user_id, license.sku_id
     on conflict (tenant_id, user_id, sku_id) do nothing returning sku_id`,
    values,
  );
  if (claimed.length === new Set(licenses.map((license) => license.join(' '))).size) return;
  const [holder] = await tx.query(
    `select claimed_license.request_id from farewell.claimed_license
     join unnest($2::uuid[], $3::uuid[]) as license (user_id, sku_id) using (user_id, sku_id)
     where claimed_license.tenant_id = $1 and claimed_license.request_id <> $4 limit 1`,
    values,
  );
  throw new NotCreated({ kind: 'pending', request: holderRow.parse(holder).request_id });
}

async function swap(tx: Connection, from: Request, to: Request): Promise<boolean> {
  const moved = await tx.query(
    `update farewell.request set state = $4, version = $5, record = $6
     where id = $1 and state = $2 and version = $3 returning id`,
    [from.id, from.state, from.version, to.state, to.version, withoutPlan(to)],
  );
  return moved.length === 1;
}

async function findOpenFor(database: Database, target: PersonKey): Promise<Request[]> {
  const rows = await database.query(
    `select plan, record from farewell.request
     join farewell.request_target on request_target.request_id = request.id
     where request_target.tenant_id = $1 and request_target.user_id = $2 and request.state = any($3::text[])
     order by created_at, id`,
    [target.tenantId, target.userId, openStates],
  );
  return rows.map(toRequest);
}

async function findWaitingForSignIn(database: Database, requester: PersonKey): Promise<Request[]> {
  const rows = await database.query(
    `select plan, record from farewell.request
     where tenant_id = $1 and requester_id = $2 and state = 'waiting-for-sign-in' order by created_at, id`,
    [requester.tenantId, requester.userId],
  );
  return rows.map(toRequest);
}

async function findNotStarted(database: Database): Promise<Request[]> {
  const rows = await database.query(
    `select plan, record from farewell.request
     where state in ('awaiting-approval', 'approved') order by created_at, id`,
  );
  return rows.map(toRequest);
}

async function findHeldByPause(database: Database): Promise<Request[]> {
  const rows = await database.query(
    `select plan, record from farewell.request
     where record ->> 'pausedSince' is not null and state = any($1::text[]) order by created_at, id`,
    [openStates],
  );
  return rows.map(toRequest);
}

async function readSteps(database: Database, id: RequestId): Promise<Step[]> {
  const text = 'select record from farewell.step where request_id = $1 order by index';
  const rows = z.array(stepRow).parse(await database.query(text, [id]));
  return rows.map((row) => row.record);
}

async function saveStep(database: Database, saved: Step, audit: readonly AuditEntry[]): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.query(
      `insert into farewell.step (request_id, index, record) values ($1, $2, $3)
       on conflict (request_id, index) do update set record = excluded.record`,
      [saved.requestId, saved.index, storedJson(saved)],
    );
    await appendAudit(tx, audit);
  });
}
