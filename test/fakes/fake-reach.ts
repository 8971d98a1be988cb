import { samePerson } from '../../src/core/identity.ts';
import type { PersonKey } from '../../src/core/identity.ts';
import type { ContactBook, Reach } from '../../src/core/ports.ts';
import { Calls } from './calls.ts';

/** Reaches whom a test says can be reached, and keeps them in the book. */
export class FakeReach implements Reach {
  readonly calls = new Calls<'install'>();
  readonly willing: PersonKey[] = [];
  readonly #contacts: ContactBook;

  constructor(contacts: ContactBook) {
    this.#contacts = contacts;
  }

  async install(person: PersonKey, beside: PersonKey): Promise<boolean> {
    this.calls.note('install', person, beside);
    if (!this.willing.some((each) => samePerson(each, person))) return false;
    await this.#contacts.save({ person, conversation: {}, locale: 'en', timeZone: undefined });
    return true;
  }
}
