import type { RoleAssignment } from '../../tenant/directory.ts';
import type { Call, Endpoint } from '../call.ts';
import { badRequest, resourceNotFound } from '../graph-error.ts';
import type { GraphAnswer } from '../graph-error.ts';
import { answerCollection } from '../odata/collection.ts';
import type { Query } from '../odata/query.ts';
import { answerOne } from '../odata/single.ts';
import { roleAssignmentShape, roleDefinitionShape } from '../shapes/role.ts';
import { show } from '../shapes/shape.ts';
import { objectById, presentObject } from './directory-object.ts';

const scopes = [
  ...['RoleManagement.Read.Directory', 'RoleManagement.Read.All', 'RoleManagement.ReadWrite.Directory'],
  ...['Directory.Read.All', 'Directory.ReadWrite.All'],
];
const base = '/v1.0/roleManagement/directory';

export const roleEndpoints: Endpoint[] = [
  { method: 'GET', pattern: `${base}/roleAssignments`, scopes, answer: listAssignments },
  {
    method: 'GET',
    pattern: `${base}/roleDefinitions`,
    scopes,
    answer: (call) =>
      answerCollection(call, call.tenant.roleDefinitions, {
        shape: roleDefinitionShape,
        options: ['$select', '$filter'],
        context: 'roleManagement/directory/roleDefinitions',
      }),
  },
  { method: 'GET', pattern: `${base}/roleDefinitions/:id`, scopes, answer: oneDefinition },
];

function listAssignments(call: Call): GraphAnswer {
  return answerCollection(call, call.tenant.roleAssignments.all(), {
    shape: roleAssignmentShape,
    options: ['$select', '$filter', '$expand'],
    context: 'roleManagement/directory/roleAssignments',
    present: (assignment, query) => present(call, assignment, query),
  });
}

function present(call: Call, assignment: RoleAssignment, { select, expand }: Query): Record<string, unknown> {
  if (expand.length > 1) throw badRequest('Only one property can be expanded in a single query.');
  const shown = show(roleAssignmentShape, call.tenant, assignment, select);
  const [wanted] = expand;
  if (wanted === 'roleDefinition') {
    const role = call.tenant.roleDefinitions.find(({ id }) => id === assignment.roleDefinitionId);
    return { ...shown, roleDefinition: role ? show(roleDefinitionShape, call.tenant, role, undefined) : null };
  }
  if (wanted === 'principal') {
    const principal = objectById(call.tenant, assignment.principalId);
    return { ...shown, principal: principal ? presentObject(call, principal, undefined) : null };
  }
  if (wanted !== undefined) throw badRequest(`The property '${wanted}' cannot be expanded here.`);
  return shown;
}

function oneDefinition(call: Call): GraphAnswer {
  const id = call.params['id'] ?? '';
  const role = call.tenant.roleDefinitions.find((candidate) => candidate.id === id);
  if (!role) throw resourceNotFound(id);
  return answerOne(call, role, roleDefinitionShape, 'roleManagement/directory/roleDefinitions');
}
