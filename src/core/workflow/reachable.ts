import type { Person, PersonKey } from '../identity.ts';
import type { Workflow } from './deps.ts';

/**
 * Who of these people can be sent a card. For whom nobody knows how, Farewell is installed where that is configured; who
 * still cannot be reached then is left out.
 */
export async function reachableAmong(
  { contacts, reach }: Pick<Workflow, 'contacts' | 'reach'>,
  people: readonly Person[],
  requester: PersonKey,
): Promise<Person[]> {
  const reached = await Promise.all(
    people.map(async (person) => {
      if (await contacts.find(person)) return true;
      return reach ? reach.install(person, requester) : false;
    }),
  );
  return people.filter((_, index) => reached[index]);
}
