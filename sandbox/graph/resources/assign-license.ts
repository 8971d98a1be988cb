import { z } from 'zod';
import { mayActOn } from '../../tenant/authority.ts';
import { changeLicenses } from '../../tenant/license-change.ts';
import { assignLicenseAction } from '../../tenant/roles.ts';
import { signedIn } from '../call.ts';
import type { Call, Endpoint } from '../call.ts';
import { accessDenied, badRequest } from '../graph-error.ts';
import type { GraphAnswer } from '../graph-error.ts';
import { show } from '../shapes/shape.ts';
import { userShape } from '../shapes/user.ts';
import { userIn } from './users.ts';

const guid = z.guid();
const licenseBody = z.strictObject({
  addLicenses: z.array(z.looseObject({ skuId: guid, disabledPlans: z.array(guid).default([]) })),
  removeLicenses: z.array(guid),
});

export const assignLicenseEndpoints: Endpoint[] = [
  {
    method: 'POST',
    pattern: '/v1.0/users/:id/assignLicense',
    scopes: ['LicenseAssignment.ReadWrite.All', 'User.ReadWrite.All', 'Directory.ReadWrite.All'],
    answer: assignLicense,
  },
];

function assignLicense(call: Call): GraphAnswer {
  const { addLicenses, removeLicenses } = readBody(call.body);
  const user = userIn(call);
  if (!mayActOn(call.tenant, signedIn(call).id, assignLicenseAction, user.id)) throw accessDenied();
  const refusal = changeLicenses(call.tenant, user, { add: addLicenses, remove: removeLicenses }, call.now);
  if (refusal) throw badRequest(refusal);
  // The licence properties are left out, as the real answer may leave them out: whoever wants them has to ask.
  const body = {
    '@odata.context': `${call.baseUrl}/v1.0/$metadata#users/$entity`,
    ...show(userShape, call.tenant, user, undefined),
  };
  return { status: 200, body };
}

function readBody(body: unknown): z.infer<typeof licenseBody> {
  const given = z.looseObject({}).safeParse(body);
  if (!given.success) throw badRequest('Empty Payload. JSON content expected.');
  const missing = ['addLicenses', 'removeLicenses'].filter((name) => given.data[name] === undefined);
  if (missing.length > 0) {
    throw badRequest(
      `One or more parameters of the operation 'assignLicense' are missing from the request payload. The missing parameters are: ${missing.join(', ')}.`,
    );
  }
  const read = licenseBody.safeParse(body);
  if (!read.success)
    throw badRequest(`The request body does not fit assignLicense: ${read.error.issues[0]?.path.join('.') ?? ''}.`);
  return read.data;
}
