import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AuditEntry } from '../../src/core/audit.ts';
import { keyOf } from '../../src/core/identity.ts';
import type { RequestId } from '../../src/core/identity.ts';
import type { AwayBook, Pause, PauseSwitch } from '../../src/core/ports.ts';
import { sampleEntry, samplePerson, sampleRequest } from './samples.ts';

export interface AwayAndPauseUnderTest {
  away: AwayBook;
  pause: PauseSwitch;
  auditOf(id: RequestId): Promise<AuditEntry['event'][]>;
  stop(): Promise<void>;
}

const now = new Date('2026-11-20T10:00:00.000Z');
const until = '2026-11-25T23:59:59.999Z';

export function describeAwayAndPause(open: () => Promise<AwayAndPauseUnderTest>): void {
  describe('an away book', () => {
    let under: AwayAndPauseUnderTest;
    beforeAll(async () => {
      under = await open();
    }, 60_000);
    afterAll(() => under.stop());

    test('knows who is away until when, and who stands in', async () => {
      const away = { person: keyOf(samplePerson('Megan Bowen')), until, standIn: samplePerson('Adele Vance') };
      const about = sampleRequest();
      await under.away.save(away, [sampleEntry(about, 'approver-away')]);
      expect(await under.auditOf(about.id)).toEqual(['approver-away']);
      expect(await under.away.find(away.person, now)).toEqual(away);
      expect(await under.away.find(samplePerson('Alex Wilber'), now)).toBeUndefined();
    });

    test('what was said last counts, and the end of the time is the end', async () => {
      const person = keyOf(samplePerson('Megan Bowen'));
      await under.away.save({ person, until: '2027-01-01T00:00:00.000Z', standIn: samplePerson('Adele Vance') }, []);
      await under.away.save({ person, until }, []);
      expect(await under.away.find(person, now)).toEqual({ person, until, standIn: undefined });
      expect(await under.away.find(person, new Date(until))).toBeUndefined();
    });

    test('forgets who is back', async () => {
      const person = keyOf(samplePerson('Megan Bowen'));
      const about = sampleRequest();
      await under.away.save({ person, until }, []);
      await under.away.end(person, [sampleEntry(about, 'approver-back')]);
      expect(await under.auditOf(about.id)).toEqual(['approver-back']);
      expect(await under.away.find(person, now)).toBeUndefined();
    });
  });

  describe('a pause switch', () => {
    let under: AwayAndPauseUnderTest;
    beforeAll(async () => {
      under = await open();
    }, 60_000);
    afterAll(() => under.stop());

    test('is off, goes on with its reason and its audit, and off again', async () => {
      expect(await under.pause.current()).toBeUndefined();
      const pause: Pause = { by: keyOf(samplePerson('Alex Wilber')), at: now.toISOString(), reason: 'Wait.' };
      const about = sampleRequest();
      await under.pause.set(pause, [sampleEntry(about, 'executions-paused')]);
      expect(await under.pause.current()).toEqual(pause);
      await under.pause.set({ ...pause, reason: 'Wait longer.' }, []);
      expect(await under.pause.current()).toMatchObject({ reason: 'Wait longer.' });
      await under.pause.set(undefined, [sampleEntry(about, 'executions-resumed')]);
      expect(await under.pause.current()).toBeUndefined();
      expect(await under.auditOf(about.id)).toEqual(['executions-paused', 'executions-resumed']);
    });
  });
}
