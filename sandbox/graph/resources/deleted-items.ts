import type { Endpoint } from '../call.ts';
import { answerCollection, directoryOptions } from '../odata/collection.ts';
import { userShape } from '../shapes/user.ts';
import { readAllUsers } from './users.ts';

export const deletedItemEndpoints: Endpoint[] = ['graph.user', 'microsoft.graph.user'].map((cast) => ({
  method: 'GET',
  pattern: `/v1.0/directory/deletedItems/${cast}`,
  scopes: ['User.DeleteRestore.All', ...readAllUsers],
  answer: (call) =>
    answerCollection(
      call,
      call.tenant.users.all().filter((user) => user.deletedDateTime !== null),
      { shape: userShape, options: directoryOptions, context: 'directoryObjects/microsoft.graph.user' },
    ),
}));
