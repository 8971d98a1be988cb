import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Contact, ContactBook } from '../../src/core/ports.ts';
import { samplePerson } from './samples.ts';

export interface ContactBookUnderTest {
  contacts: ContactBook;
  stop(): Promise<void>;
}

function contactOf({ tenantId, userId } = samplePerson('Alex Wilber')): Contact {
  const conversation = { serviceUrl: 'https://smba.example/emea/', conversation: { id: '19:abc' } };
  return { person: { tenantId, userId }, conversation, locale: 'nl-NL', timeZone: 'Europe/Amsterdam' };
}

export function describeContactBook(open: () => Promise<ContactBookUnderTest>): void {
  describe('a contact book', () => {
    let under: ContactBookUnderTest;
    beforeAll(async () => {
      under = await open();
    }, 60_000);
    afterAll(() => under.stop());

    test('gives back how a person can be reached', async () => {
      const contact = contactOf();
      await under.contacts.save(contact);
      expect(await under.contacts.find(contact.person)).toEqual(contact);
    });

    test('does not know somebody who never wrote', async () => {
      expect(await under.contacts.find(samplePerson('Megan Bowen'))).toBeUndefined();
    });

    test('what was heard last counts', async () => {
      const contact = contactOf();
      await under.contacts.save(contact);
      const moved = { ...contact, conversation: { id: 'new' }, locale: 'zh-TW', timeZone: undefined };
      await under.contacts.save(moved);
      expect(await under.contacts.find(contact.person)).toEqual(moved);
    });
  });
}
