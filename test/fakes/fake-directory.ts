import type { StepFailure } from '../../src/core/execution.ts';
import type { GroupId, SkuId, UnitId, UserId } from '../../src/core/identity.ts';
import type { LicenseAssignment } from '../../src/core/plan.ts';
import type { HeldRole } from '../../src/core/policy.ts';
import type {
  Directory,
  DirectoryPerson,
  DirectoryReader,
  LicenseToAdd,
  LicenseWriter,
  SubscribedSku,
  UserAssertion,
  WriteResult,
} from '../../src/core/ports.ts';
import { tenantWide, unitIn, unitsIn } from '../../src/core/role-scope.ts';
import { Calls } from './calls.ts';

/** A tenant in memory that a test fills. Reads and writes see each other at once. */
export class FakeDirectory implements Directory {
  readonly calls = new Calls<keyof DirectoryReader | keyof LicenseWriter>();
  /** What each write was named to Graph. */
  readonly clientRequestIds: (string | undefined)[] = [];
  /** In whose name a reader or a writer was asked for, oldest first. */
  readonly readers: UserAssertion[] = [];
  readonly writers: UserAssertion[] = [];
  readonly people: DirectoryPerson[] = [];
  /** The answer of `suggestPeople`. */
  readonly suggestions: DirectoryPerson[] = [];
  readonly skus: SubscribedSku[] = [];
  readonly assignments = new Map<UserId, LicenseAssignment[]>();
  readonly roles = new Map<UserId, HeldRole[]>();
  /** All members, whichever way they are in. */
  readonly groups = new Map<GroupId, { name: string; members: UserId[] }>();
  /** The administrative units that people are in. */
  readonly units = new Map<UserId, UnitId[]>();
  readonly unitNames = new Map<UnitId, string>();
  /** People whose licences cannot be changed, and why. */
  readonly writeFailures = new Map<UserId, StepFailure>();
  #lostAnswer: Error | undefined;

  /** The next write takes effect and its answer never arrives. */
  loseNextAnswer(error: Error): void {
    this.#lostAnswer = error;
  }

  readerFor(assertion: UserAssertion): DirectoryReader {
    this.readers.push(assertion);
    return {
      findPeople: async (mention) => {
        this.calls.note('findPeople', mention);
        return structuredClone(this.people.filter((person) => fits(person, mention)).slice(0, 25));
      },
      suggestPeople: async (mention) => {
        this.calls.note('suggestPeople', mention);
        return structuredClone(this.suggestions.slice(0, 5));
      },
      readPerson: async (id) => {
        this.calls.note('readPerson', id);
        return structuredClone(this.#person(id));
      },
      readAssignments: async (id) => {
        this.calls.note('readAssignments', id);
        return this.#person(id) && structuredClone(this.assignments.get(id) ?? []);
      },
      readSubscribedSkus: async () => {
        this.calls.note('readSubscribedSkus');
        return structuredClone(this.skus);
      },
      readHolders: async (id, { offset, limit }) => {
        this.calls.note('readHolders', id, { offset, limit });
        const holders = this.people.flatMap((person) => {
          const held = (this.assignments.get(person.userId) ?? []).filter(({ skuId }) => skuId === id);
          return held.length === 0 ? [] : [{ person, paths: held.map(({ path }) => path) }];
        });
        const sorted = holders.toSorted((a, b) => a.person.displayName.localeCompare(b.person.displayName));
        return structuredClone({ items: sorted.slice(offset, offset + limit), total: sorted.length });
      },
      readRoles: async (id) => {
        this.calls.note('readRoles', id);
        return structuredClone(this.roles.get(id) ?? []);
      },
      readRoleHolders: async (roleDefinitionIds, unitsThatMatter) => {
        this.calls.note('readRoleHolders', roleDefinitionIds);
        const scopes = [...this.roles.values()].flat().map((role) => role.scope);
        const units = unitsIn(scopes);
        const asked = unitsThatMatter === 'every-unit' ? () => Promise.resolve(units) : unitsThatMatter;
        const matter = units.length > 0 ? await asked() : [];
        const holders = this.people.map((person) => ({
          ...person,
          scopes: this.#scopesOf(person.userId, roleDefinitionIds, matter),
        }));
        return structuredClone(holders.filter((holder) => holder.scopes.length > 0));
      },
      readMembers: async (id) => {
        this.calls.note('readMembers', id);
        const members = this.groups.get(id)?.members ?? [];
        return structuredClone(this.people.filter(({ userId }) => members.includes(userId)));
      },
      isMember: async (id, of) => {
        this.calls.note('isMember', id, of);
        return this.groups.get(of)?.members.includes(id) ?? false;
      },
      readGroupName: async (id) => {
        this.calls.note('readGroupName', id);
        return this.groups.get(id)?.name ?? id;
      },
      readUnits: async (id) => {
        this.calls.note('readUnits', id);
        return structuredClone(this.units.get(id) ?? []);
      },
      readUnitName: async (id) => {
        this.calls.note('readUnitName', id);
        return this.unitNames.get(id) ?? id;
      },
    };
  }

  writerFor(assertion: UserAssertion): LicenseWriter {
    this.writers.push(assertion);
    return {
      removeLicenses: async (id, skuIds, clientRequestId) => {
        this.clientRequestIds.push(clientRequestId);
        this.calls.note('removeLicenses', id, skuIds);
        return this.#answer(this.#remove(id, skuIds));
      },
      addLicenses: async (id, licenses, clientRequestId) => {
        this.clientRequestIds.push(clientRequestId);
        this.calls.note('addLicenses', id, licenses);
        return this.#answer(this.#add(id, licenses));
      },
    };
  }

  #answer(result: WriteResult): WriteResult {
    const lost = this.#lostAnswer;
    this.#lostAnswer = undefined;
    if (lost) throw lost;
    return result;
  }

  #graphRequestId(): string {
    const writes = this.calls.of('removeLicenses').length + this.calls.of('addLicenses').length;
    return `graph-request-${writes}`;
  }

  /** What is held directly already is held with the new disabled plans afterwards, as Graph does it. */
  #add(id: UserId, licenses: readonly LicenseToAdd[]): WriteResult {
    const graphRequestId = this.#graphRequestId();
    const failure = this.#person(id) ? this.writeFailures.get(id) : gone;
    if (failure) return { ok: false, failure, graphRequestId };
    const others = (this.assignments.get(id) ?? []).filter(
      ({ path, skuId }) => path.kind !== 'direct' || !licenses.some((added) => added.skuId === skuId),
    );
    this.assignments.set(id, [...others, ...licenses.map((added) => this.#assigned(added))]);
    return { ok: true, graphRequestId };
  }

  #assigned({ skuId, disabledPlans }: LicenseToAdd): LicenseAssignment {
    const { skuPartNumber, productName } = this.skus.find((each) => each.skuId === skuId) ?? {
      skuPartNumber: skuId,
      productName: skuId,
    };
    return { skuId, skuPartNumber, productName, path: { kind: 'direct' }, disabledPlans, state: 'Active' };
  }

  /** All or nothing, as Graph does it. */
  #remove(id: UserId, skuIds: readonly SkuId[]): WriteResult {
    const graphRequestId = this.#graphRequestId();
    const held = this.assignments.get(id) ?? [];
    const failure = this.#person(id) ? (this.writeFailures.get(id) ?? obstacle(held, skuIds)) : gone;
    if (failure) return { ok: false, failure, graphRequestId };
    this.assignments.set(
      id,
      held.filter(({ path, skuId }) => path.kind !== 'direct' || !skuIds.includes(skuId)),
    );
    return { ok: true, graphRequestId };
  }

  #person(id: UserId): DirectoryPerson | undefined {
    return this.people.find((person) => person.userId === id);
  }

  #scopesOf(id: UserId, roleDefinitionIds: readonly string[], matter: readonly UnitId[]): string[] {
    const held = this.roles.get(id) ?? [];
    return held
      .filter((role) => roleDefinitionIds.includes(role.roleDefinitionId))
      .map((role) => role.scope)
      .filter((scope) => scope === tenantWide || matter.some((unit) => unitIn(scope) === unit));
  }
}

const gone: StepFailure = { kind: 'gone' };

function fits({ displayName, userPrincipalName }: DirectoryPerson, mention: string): boolean {
  const wanted = mention.toLowerCase();
  const words = displayName.toLowerCase().split(' ');
  return (
    displayName.toLowerCase().startsWith(wanted) ||
    words.some((word) => word.startsWith(wanted)) ||
    userPrincipalName.toLowerCase().startsWith(wanted)
  );
}

function obstacle(held: readonly LicenseAssignment[], skuIds: readonly SkuId[]): StepFailure | undefined {
  for (const skuId of skuIds) {
    const paths = held.filter((assignment) => assignment.skuId === skuId).map((assignment) => assignment.path.kind);
    if (paths.includes('direct')) continue;
    if (paths.includes('group')) return { kind: 'inherited' };
    return { kind: 'refused-by-graph', message: 'User does not have a corresponding license.' };
  }
  return undefined;
}
