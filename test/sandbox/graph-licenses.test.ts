import { afterEach, beforeEach, expect, test } from 'vitest';
import { assignmentsOf } from '../../sandbox/tenant/assignments.ts';
import { cast } from '../../sandbox/tenant/cast.ts';
import type { DirectoryUser } from '../../sandbox/tenant/directory.ts';
import { skuIdOf } from '../../sandbox/tenant/skus.ts';
import { openGraph } from './ask-graph.ts';
import type { Answered, GraphUnderTest } from './ask-graph.ts';

let graph: GraphUnderTest;
const e3 = skuIdOf('SPE_E3');
const visio = skuIdOf('VISIOCLIENT');
const phone = skuIdOf('MCOEV');

beforeEach(async () => {
  graph = await openGraph();
});
afterEach(() => graph.stop());

function remove(who: DirectoryUser, removeLicenses: string[], as = cast.alex): Promise<Answered> {
  return graph.ask(`/users/${who.id}/assignLicense`, { as, method: 'POST', body: { addLicenses: [], removeLicenses } });
}

function add(who: DirectoryUser, skuId: string): Promise<Answered> {
  const body = { addLicenses: [{ skuId, disabledPlans: [] }], removeLicenses: [] };
  return graph.ask(`/users/${who.id}/assignLicense`, { as: cast.alex, method: 'POST', body });
}

function heldNow(who: DirectoryUser): string[] {
  const user = graph.cloud.tenant.users.get(who.id);
  return user ? assignmentsOf(graph.cloud.tenant, user).map(({ skuId }) => skuId) : [];
}

async function consumed(skuId: string): Promise<unknown> {
  const answered = await graph.ask('/subscribedSkus', { as: cast.alex });
  return answered.body.value?.find((sku) => sku['skuId'] === skuId)?.['consumedUnits'];
}

test('a removed licence is gone and its seat is free', async () => {
  const before = Number(await consumed(e3));
  expect((await remove(cast.anaBowman, [e3])).status).toBe(200);
  expect(heldNow(cast.anaBowman)).toEqual([visio]);
  expect(await consumed(e3)).toBe(before - 1);
});

test('the answer to a removal does not tell the licences', async () => {
  expect((await remove(cast.anaBowman, [e3])).body['licenseAssignmentStates']).toBeUndefined();
});

test('removing twice fails the second time', async () => {
  await remove(cast.anaBowman, [e3]);
  expect((await remove(cast.anaBowman, [e3])).body.error).toMatchObject({
    code: 'Request_BadRequest',
    message: 'User does not have a corresponding license.',
  });
});

test('a licence that comes from a group only cannot be taken directly', async () => {
  expect((await remove(cast.anaBowman, [visio])).body.error?.message).toBe(
    'User license is inherited from a group membership and it cannot be removed directly from the user.',
  );
});

test('the direct half of a licence held both ways can be taken, and the person still has it', async () => {
  expect((await remove(cast.bothWays, [visio])).status).toBe(200);
  expect(heldNow(cast.bothWays)).toContain(visio);
});

test('a base licence cannot go while an add-on needs it, both together can', async () => {
  expect((await remove(cast.withAddOn, [e3])).body.error?.message).toBe(
    'License assignment failed because service plan 4828c8ec-dc2e-4779-b502-87ac9ce28ab7 depends on the service plan(s) 0feaeb32-d00e-4d66-bd5a-43b5b83db82c',
  );
  expect((await remove(cast.withAddOn, [e3, phone])).status).toBe(200);
});

test('a list with one licence the person lacks changes nothing', async () => {
  expect((await remove(cast.anaBowman, [e3, phone])).status).toBe(400);
  expect(heldNow(cast.anaBowman)).toContain(e3);
});

test('a product the tenant does not own is refused', async () => {
  const stranger = '00000000-5a4d-4b0c-8f00-000000000bad';
  expect((await remove(cast.anaBowman, [stranger])).body.error?.message).toBe(
    `License ${stranger} does not correspond to a valid company License.`,
  );
});

test('both members of the body are compulsory, and one of them must not be empty', async () => {
  const path = `/users/${cast.anaBowman.id}/assignLicense`;
  const half = await graph.ask(path, { as: cast.alex, method: 'POST', body: { removeLicenses: [e3] } });
  expect(half.body.error?.message).toContain('The missing parameters are: addLicenses.');
  expect((await remove(cast.anaBowman, [])).body.error?.message).toBe(
    'No license changes provided. At least one license to add or remove must be specified.',
  );
});

test('adding needs a usage location and a seat', async () => {
  expect((await add(cast.noUsageLocation, phone)).body.error?.message).toBe(
    'License assignment cannot be done for user with invalid usage location.',
  );
  expect((await add(cast.plain, phone)).status).toBe(200);
  expect((await add(cast.synced, phone)).body.error?.message).toBe(
    `Subscription with SKU ${phone} does not have any available licenses.`,
  );
});

test('a removal can be undone', async () => {
  await remove(cast.anaBowman, [e3]);
  expect((await add(cast.anaBowman, e3)).status).toBe(200);
  expect(heldNow(cast.anaBowman)).toContain(e3);
});

test.each([
  ['a User Administrator', 200, cast.userAdmin],
  ['a custom role with the right action', 200, cast.licenseDesk],
  ['a License Administrator through a role-assignable group', 200, cast.groupAdmin],
  ['a Global Administrator', 200, cast.megan],
  ['a Billing Administrator', 403, cast.billingAdmin],
  ['somebody without a role', 403, cast.plain],
  ['a License Administrator of another administrative unit', 403, cast.unitAdmin],
])('%s is answered %i', async (_, status, as) => {
  expect((await remove(cast.anaBowman, [e3], as)).status).toBe(status);
});

test('a License Administrator of an administrative unit may act on its members', async () => {
  expect((await remove(cast.plain, [e3], cast.unitAdmin)).status).toBe(200);
});

test('a role that is taken away counts at once, whatever the token says', async () => {
  const assignment = graph.cloud.tenant.roleAssignments.all().find(({ principalId }) => principalId === cast.alex.id);
  graph.cloud.tenant.roleAssignments.remove(assignment?.id ?? '');
  expect((await remove(cast.anaBowman, [e3])).body.error?.code).toBe('Authorization_RequestDenied');
});

test('a planned fault fails once, and after the write if so told', async () => {
  graph.cloud.graph.failNext({ method: 'POST', path: /assignLicense$/, status: 504, afterWrite: true });
  expect((await remove(cast.anaBowman, [e3])).status).toBe(504);
  expect(heldNow(cast.anaBowman)).not.toContain(e3);
  graph.cloud.graph.failNext({ path: /\/me$/, status: 429, headers: { 'retry-after': '2' } });
  const throttled = await graph.ask('/me', { as: cast.alex });
  expect([throttled.status, throttled.headers.get('retry-after')]).toEqual([429, '2']);
  expect((await graph.ask('/me', { as: cast.alex })).status).toBe(200);
});

test('the parts of a batch succeed and fail each for itself', async () => {
  const body = {
    requests: [
      {
        id: 'a',
        method: 'POST',
        url: `/users/${cast.anaBowman.id}/assignLicense`,
        headers: { 'Content-Type': 'application/json' },
        body: { addLicenses: [], removeLicenses: [e3] },
      },
      { id: 'b', method: 'GET', url: '/users/nobody' },
      { id: 'c', method: 'GET', url: '/me', dependsOn: ['b'] },
    ],
  };
  const answered = await graph.ask('/$batch', { as: cast.alex, method: 'POST', body });
  expect(answered.body.responses?.map(({ id, status }) => [id, status])).toEqual([
    ['a', 200],
    ['b', 404],
    ['c', 424],
  ]);
});

test('a batch of more than twenty is refused', async () => {
  const requests = Array.from({ length: 21 }, (_, index) => ({ id: String(index), method: 'GET', url: '/me' }));
  expect((await graph.ask('/$batch', { as: cast.alex, method: 'POST', body: { requests } })).status).toBe(400);
});
