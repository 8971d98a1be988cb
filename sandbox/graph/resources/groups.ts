import type { DirectoryGroup } from '../../tenant/directory.ts';
import { transitiveMemberIds } from '../../tenant/membership.ts';
import type { Call, Endpoint } from '../call.ts';
import { resourceNotFound } from '../graph-error.ts';
import type { GraphAnswer } from '../graph-error.ts';
import { answerCollection, directoryOptions } from '../odata/collection.ts';
import { answerOne } from '../odata/single.ts';
import { groupShape } from '../shapes/group.ts';
import { directoryObjectShape, objectById, presentObject } from './directory-object.ts';

const scopes = [
  'GroupMember.Read.All',
  'Group.Read.All',
  'Group.ReadWrite.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
];

export const groupEndpoints: Endpoint[] = [
  {
    method: 'GET',
    pattern: '/v1.0/groups',
    scopes,
    answer: (call) =>
      answerCollection(call, call.tenant.groups.all(), {
        shape: groupShape,
        options: directoryOptions,
        context: 'groups',
      }),
  },
  {
    method: 'GET',
    pattern: '/v1.0/groups/:id',
    scopes,
    answer: (call) => answerOne(call, groupIn(call), groupShape, 'groups'),
  },
  ...['', '/graph.user', '/microsoft.graph.user'].flatMap((cast): Endpoint[] => [
    {
      method: 'GET',
      pattern: `/v1.0/groups/:id/members${cast}`,
      scopes,
      answer: (call) => members(call, groupIn(call).memberIds, cast),
    },
    {
      method: 'GET',
      pattern: `/v1.0/groups/:id/transitiveMembers${cast}`,
      scopes,
      answer: (call) => members(call, transitiveMemberIds(call.tenant, groupIn(call)), cast),
    },
  ]),
];

function groupIn(call: Call): DirectoryGroup {
  const id = call.params['id'] ?? '';
  const group = call.tenant.groups.get(id);
  if (!group) throw resourceNotFound(id);
  return group;
}

function members(call: Call, ids: string[], cast: string): GraphAnswer {
  const all = ids.map((id) => objectById(call.tenant, id)).filter((object) => object !== undefined);
  return answerCollection(call, cast === '' ? all : all.filter(({ kind }) => kind === 'user'), {
    shape: directoryObjectShape,
    options: directoryOptions,
    context: 'directoryObjects',
    advanced: cast !== '',
    present: (object, query) => presentObject(call, object, query.select),
  });
}
