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

    test('keeps the language that was heard last, and forgets it when the next save says none', async () => {
      const contact = contactOf();
      await under.contacts.save({ ...contact, heardLanguage: 'nl' });
      expect(await under.contacts.find(contact.person)).toMatchObject({ heardLanguage: 'nl' });
      await under.contacts.save(contact);
      expect((await under.contacts.find(contact.person))?.heardLanguage).toBeUndefined();
    });

    test('keeps the language somebody asked for, whatever is heard, until they take it back', async () => {
      const contact = contactOf();
      await under.contacts.save(contact);
      await under.contacts.chooseLanguage(contact.person, 'zh-TW');
      await under.contacts.save({ ...contact, heardLanguage: 'nl' });
      const kept = { ...contact, heardLanguage: 'nl', chosenLanguage: 'zh-TW' };
      expect(await under.contacts.find(contact.person)).toEqual(kept);
      await under.contacts.chooseLanguage(contact.person, undefined);
      expect((await under.contacts.find(contact.person))?.chosenLanguage).toBeUndefined();
    });

    test('keeps since when somebody cannot be reached, the first moment, until they are heard of again', async () => {
      const contact = contactOf();
      await under.contacts.save(contact);
      await under.contacts.markUnreachable(contact.person, '2026-11-20T10:00:00.000Z');
      await under.contacts.markUnreachable(contact.person, '2026-11-21T10:00:00.000Z');
      const unreachableSince = '2026-11-20T10:00:00.000Z';
      expect(await under.contacts.find(contact.person)).toEqual({ ...contact, unreachableSince });
      await under.contacts.save(contact);
      expect(await under.contacts.find(contact.person)).toEqual(contact);
      const stranger = samplePerson('Megan Bowen');
      await under.contacts.markUnreachable(stranger, unreachableSince);
      expect(await under.contacts.find(stranger)).toBeUndefined();
    });

    test('keeps no language for somebody it cannot reach', async () => {
      const stranger = samplePerson('Megan Bowen');
      await under.contacts.chooseLanguage(stranger, 'nl');
      expect(await under.contacts.find(stranger)).toBeUndefined();
    });
  });
}
