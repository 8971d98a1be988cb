import { describe, expect, test } from 'vitest';
import { skuId, unitId } from '../../src/core/identity.ts';
import type { UnitId } from '../../src/core/identity.ts';
import type { LicenseAssignment } from '../../src/core/plan.ts';
import { builtInRole } from '../../src/core/policy.ts';
import type { DirectoryPerson } from '../../src/core/ports.ts';
import { samplePerson, sampleTarget } from '../contracts/samples.ts';
import { FakeAssertions } from './fake-assertions.ts';
import { FakeClock } from './fake-clock.ts';
import { FakeDirectory } from './fake-directory.ts';

const e3 = skuId.parse('05e9a617-0261-4cee-bb44-138d3ef5d965');

function directoryPerson(displayName: string): DirectoryPerson {
  return { ...samplePerson(displayName), accountEnabled: true, guest: false };
}

function contoso() {
  const directory = new FakeDirectory();
  const [ana, silva, megan] = [
    directoryPerson('Ana Bowman'),
    directoryPerson('Ana Silva'),
    directoryPerson('Megan Bowen'),
  ];
  directory.people.push(ana, silva, megan);
  const direct: LicenseAssignment[] = sampleTarget(ana).remove;
  directory.assignments.set(ana.userId, direct);
  const alex = new FakeAssertions().signIn(samplePerson('Alex Wilber'));
  return {
    directory,
    ana,
    silva,
    megan,
    direct,
    reader: directory.readerFor(alex),
    writer: directory.writerFor(alex),
    alex,
  };
}

describe('the fake directory', () => {
  test('finds people by the beginning of any of their names, and by nothing else', async () => {
    const { reader } = contoso();
    const names = async (mention: string) => (await reader.findPeople(mention)).map((person) => person.displayName);
    expect(await names('ana')).toEqual(['Ana Bowman', 'Ana Silva']);
    expect(await names('bow')).toEqual(['Ana Bowman', 'Megan Bowen']);
    expect(await names('ana bowman')).toEqual(['Ana Bowman']);
    expect(await names('ana.bowman@contoso.example')).toEqual(['Ana Bowman']);
    expect(await names('egan')).toEqual([]);
  });

  test('a removed licence is gone for the next reader', async () => {
    const { reader, writer, ana } = contoso();
    expect(await writer.removeLicenses(ana.userId, [e3])).toEqual({ ok: true, graphRequestId: 'graph-request-1' });
    expect(await reader.readAssignments(ana.userId)).toEqual([]);
  });

  test('a licence that comes through a group stays', async () => {
    const { directory, writer, ana, direct } = contoso();
    const path = { kind: 'group', groupId: ana.userId as never, groupName: 'Design' } as const;
    directory.assignments.set(
      ana.userId,
      direct.map((each) => ({ ...each, path })),
    );
    expect(await writer.removeLicenses(ana.userId, [e3])).toMatchObject({ ok: false, failure: { kind: 'inherited' } });
  });

  test('an account that is not there has no licences to read or to remove', async () => {
    const { reader, writer } = contoso();
    const nobody = samplePerson('Nobody').userId;
    expect(await reader.readAssignments(nobody)).toBeUndefined();
    expect(await writer.removeLicenses(nobody, [e3])).toMatchObject({ failure: { kind: 'gone' } });
  });

  test('a lost answer hides a write that took effect', async () => {
    const { directory, reader, writer, ana } = contoso();
    directory.loseNextAnswer(new Error('connection reset'));
    await expect(writer.removeLicenses(ana.userId, [e3])).rejects.toThrow('connection reset');
    expect(await reader.readAssignments(ana.userId)).toEqual([]);
  });

  test('a planned error comes before any effect, so many times', async () => {
    const { directory, writer, ana } = contoso();
    directory.calls.fail('removeLicenses', new Error('busy'), 1);
    await expect(writer.removeLicenses(ana.userId, [e3])).rejects.toThrow('busy');
    expect(await writer.removeLicenses(ana.userId, [e3])).toMatchObject({ ok: true });
    expect(directory.calls.of('removeLicenses')).toHaveLength(2);
  });

  test('a role for a unit makes a role holder only when the unit matters', async () => {
    const { directory, reader, ana, megan } = contoso();
    const role = { roleDefinitionId: builtInRole.globalAdministrator, allowedActions: [] };
    directory.roles.set(megan.userId, [{ ...role, scope: '/' }]);
    const unit = unitId.parse('eeeeeeee-0000-4000-8000-000000000001');
    directory.roles.set(ana.userId, [{ ...role, scope: `/administrativeUnits/${unit}` }]);
    const holders = async (...units: UnitId[]): Promise<string[]> => {
      const found = await reader.readRoleHolders([builtInRole.globalAdministrator], () => Promise.resolve(units));
      return found.map((person) => person.displayName).toSorted();
    };
    expect(await holders()).toEqual(['Megan Bowen']);
    expect(await holders(unit)).toEqual(['Ana Bowman', 'Megan Bowen']);
  });

  test('remembers in whose name it was asked', () => {
    const { directory, alex } = contoso();
    expect(directory.readers).toEqual([alex]);
    expect(directory.writers).toEqual([alex]);
  });
});

test('a pause of the fake clock takes no time and moves the clock', async () => {
  const clock = new FakeClock('2026-11-20T09:00:00.000Z');
  await clock.pause(2000);
  expect(clock.now().toISOString()).toBe('2026-11-20T09:00:02.000Z');
  clock.set('2026-12-01T00:00:00.000Z');
  clock.advance(1);
  expect(clock.now().toISOString()).toBe('2026-12-01T00:00:00.001Z');
});

test('who forgets a sign-in is asked for a new one', async () => {
  const assertions = new FakeAssertions();
  const alex = samplePerson('Alex Wilber');
  assertions.signIn(alex);
  expect(await assertions.current(alex)).toMatchObject({ userId: alex.userId });
  await assertions.forget(alex);
  expect(await assertions.current(alex)).toBeUndefined();
});
