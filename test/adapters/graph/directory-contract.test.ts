import { describe, expect, test } from 'vitest';
import { cast } from '../../../sandbox/tenant/cast.ts';
import { nestedGroup } from '../../../sandbox/tenant/groups.ts';
import { amersfoort } from '../../../sandbox/tenant/roles.ts';
import { skuIdOf } from '../../../sandbox/tenant/skus.ts';
import { ssoAppId, ssoAppIdUri, ssoAppSecret } from '../../../sandbox/identities.ts';
import type { GraphExchange } from '../../../sandbox/graph/graph.ts';
import { startCloud } from '../../../sandbox/cloud.ts';
import type { Cloud } from '../../../sandbox/cloud.ts';
import { createOboTokens } from '../../../src/adapters/entra/obo-tokens.ts';
import { createAssertionVerifier } from '../../../src/adapters/entra/user-assertion.ts';
import { createGraphDirectory } from '../../../src/adapters/graph/graph-directory.ts';
import { groupId, skuId, tenantId, unitId, userId } from '../../../src/core/identity.ts';
import type { DirectoryPerson } from '../../../src/core/ports.ts';
import { createGraphDescription } from '../../support/graph-description.ts';
import { builtInRole } from '../../../src/core/policy.ts';
import { alex, ana, anaSilva, bill, createContoso, giveRole, inBranch, megan, sku } from '../../support/contoso.ts';
import { describeDirectory } from '../../contracts/directory.contract.ts';
import type { DirectoryUnderTest } from '../../contracts/directory.contract.ts';

const description = createGraphDescription();
type SandboxUser = (typeof cast)['anaBowman'];

/** The shipped adapters, from the sign-in to the write, against the pretend cloud over HTTP. */
async function openInCloud(actor: SandboxUser = cast.alex): Promise<DirectoryUnderTest & { cloud: Cloud }> {
  const cloud = await startCloud({ port: 0, headless: true });
  const exchanges: GraphExchange[] = [];
  cloud.onGraphExchange((exchange) => void exchanges.push(exchange));
  const verifyAssertion = createAssertionVerifier({
    entraUrl: cloud.url,
    ssoAppId,
    ssoAppIdUri,
    allowedTenants: [cloud.tenant.id],
  });
  const { token } = await cloud.entra.tokens.mintUserAssertion(cloud.tenant.id, actor);
  const person = (of: SandboxUser): DirectoryPerson => ({
    tenantId: tenantId.parse(cloud.tenant.id),
    userId: userId.parse(of.id),
    displayName: of.displayName,
    userPrincipalName: of.userPrincipalName,
    accountEnabled: of.accountEnabled,
    guest: of.userType === 'Guest',
  });
  return {
    cloud,
    directory: createGraphDirectory({
      graphUrl: `${cloud.url}/graph`,
      tokensFor: createOboTokens({ ssoAppId, ssoAppSecret, entraUrl: cloud.url }),
    }),
    assertion: await verifyAssertion(token),
    anaBowman: person(cast.anaBowman),
    meganBowen: person(cast.megan),
    outerGroup: groupId.parse(nestedGroup.id),
    branch: unitId.parse(amersfoort.id),
    inBranch: person(cast.plain),
    branchAdmin: person(cast.unitAdmin),
    e3: skuId.parse(skuIdOf('SPE_E3')),
    visio: skuId.parse(skuIdOf('VISIOCLIENT')),
    async stop() {
      await cloud.stop();
      for (const exchange of exchanges) description.checkExchange(exchange);
    },
  };
}

/** The fake that the tests of the core lean on makes the same promises. */
async function openInMemory(): Promise<DirectoryUnderTest> {
  const flow = await createContoso();
  const { directory, assertions } = flow;
  const branch = inBranch(flow, bill);
  const outerGroup = groupId.parse('96009000-0000-4000-8000-000000000001');
  directory.groups.set(outerGroup, { name: 'Amersfoort', members: [bill.userId] });
  giveRole(flow, anaSilva.userId, builtInRole.licenseAdministrator, `/administrativeUnits/${branch}`);
  const assertion = assertions.signIn(alex);
  return {
    directory,
    assertion,
    anaBowman: ana,
    meganBowen: megan,
    outerGroup,
    branch,
    inBranch: bill,
    branchAdmin: anaSilva,
    e3: sku.e3,
    visio: sku.visio,
    stop: async () => {},
  };
}

describe('the fake', () => {
  describeDirectory(openInMemory);
});

describe('Graph in the pretend cloud', () => {
  describeDirectory(openInCloud);

  async function inCloud(
    run: (under: Awaited<ReturnType<typeof openInCloud>>) => Promise<void>,
    actor?: SandboxUser,
  ): Promise<void> {
    const under = await openInCloud(actor);
    try {
      await run(under);
    } finally {
      await under.stop();
    }
  }

  test('finds people whose names are not Latin, or have several family names', () =>
    inCloud(async ({ directory, assertion }) => {
      const reader = directory.readerFor(assertion);
      const found = async (mention: string) => (await reader.findPeople(mention)).map((person) => person.displayName);
      expect([await found('王'), await found('de vries'), await found('Anouk de Vries')]).toEqual([
        ['王芳'],
        ['Anouk de Vries'],
        ['Anouk de Vries'],
      ]);
    }));

  test('suggests the person behind a slip of the keyboard', () =>
    inCloud(async ({ directory, assertion }) => {
      const [first] = await directory.readerFor(assertion).suggestPeople('Meagn Bowne');
      expect(first?.displayName).toBe('Megan Bowen');
    }));

  test('sees the role that comes through a group', () =>
    inCloud(async ({ directory, assertion }) => {
      const roles = await directory.readerFor(assertion).readRoles(userId.parse(cast.groupAdmin.id));
      expect(roles.map((role) => role.scope)).toEqual(['/']);
    }));

  test('explains that another product needs the licence', () =>
    inCloud(async ({ directory, assertion, e3 }) => {
      const result = await directory.writerFor(assertion).removeLicenses(userId.parse(cast.withAddOn.id), [e3]);
      expect(result).toMatchObject({ ok: false, failure: { kind: 'dependency' } });
    }));

  test('lets nobody write whose role does not allow it', () =>
    inCloud(async ({ directory, assertion, anaBowman, e3 }) => {
      const result = await directory.writerFor(assertion).removeLicenses(anaBowman.userId, [e3]);
      expect(result).toMatchObject({ ok: false, failure: { kind: 'forbidden' } });
    }, cast.anaBowman));

  test('sends the write once when its answer is lost after the write', () =>
    inCloud(async ({ cloud, directory, assertion, anaBowman, e3 }) => {
      cloud.graph.failNext({ path: /assignLicense/, status: 504, afterWrite: true });
      await expect(directory.writerFor(assertion).removeLicenses(anaBowman.userId, [e3])).rejects.toMatchObject({
        problem: { kind: 'graph-unavailable' },
      });
      const held = await directory.readerFor(assertion).readAssignments(anaBowman.userId);
      expect(held?.map((each) => each.path.kind)).toEqual(['group']);
    }));

  test('asks for consent when a permission is missing', () =>
    inCloud(async ({ cloud, directory, assertion, anaBowman, e3 }) => {
      cloud.entra.consent.revoke('LicenseAssignment.ReadWrite.All');
      await expect(directory.writerFor(assertion).removeLicenses(anaBowman.userId, [e3])).rejects.toMatchObject({
        problem: { kind: 'consent-needed' },
      });
    }));
});
