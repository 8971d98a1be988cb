import type { DirectoryUser } from '../../tenant/directory.ts';
import { hasAny, signedIn } from '../call.ts';
import type { Call, Endpoint } from '../call.ts';
import { accessDenied, resourceNotFound } from '../graph-error.ts';
import type { GraphAnswer } from '../graph-error.ts';
import { answerCollection, choose, directoryOptions } from '../odata/collection.ts';
import { readQuery } from '../odata/query.ts';
import { answerOne } from '../odata/single.ts';
import { basicUserProperties, userShape } from '../shapes/user.ts';

export const readAllUsers = ['User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'];
const readUsers = ['User.ReadBasic.All', ...readAllUsers];

export const userEndpoints: Endpoint[] = [
  {
    method: 'GET',
    pattern: '/v1.0/me',
    scopes: ['User.Read', ...readAllUsers],
    answer: (call) => answerUser(call, signedIn(call)),
  },
  { method: 'GET', pattern: '/v1.0/users', scopes: readUsers, answer: listUsers },
  { method: 'GET', pattern: '/v1.0/users/$count', scopes: readUsers, answer: countUsers },
  {
    method: 'GET',
    pattern: '/v1.0/users/:id',
    scopes: ['User.Read', ...readUsers],
    answer: (call) => answerUser(call, userIn(call)),
  },
];

export function userIn(call: Call): DirectoryUser {
  const id = call.params['id'] ?? '';
  const user = call.tenant.findUser(id);
  if (!user) throw resourceNotFound(id);
  return user;
}

function listUsers(call: Call): GraphAnswer {
  onlyBasicProperties(call);
  return answerCollection(call, call.tenant.liveUsers(), {
    shape: userShape,
    options: directoryOptions,
    context: 'users',
  });
}

function countUsers(call: Call): GraphAnswer {
  const query = readQuery(call, ['$filter', '$search']);
  const counted = choose(call, userShape, { ...query, count: query.eventual }, call.tenant.liveUsers());
  return { status: 200, body: counted.length };
}

function answerUser(call: Call, user: DirectoryUser): GraphAnswer {
  if (user.id !== call.caller?.id) {
    if (!hasAny(call, readUsers)) throw accessDenied();
    onlyBasicProperties(call);
  }
  return answerOne(call, user, userShape, 'users');
}

function onlyBasicProperties(call: Call): void {
  if (hasAny(call, readAllUsers)) return;
  const selected = call.query.get('$select')?.split(',') ?? [];
  if (selected.some((name) => !basicUserProperties.includes(name.trim()))) throw accessDenied();
}
