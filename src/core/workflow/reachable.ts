import type { Person, PersonKey } from '../identity.ts';
import type { ContactBook } from '../ports.ts';
import type { Workflow } from './deps.ts';

/** Whether something can be brought to this person now, as far as anybody knows. */
export async function isReachable(contacts: ContactBook, who: PersonKey): Promise<boolean> {
  const contact = await contacts.find(who);
  return contact !== undefined && contact.unreachableSince === undefined;
}

/**
 * Who of these people can be sent a card. For whom nobody knows how, or who cannot be reached
 * any more, Farewell is installed where that is configured; who
 * still cannot be reached then is left out.
 */
export async function reachableAmong(
  { contacts, reach }: Pick<Workflow, 'contacts' | 'reach'>,
  people: readonly Person[],
  requester: PersonKey,
): Promise<Person[]> {
  const reached = await Promise.all(
    people.map(async (person) => {
      if (await isReachable(contacts, person)) return true;
      return reach ? reach.install(person, requester) : false;
    }),
  );
  return people.filter((_, index) => reached[index]);
}
