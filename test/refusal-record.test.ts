import { describe, expect, it, vi } from 'vitest';
import { Refusal } from '../src/front-door/refusal.ts';
import { recordRefusals } from '../src/refusal-record.ts';
import { FakeAuditLog } from './fakes/fake-audit-log.ts';
import { FakeClock } from './fakes/fake-clock.ts';

function record(): {
  audit: FakeAuditLog;
  refusals: ReturnType<typeof recordRefusals>;
  report: (error: unknown) => void;
} {
  const audit = new FakeAuditLog();
  const report = vi.fn<(error: unknown) => void>();
  const refusals = recordRefusals({ audit, clock: new FakeClock(), report, everyMilliseconds: 3_600_000 });
  return { audit, refusals, report };
}

const forged = new Refusal('unauthorized', 'the token is not one of the channel for this bot');

describe('what is refused at the front door', () => {
  it('is in the audit, the first at once and the rest as a number', async () => {
    const { audit, refusals } = record();
    for (let knock = 0; knock < 1000; knock += 1) refusals.note(forged);
    refusals.note(new Refusal('forbidden', 'a foreign tenant'));
    await refusals.stop();
    expect(audit.entries.map(({ event, data }) => [event, data['reason'], data['count']])).toEqual([
      ['activity-refused', forged.reason, 1],
      ['activity-refused', 'a foreign tenant', 1],
      ['activity-refused', forged.reason, 999],
    ]);
  });

  it('is not there when it failed on our side', async () => {
    const { audit, refusals } = record();
    refusals.note(new Refusal('unavailable', "the channel's keys cannot be read"));
    await refusals.stop();
    expect(audit.entries).toEqual([]);
  });

  it('never stops the door: an audit that cannot be written is reported', async () => {
    const { audit, refusals, report } = record();
    const broken = new Error('the database is away');
    audit.calls.fail('append', broken, 1);
    refusals.note(forged);
    await refusals.stop();
    expect(report).toHaveBeenCalledWith(broken);
  });
});
