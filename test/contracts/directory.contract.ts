import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { groupId, unitId, userId } from '../../src/core/identity.ts';
import type { GroupId, SkuId, UnitId } from '../../src/core/identity.ts';
import type {
  Directory,
  DirectoryPerson,
  DirectoryReader,
  LicenseWriter,
  UserAssertion,
} from '../../src/core/ports.ts';
import { builtInRole } from '../../src/core/policy.ts';

export interface DirectoryUnderTest {
  directory: Directory;
  /** Somebody who may remove licences. */
  assertion: UserAssertion;
  /** Holds Microsoft 365 E3 directly and Visio through the group Design. */
  anaBowman: DirectoryPerson;
  /** Global Administrator for the whole tenant, by herself. */
  meganBowen: DirectoryPerson;
  /** The group "Amersfoort"; `inBranch` is in a group in it. */
  outerGroup: GroupId;
  /** An administrative unit, somebody in it, and its License Administrator. */
  branch: UnitId;
  inBranch: DirectoryPerson;
  branchAdmin: DirectoryPerson;
  e3: SkuId;
  visio: SkuId;
  stop(): Promise<void>;
}

const none = (): Promise<UnitId[]> => Promise.resolve([]);
const nobody = userId.parse('00000000-dead-4dad-8dad-000000000000');

export function describeDirectory(open: () => Promise<DirectoryUnderTest>): void {
  describe('a directory', () => {
    let under: DirectoryUnderTest;
    let reader: DirectoryReader;
    let writer: LicenseWriter;
    beforeEach(async () => {
      under = await open();
      reader = under.directory.readerFor(under.assertion);
      writer = under.directory.writerFor(under.assertion);
    });
    afterEach(() => under.stop());

    const names = async (mention: string): Promise<string[]> =>
      (await reader.findPeople(mention)).map((person) => person.displayName);

    async function paths(of: DirectoryPerson): Promise<string[] | undefined> {
      const held = await reader.readAssignments(of.userId);
      return held
        ?.map(({ productName, path }) => `${productName}: ${path.kind === 'group' ? path.groupName : 'direct'}`)
        .toSorted();
    }

    test('finds everybody with a name', async () => {
      expect(await names('ana')).toEqual(expect.arrayContaining(['Ana Bowman', 'Ana Silva']));
    });

    test('finds by the family name and by the full name in any case', async () => {
      expect(await names('bowman')).toEqual(['Ana Bowman']);
      expect(await names('ana bowman')).toEqual(['Ana Bowman']);
    });

    test('finds exactly the person with an address', async () => {
      expect(await reader.findPeople(under.anaBowman.userPrincipalName)).toEqual([under.anaBowman]);
    });

    test('finds nobody whose name only holds the letters somewhere', async () => {
      expect(await names('owma')).toEqual([]);
    });

    test('reads a person by id, and knows when there is none', async () => {
      expect(await reader.readPerson(under.anaBowman.userId)).toEqual(under.anaBowman);
      expect(await reader.readPerson(nobody)).toBeUndefined();
    });

    test('reads every licence with its path, and knows when there is no such person', async () => {
      expect(await paths(under.anaBowman)).toEqual(['Microsoft 365 E3: direct', 'Visio Plan 2: Design']);
      expect(await reader.readAssignments(nobody)).toBeUndefined();
    });

    test('reads what the tenant owns', async () => {
      const owned = await reader.readSubscribedSkus();
      const e3 = owned.find((sku) => sku.skuId === under.e3);
      expect(e3).toMatchObject({ skuPartNumber: 'SPE_E3', productName: 'Microsoft 365 E3' });
    });

    test('reads who has a product, by name, with how it reached them, and how many there are', async () => {
      const everybody = await reader.readHolders(under.visio, { offset: 0, limit: 999 });
      expect(everybody.total).toBe(everybody.items.length);
      const ana = everybody.items.find(({ person }) => person.userId === under.anaBowman.userId);
      expect(ana).toMatchObject({ person: under.anaBowman, paths: [{ kind: 'group', groupName: 'Design' }] });
      const names = everybody.items.map(({ person }) => person.displayName);
      expect(names).toEqual(names.toSorted((a, b) => a.localeCompare(b)));
    });

    test('reads a part of those who have a product, and nothing behind the last one', async () => {
      const everybody = await reader.readHolders(under.e3, { offset: 0, limit: 999 });
      const { total } = everybody;
      expect(total).toBeGreaterThan(0);
      const last = await reader.readHolders(under.e3, { offset: total - 1, limit: 5 });
      expect(last).toEqual({ total, items: everybody.items.slice(-1) });
      expect(await reader.readHolders(under.e3, { offset: total, limit: 5 })).toEqual({ total, items: [] });
    });

    test('reads the roles of a person, and that somebody has none', async () => {
      const roles = await reader.readRoles(under.meganBowen.userId);
      expect(roles).toContainEqual(
        expect.objectContaining({ roleDefinitionId: builtInRole.globalAdministrator, scope: '/' }),
      );
      expect(await reader.readRoles(under.anaBowman.userId)).toEqual([]);
    });

    test('reads who holds a role', async () => {
      const holders = await reader.readRoleHolders([builtInRole.globalAdministrator], none);
      expect(holders).toContainEqual({ ...under.meganBowen, scopes: ['/'] });
      expect(await reader.readRoleHolders([], none)).toEqual([]);
    });

    test('reads who holds a role for a unit, when the unit matters', async () => {
      const wanted = [builtInRole.licenseAdministrator];
      const holders = await reader.readRoleHolders(wanted, () => Promise.resolve([under.branch]));
      const scope = `/administrativeUnits/${under.branch}`;
      expect(holders).toContainEqual({ ...under.branchAdmin, scopes: [scope] });
      const anywhere = await reader.readRoleHolders(wanted, 'every-unit');
      expect(anywhere).toContainEqual({ ...under.branchAdmin, scopes: [scope] });
      const everywhere = await reader.readRoleHolders(wanted, none);
      expect(everywhere.map((each) => each.userId)).not.toContain(under.branchAdmin.userId);
    });

    test('reads who is in a group, also through a group in it, and knows of groups that are not there', async () => {
      const members = async (id: GroupId) => (await reader.readMembers(id)).map((each) => each.userId);
      expect(await reader.readMembers(under.outerGroup)).toContainEqual(under.inBranch);
      expect(await members(under.outerGroup)).not.toContain(under.meganBowen.userId);
      expect(await reader.readMembers(groupId.parse(nobody))).toEqual([]);
      expect(await reader.isMember(under.inBranch.userId, under.outerGroup)).toBe(true);
      expect(await reader.isMember(under.meganBowen.userId, under.outerGroup)).toBe(false);
      expect(await reader.isMember(under.meganBowen.userId, groupId.parse(nobody))).toBe(false);
      expect(await reader.isMember(nobody, under.outerGroup)).toBe(false);
      expect(await reader.readGroupName(under.outerGroup)).toBe('Amersfoort');
      expect(await reader.readGroupName(groupId.parse(nobody))).toBe(nobody);
    });

    test('reads the units of a person, and their names', async () => {
      expect(await reader.readUnits(under.inBranch.userId)).toEqual([under.branch]);
      expect(await reader.readUnits(under.anaBowman.userId)).toEqual([]);
      expect(await reader.readUnits(nobody)).toEqual([]);
      expect(await reader.readUnitName(under.branch)).toBe('Branch Amersfoort');
      const unknown = unitId.parse(nobody);
      expect(await reader.readUnitName(unknown)).toBe(unknown);
    });

    test('takes a direct licence away, which the next reader sees', async () => {
      const result = await writer.removeLicenses(under.anaBowman.userId, [under.e3]);
      expect(result.ok).toBe(true);
      expect(result.graphRequestId).not.toBe('');
      expect(await paths(under.anaBowman)).toEqual(['Visio Plan 2: Design']);
    });

    test('does not take away what comes from a group, nor anything beside it', async () => {
      const result = await writer.removeLicenses(under.anaBowman.userId, [under.e3, under.visio]);
      expect(result).toMatchObject({ ok: false, failure: { kind: 'inherited' } });
      expect(await paths(under.anaBowman)).toHaveLength(2);
    });

    test('says in its own words that a licence is not there', async () => {
      expect(await writer.removeLicenses(under.meganBowen.userId, [under.visio])).toMatchObject({
        ok: false,
        failure: { kind: 'refused-by-graph', message: 'User does not have a corresponding license.' },
      });
    });

    test('gives a licence back with the parts that were off, which the next reader sees', async () => {
      const [teams = ''] = (await reader.readSubscribedSkus()).flatMap(({ plans, skuId }) =>
        skuId === under.e3 ? plans.filter(({ name }) => name.startsWith('TEAMS')).map(({ id }) => id) : [],
      );
      await writer.removeLicenses(under.anaBowman.userId, [under.e3]);
      const result = await writer.addLicenses(under.anaBowman.userId, [{ skuId: under.e3, disabledPlans: [teams] }]);
      expect(result.ok).toBe(true);
      expect(result.graphRequestId).not.toBe('');
      const held = await reader.readAssignments(under.anaBowman.userId);
      expect(held?.find(({ skuId }) => skuId === under.e3)).toMatchObject({
        path: { kind: 'direct' },
        disabledPlans: [teams],
      });
      expect(await paths(under.anaBowman)).toEqual(['Microsoft 365 E3: direct', 'Visio Plan 2: Design']);
    });

    test('gives nothing to somebody who is gone', async () => {
      const result = await writer.addLicenses(nobody, [{ skuId: under.e3, disabledPlans: [] }]);
      expect(result).toMatchObject({ ok: false, failure: { kind: 'gone' } });
    });

    test('says that a person is gone', async () => {
      expect(await writer.removeLicenses(nobody, [under.e3])).toMatchObject({ ok: false, failure: { kind: 'gone' } });
    });
  });
}
