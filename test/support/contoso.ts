import { skuId, tenantId, unitId, userId } from '../../src/core/identity.ts';
import type { SkuId, UnitId, UserId } from '../../src/core/identity.ts';
import { productName } from '../../src/core/catalog/product-name.ts';
import type { LicenseAssignment } from '../../src/core/plan.ts';
import { builtInRole, defaultPolicy, onePolicyForAll } from '../../src/core/policy.ts';
import type { Policy } from '../../src/core/policy.ts';
import type { DirectoryPerson } from '../../src/core/ports.ts';
import type { Workflow } from '../../src/core/workflow/deps.ts';
import { groupId } from '../../src/core/identity.ts';
import { FakeAwayBook } from '../fakes/fake-away-book.ts';
import { FakeAssertions } from '../fakes/fake-assertions.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { FakeContactBook } from '../fakes/fake-contact-book.ts';
import { FakeDirectory } from '../fakes/fake-directory.ts';
import { FakePauseSwitch } from '../fakes/fake-pause-switch.ts';
import { FakeRequestBook } from '../fakes/fake-request-book.ts';
import { FakeRequestStore } from '../fakes/fake-request-store.ts';

export const contosoId = tenantId.parse('aaaaaaaa-0000-4000-8000-000000000001');

export const sku = {
  e3: skuId.parse('05e9a617-0261-4cee-bb44-138d3ef5d965'),
  officeE3: skuId.parse('6fd2c87f-b296-42f0-b197-1e91e994b900'),
  businessPremium: skuId.parse('cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46'),
  visio: skuId.parse('c5928f49-12ba-48f7-ada3-0d743a3601d5'),
};

const partNumbers = new Map<SkuId, string>([
  [sku.e3, 'SPE_E3'],
  [sku.officeE3, 'ENTERPRISEPACK'],
  [sku.businessPremium, 'SPB'],
  [sku.visio, 'VISIOCLIENT'],
]);

export const plans = {
  exchange2: { id: 'efb87545-963c-4e0d-99df-69c6916d9eb0', name: 'EXCHANGE_S_ENTERPRISE' },
  exchange1: { id: '9aaf7827-d63c-4b61-89c3-182f06f82e5c', name: 'EXCHANGE_S_STANDARD' },
  sharepoint2: { id: '5dbe027f-2339-4123-9542-606e4d348a72', name: 'SHAREPOINTENTERPRISE' },
  onedriveBasic: { id: 'da792a53-cbc0-4184-a10d-e544dd34b3c1', name: 'ONEDRIVE_BASIC' },
  office: { id: '43de0ff5-c92c-492b-9116-175376d08c38', name: 'OFFICESUBSCRIPTION' },
  teams: { id: '57ff2da0-773e-42df-b2af-ffb7a2317929', name: 'TEAMS1' },
  intune: { id: 'c1ec4a95-1f05-45b3-a911-aa3fa01094f5', name: 'INTUNE_A' },
  visio: { id: '663a804f-1c30-4ff0-9915-9db84f0d1cea', name: 'VISIO_CLIENT_SUBSCRIPTION' },
  loop: { id: 'c4b8c31a-fb44-4c65-9837-a21f55fcabda', name: 'MICROSOFT_LOOP' },
  retired: { id: '0d0c0d31-fae7-41f2-b909-eaf4d7f26dba', name: 'Bing_Chat_Enterprise' },
};

export const designGroup = {
  kind: 'group',
  groupId: groupId.parse('dddddddd-0000-4000-8000-000000000001'),
  groupName: 'Design',
} as const;

export function direct(id: SkuId, disabledPlans: string[] = []): LicenseAssignment {
  const skuPartNumber = partNumbers.get(id) ?? '';
  const named = { skuId: id, skuPartNumber, productName: productName(id, skuPartNumber) };
  return { ...named, path: { kind: 'direct' }, disabledPlans, state: 'Active' };
}

export function viaDesign(id: SkuId): LicenseAssignment {
  return { ...direct(id), path: designGroup };
}

function somebody(number: number, displayName: string, change: Partial<DirectoryPerson> = {}): DirectoryPerson {
  const [first = '', last = ''] = displayName.split(' ');
  return {
    tenantId: contosoId,
    userId: userId.parse(`00000000-0000-4000-8000-${String(number).padStart(12, '0')}`),
    displayName,
    userPrincipalName: `${first}${last.charAt(0)}@contoso.onmicrosoft.com`,
    accountEnabled: true,
    guest: false,
    ...change,
  };
}

export const alex = somebody(1, 'Alex Wilber');
export const megan = somebody(2, 'Megan Bowen');
export const ana = somebody(3, 'Ana Bowman');
export const anaSilva = somebody(4, 'Ana Silva');
export const bill = somebody(5, 'Bill Ling');
export const gast = somebody(6, 'Greta Gast', { guest: true });
export const disabled = somebody(7, 'Dora Former', { accountEnabled: false });

export interface Contoso extends Workflow {
  directory: FakeDirectory;
  assertions: FakeAssertions;
  requests: FakeRequestStore;
  contacts: FakeContactBook;
  clock: FakeClock;
  /** The policy of removals; set, that of every operation. */
  policy: Policy;
}

const licenseActions = ['microsoft.directory/users/assignLicense'];

/** The policy with these rules changed. */
export function under(flow: Contoso, rules: Partial<Policy>): void {
  flow.policy = { ...flow.policy, ...rules };
}

/** Somebody more who may approve, and whose chat Farewell knows. */
export async function alsoMayApprove(flow: Contoso, person: DirectoryPerson): Promise<void> {
  giveRole(flow, person.userId, builtInRole.userAdministrator);
  await flow.contacts.save({ person: keyOf(person), conversation: {}, locale: 'en', timeZone: undefined });
}

export function giveRole(
  flow: Contoso,
  id: UserId,
  roleDefinitionId: string,
  scope = '/',
  allowedActions = licenseActions,
): void {
  flow.directory.roles.set(id, [...(flow.directory.roles.get(id) ?? []), { roleDefinitionId, scope, allowedActions }]);
}

const branchAmersfoort = unitId.parse('eeeeeeee-0000-4000-8000-000000000001');

/** Puts somebody into the unit "Branch Amersfoort", and gives its id. */
export function inBranch(flow: Contoso, ...people: readonly DirectoryPerson[]): UnitId {
  flow.directory.unitNames.set(branchAmersfoort, 'Branch Amersfoort');
  for (const person of people) flow.directory.units.set(person.userId, [branchAmersfoort]);
  return branchAmersfoort;
}

/** The cast of the main path: Alex may ask, Megan may approve and can be reached, Ana Bowman holds an E3. */
export async function createContoso(): Promise<Contoso> {
  const requests = new FakeRequestStore();
  const clock = new FakeClock();
  const flow: Contoso = {
    directory: new FakeDirectory(),
    assertions: new FakeAssertions(),
    requests,
    audit: requests.audit,
    contacts: new FakeContactBook(),
    book: new FakeRequestBook(requests, clock),
    away: new FakeAwayBook(requests.audit),
    pause: new FakePauseSwitch(requests.audit),
    operators: [alex.userId],
    clock,
    policies: onePolicyForAll(defaultPolicy),
    get policy() {
      return this.policies['remove-licenses'];
    },
    set policy(rules) {
      this.policies = onePolicyForAll(rules);
    },
  };
  const { directory } = flow;
  directory.people.push(alex, megan, ana, anaSilva, bill, gast, disabled);
  directory.skus.push(
    {
      ...named(sku.e3),
      plans: [plans.exchange2, plans.sharepoint2, plans.office, plans.teams, plans.intune, plans.loop, plans.retired],
    },
    { ...named(sku.businessPremium), plans: [plans.exchange1, plans.teams, plans.intune] },
    { ...named(sku.visio), plans: [plans.visio, plans.onedriveBasic] },
  );
  directory.assignments.set(ana.userId, [direct(sku.e3), viaDesign(sku.visio)]);
  directory.assignments.set(anaSilva.userId, [direct(sku.businessPremium)]);
  giveRole(flow, alex.userId, builtInRole.licenseAdministrator);
  giveRole(flow, megan.userId, builtInRole.globalAdministrator, '/', [
    'microsoft.directory/users/allProperties/allTasks',
  ]);
  for (const person of [alex, megan]) {
    await flow.contacts.save({ person: keyOf(person), conversation: {}, locale: 'en', timeZone: undefined });
    flow.assertions.signIn(person);
  }
  return flow;
}

function named(id: SkuId): { skuId: SkuId; skuPartNumber: string; productName: string } {
  const { skuId: sameId, skuPartNumber, productName: title } = direct(id);
  return { skuId: sameId, skuPartNumber, productName: title };
}

export function keyOf({ tenantId: tenant, userId: user }: DirectoryPerson): {
  tenantId: typeof tenant;
  userId: typeof user;
} {
  return { tenantId: tenant, userId: user };
}
