import type { PersonKey } from '../../src/core/identity.ts';
import type { Contact, ContactBook } from '../../src/core/ports.ts';
import { Calls } from './calls.ts';

export class FakeContactBook implements ContactBook {
  readonly calls = new Calls<'save' | 'markUnreachable' | 'chooseLanguage' | 'find'>();
  #contacts = new Map<string, Contact>();

  async save(contact: Omit<Contact, 'chosenLanguage' | 'unreachableSince'>): Promise<void> {
    this.calls.note('save', contact);
    const { chosenLanguage } = this.#contacts.get(keyOf(contact.person)) ?? {};
    this.#contacts.set(keyOf(contact.person), {
      ...structuredClone(contact),
      chosenLanguage,
      unreachableSince: undefined,
    });
  }

  async markUnreachable(who: PersonKey, at: string): Promise<void> {
    this.calls.note('markUnreachable', who, at);
    const known = this.#contacts.get(keyOf(who));
    if (known) this.#contacts.set(keyOf(who), { ...known, unreachableSince: known.unreachableSince ?? at });
  }

  async chooseLanguage(of: PersonKey, language: string | undefined): Promise<void> {
    this.calls.note('chooseLanguage', of);
    const known = this.#contacts.get(keyOf(of));
    if (known) this.#contacts.set(keyOf(of), { ...known, chosenLanguage: language });
  }

  async find(of: PersonKey): Promise<Contact | undefined> {
    this.calls.note('find', of);
    return structuredClone(this.#contacts.get(keyOf(of)));
  }
}

function keyOf({ tenantId, userId }: PersonKey): string {
  return `${tenantId}/${userId}`;
}
