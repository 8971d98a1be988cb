import { assignmentsOf, heldSkus } from '../../tenant/assignments.ts';
import type { DirectoryUser } from '../../tenant/directory.ts';
import { signedIn } from '../call.ts';
import type { Call, Endpoint } from '../call.ts';
import type { GraphAnswer } from '../graph-error.ts';
import { answerCollection } from '../odata/collection.ts';
import { licenseDetailsShape } from '../shapes/license-details.ts';
import { readAllUsers, userIn } from './users.ts';

const scopes = ['LicenseAssignment.Read.All', ...readAllUsers];

export const licenseDetailsEndpoints: Endpoint[] = [
  {
    method: 'GET',
    pattern: '/v1.0/me/licenseDetails',
    scopes: ['User.Read', ...scopes],
    answer: (call) => list(call, signedIn(call)),
  },
  { method: 'GET', pattern: '/v1.0/users/:id/licenseDetails', scopes, answer: (call) => list(call, userIn(call)) },
];

function list(call: Call, user: DirectoryUser): GraphAnswer {
  const held = [...heldSkus(assignmentsOf(call.tenant, user))].map(([skuId, disabledPlans]) => ({
    skuId,
    disabledPlans,
  }));
  const context = `users('${user.id}')/licenseDetails`;
  return answerCollection(call, held, { shape: licenseDetailsShape, options: ['$select'], context });
}
