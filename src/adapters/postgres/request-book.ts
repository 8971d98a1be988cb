import { z } from 'zod';
import type { Clock, Page, RequestBook, Slice } from '../../core/ports.ts';
import type { Request } from '../../core/request.ts';
import type { Database } from './connection.ts';
import { toRequest } from './request-store.ts';

const countRow = z.object({ total: z.number() });

const brought = `
  from farewell.party_card
  join farewell.request on request.id = party_card.request_id
  where party_card.tenant_id = $1 and party_card.user_id = $2 and party_card.role = 'approver'`;

const waiting = `${brought}
    and request.state = 'awaiting-approval'
    and (request.record ->> 'approvalExpiresAt')::timestamptz > $3::timestamptz
    and not exists (
      select from jsonb_array_elements(request.record -> 'decisions') as made
      where (made #>> '{by,userId}')::uuid = $2
    )`;

const made = 'from farewell.request where request.tenant_id = $1 and request.requester_id = $2';

async function readPage(
  database: Database,
  wanted: string,
  values: readonly unknown[],
  { offset, limit }: Slice,
): Promise<Page<Request>> {
  const [counted] = await database.query(`select count(*)::integer as total ${wanted}`, values);
  const { total } = countRow.parse(counted);
  const rows = await database.query(
    `select request.plan, request.record ${wanted}
     order by request.created_at desc, request.id
     limit $${values.length + 1} offset $${values.length + 2}`,
    [...values, limit, offset],
  );
  return { items: rows.map(toRequest), total };
}

/** Looks through requests, a page at a time. The clock says which of them still have time. */
export function createPostgresRequestBook(database: Database, clock: Clock): RequestBook {
  return {
    waitingFor: ({ tenantId, userId }, slice) =>
      readPage(database, waiting, [tenantId, userId, clock.now().toISOString()], slice),
    madeBy: ({ tenantId, userId }, slice) => readPage(database, made, [tenantId, userId], slice),
    broughtTo: ({ tenantId, userId }, slice) => readPage(database, brought, [tenantId, userId], slice),
  };
}
