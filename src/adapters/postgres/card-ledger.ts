import { z } from 'zod';
import { personKey, requestId } from '../../core/identity.ts';
import type { CardLedger, PartyCard } from '../../core/ports.ts';
import type { Connection, Database, Row } from './connection.ts';

const cardRow = z.object({
  requestId,
  party: personKey,
  role: z.enum(['requester', 'approver']),
  activityId: z.string().nullable(),
  shownVersion: z.number(),
  toldVersion: z.number(),
});

function toCard(row: Row): PartyCard {
  const { activityId, ...card } = cardRow.parse(row);
  return { ...card, activityId: activityId ?? undefined };
}

const insertion = `
  insert into farewell.party_card (request_id, tenant_id, user_id, role, activity_id, shown_version, told_version)
  values ($1, $2, $3, $4, $5, $6, $7)`;

function valuesOf(card: PartyCard): unknown[] {
  const { party, role, activityId = null, shownVersion, toldVersion } = card;
  return [card.requestId, party.tenantId, party.userId, role, activityId, shownVersion, toldVersion];
}

/** Used inside the transaction that creates the request. */
export async function insertCard(tx: Connection, card: PartyCard): Promise<void> {
  await tx.query(insertion, valuesOf(card));
}

export function createPostgresCardLedger(database: Database): CardLedger {
  return {
    async cardsOf(id) {
      const rows = await database.query(
        `select request_id as "requestId", json_build_object('tenantId', tenant_id, 'userId', user_id) as party, role,
           activity_id as "activityId", shown_version as "shownVersion", told_version as "toldVersion"
         from farewell.party_card where request_id = $1 order by role desc, user_id`,
        [id],
      );
      return rows.map(toCard);
    },

    /** A save that comes late keeps the newer message's id too: that is the card people look at. */
    async save(card) {
      await database.query(
        `${insertion}
         on conflict (request_id, tenant_id, user_id) do update set
           activity_id = case
             when party_card.activity_id is null then excluded.activity_id
             when excluded.shown_version < party_card.shown_version then party_card.activity_id
             else coalesce(excluded.activity_id, party_card.activity_id)
           end,
           shown_version = greatest(party_card.shown_version, excluded.shown_version),
           told_version = greatest(party_card.told_version, excluded.told_version)`,
        valuesOf(card),
      );
    },
  };
}
