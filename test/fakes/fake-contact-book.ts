import type { PersonKey } from '../../src/core/identity.ts';
import type { Contact, ContactBook } from '../../src/core/ports.ts';
import { Calls } from './calls.ts';

export class FakeContactBook implements ContactBook {
  readonly calls = new Calls<'save' | 'find'>();
  #contacts = new Map<string, Contact>();

  async save(contact: Contact): Promise<void> {
    this.calls.note('save', contact);
    this.#contacts.set(keyOf(contact.person), structuredClone(contact));
  }

  async find(of: PersonKey): Promise<Contact | undefined> {
    this.calls.note('find', of);
    return structuredClone(this.#contacts.get(keyOf(of)));
  }
}

function keyOf({ tenantId, userId }: PersonKey): string {
  return `${tenantId}/${userId}`;
}
