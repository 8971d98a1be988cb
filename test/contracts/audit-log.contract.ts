import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AuditEntry } from '../../src/core/audit.ts';
import type { RequestId } from '../../src/core/identity.ts';
import type { AuditLog } from '../../src/core/ports.ts';
import { sampleEntry, sampleRequest } from './samples.ts';

export interface AuditLogUnderTest {
  audit: AuditLog;
  auditOf(id: RequestId): Promise<AuditEntry['event'][]>;
  stop(): Promise<void>;
}

export function describeAuditLog(open: () => Promise<AuditLogUnderTest>): void {
  describe('an audit log', () => {
    let under: AuditLogUnderTest;
    beforeAll(async () => {
      under = await open();
    }, 60_000);
    afterAll(() => under.stop());

    test('keeps entries in the order in which they were appended', async () => {
      const request = sampleRequest();
      await under.audit.append([sampleEntry(request), sampleEntry(request, 'decision-refused')]);
      await under.audit.append([sampleEntry(request, 'request-withdrawn')]);
      expect(await under.auditOf(request.id)).toEqual(['request-submitted', 'decision-refused', 'request-withdrawn']);
    });

    test('takes an entry about no request by nobody that is known', async () => {
      await under.audit.append([{ at: '2026-11-20T09:00:00.000Z', event: 'request-refused', data: {} }]);
    });

    test('appending nothing is allowed', async () => {
      await under.audit.append([]);
    });
  });
}
