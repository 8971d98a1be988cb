import { z } from 'zod';
import { transitiveGroups } from '../../tenant/membership.ts';
import { hasAny } from '../call.ts';
import type { Call, Endpoint } from '../call.ts';
import { accessDenied, badRequest } from '../graph-error.ts';
import type { GraphAnswer } from '../graph-error.ts';
import { readAllUsers, userIn } from './users.ts';

const mostGroups = 20;
const question = z.strictObject({ groupIds: z.array(z.guid()).min(1).max(mostGroups) });
const readGroups = ['GroupMember.Read.All', 'Group.Read.All', 'Group.ReadWrite.All'];
const directory = ['Directory.Read.All', 'Directory.ReadWrite.All'];

export const memberGroupEndpoints: Endpoint[] = [
  {
    method: 'POST',
    pattern: '/v1.0/users/:id/checkMemberGroups',
    scopes: [...readGroups, ...directory],
    answer: checkMemberGroups,
  },
];

/** Needs to read groups and people both. */
function checkMemberGroups(call: Call): GraphAnswer {
  if (!hasAny(call, ['User.ReadBasic.All', ...readAllUsers])) throw accessDenied();
  const asked = question.safeParse(call.body);
  if (!asked.success) throw badRequest(`The request body does not fit: at most ${mostGroups} ids of groups.`);
  const groups = new Set(transitiveGroups(call.tenant, userIn(call).id).map((group) => group.id));
  const value = asked.data.groupIds.filter((id) => groups.has(id.toLowerCase()));
  return { status: 200, body: { '@odata.context': `${call.baseUrl}/v1.0/$metadata#Collection(Edm.String)`, value } };
}
