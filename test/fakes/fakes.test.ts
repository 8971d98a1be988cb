import { describe } from 'vitest';
import { describeAwayAndPause } from '../contracts/away-and-pause.contract.ts';
import { describeAuditLog } from '../contracts/audit-log.contract.ts';
import { describeCardLedger } from '../contracts/card-ledger.contract.ts';
import { describeContactBook } from '../contracts/contact-book.contract.ts';
import { describeRequestBook } from '../contracts/request-book.contract.ts';
import { describeRequestStore } from '../contracts/request-store.contract.ts';
import type { RequestId } from '../../src/core/identity.ts';
import { FakeAwayBook } from './fake-away-book.ts';
import { FakeClock } from './fake-clock.ts';
import { FakeContactBook } from './fake-contact-book.ts';
import { FakePauseSwitch } from './fake-pause-switch.ts';
import { FakeRequestBook } from './fake-request-book.ts';
import { FakeRequestStore } from './fake-request-store.ts';

async function open() {
  const store = new FakeRequestStore();
  const { audit, cards } = store;
  const clock = new FakeClock();
  return {
    store,
    audit,
    cards,
    clock,
    book: new FakeRequestBook(store, clock),
    contacts: new FakeContactBook(),
    away: new FakeAwayBook(audit),
    pause: new FakePauseSwitch(audit),
    auditOf: async (id: RequestId) => audit.entries.filter((entry) => entry.requestId === id).map(({ event }) => event),
    followUpsOf: async (id: RequestId) => store.followUps.filter((followUp) => followUp.requestId === id),
    stop: async () => undefined,
  };
}

describe('the fakes keep the same contracts as the database', () => {
  describeRequestStore(open);
  describeRequestBook(open);
  describeCardLedger(open);
  describeContactBook(open);
  describeAuditLog(open);
  describeAwayAndPause(open);
});
