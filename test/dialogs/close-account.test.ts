import { describe, expect, it } from 'vitest';
import type { RealmLookup } from '../../src/core/ports.ts';
import { FakeAccountRealms } from '../fakes/fake-account-realms.ts';
import { bill, createContoso, keyOf } from '../support/contoso.ts';
import { play } from './transcript.ts';
import type { Exchange, Transcript } from './transcript.ts';

const order = 'I want to close my work account';
const askWork: Exchange[] = [
  [order, 'What do you want to close or leave?', 'The whole organisation', 'My personal Microsoft account'],
  [{ clicks: 'choice.pick', title: 'My own work' }, 'You chose My own work', 'Which address does the account have?'],
];

function realms(...answers: [domain: string, lookup: RealmLookup][]): FakeAccountRealms {
  const fake = new FakeAccountRealms();
  for (const [domain, lookup] of answers) fake.answers.set(domain, lookup);
  return fake;
}

const unmanaged = realms(['tailspintoys.com', { kind: 'found', realm: 'unmanaged' }]);

const answersInWords: [words: string, answer: string][] = [
  ['1', 'Which address does the account have?'],
  ['school account', 'Which address does the account have?'],
  ['mijn werkaccount', 'Which address does the account have?'],
  ['公司帳號', 'Which address does the account have?'],
  ['the third', 'Leave an organisation where you are a guest'],
  ["I'm a guest", 'Leave an organisation where you are a guest'],
  ['来宾账号', 'Leave an organisation where you are a guest'],
  ['the tenant', 'Farewell cannot close an organisation yet.'],
  ['privéaccount', 'You close a personal account yourself'],
  ['个人账号', 'You close a personal account yourself'],
  ['My personal Microsoft account', 'You close a personal account yourself'],
];

/** Bill has no role, and is not signed in: none of this needs either. */
const transcripts: Omit<Transcript, 'by'>[] = [
  {
    name: 'an unmanaged organisation: what to save, the warning, and the steps',
    realms: unmanaged,
    exchanges: [
      ...askWork,
      [
        { clicks: 'account.check', typed: { address: 'anna@tailspintoys.com' } },
        'You asked about anna@tailspintoys.com.',
        'You can close this account yourself',
        'Closing cannot be undone.',
        'select New export request and then Yes. It usually takes one or two days, at most 30.',
        'sign in with anna@tailspintoys.com',
        'select Close account',
        'PrivacyDataRequests',
      ],
    ],
  },
  {
    name: 'the address may be written in the chat instead, and the card loses its button',
    realms: unmanaged,
    exchanges: [
      ...askWork,
      ['it is Anna <anna@tailspintoys.com>', 'You asked about anna@tailspintoys.com.', 'You can close this account'],
      [{ clicks: 'account.check', typed: { address: 'bob@tailspintoys.com' } }, 'This card is no longer in use.'],
    ],
  },
  {
    name: 'a managed organisation: the administrator, and where this one is reached',
    realms: realms(['contoso.com', { kind: 'found', realm: 'managed' }]),
    adminContact: 'it@contoso.com',
    exchanges: [
      ...askWork,
      ['anna@contoso.com', 'An administrator has to close this account', 'ask here: it@contoso.com', 'mailto:it@'],
    ],
  },
  {
    name: 'a managed organisation, and no contact is known',
    realms: realms(['contoso.com', { kind: 'found', realm: 'managed' }]),
    exchanges: [...askWork, ['anna@contoso.com', 'An administrator has to', 'ask the help desk']],
  },
  {
    name: 'a managed organisation, and the contact is a page',
    realms: realms(['contoso.com', { kind: 'found', realm: 'managed' }]),
    adminContact: 'https://help.contoso.com',
    exchanges: [...askWork, ['anna@contoso.com', '"url":"https://help.contoso.com"']],
  },
  {
    name: 'an address that no organisation has',
    exchanges: [...askWork, ['anna@nowhere.example', 'I found no organisation for this address', 'a slip in anna@']],
  },
  {
    name: 'a personal account behind the address',
    realms: realms(['outlook.com', { kind: 'found', realm: 'personal' }]),
    exchanges: [...askWork, ['anna@outlook.com', 'anna@outlook.com is a personal account', 'closeaccount.aspx']],
  },
  {
    name: 'no answer from Microsoft: nothing is guessed, and how to check by hand',
    realms: realms(['contoso.com', { kind: 'unreachable' }]),
    exchanges: [
      ...askWork,
      ['anna@contoso.com', 'gave no answer about anna@contoso.com', 'Look for IsViral', 'user=anna%40contoso.com'],
    ],
  },
  {
    name: 'too many look-ups',
    realms: realms(['contoso.com', { kind: 'too-often' }]),
    exchanges: [...askWork, ['anna@contoso.com', 'too many look-ups', 'Try again in ten minutes', 'Check it by hand']],
  },
  {
    name: 'the name of a guest’s account needs no look-up',
    exchanges: [
      ...askWork,
      ['anna_contoso.com#EXT#@fabrikam.com', 'is a guest’s account', 'select Leave, and confirm'],
    ],
  },
  {
    name: 'a domain with letters beyond a to z is shown as it is looked up',
    exchanges: [...askWork, ['anna@bücher.example', 'xn--bcher-kva.example', 'spelled with letters beyond a to z']],
  },
  {
    name: 'bad input, one after the other, each with its sentence; then the right one',
    realms: unmanaged,
    exchanges: [
      ...askWork,
      ['the one from work', 'I need one e-mail address'],
      ['a@contoso.com and b@contoso.com', 'That is more than one address.'],
      [`${'a'.repeat(70)}@contoso.com`, 'That is longer than an address can be.'],
      [{ clicks: 'account.check', typed: { address: '' } }, 'I need one e-mail address', 'Look it up'],
      [{ clicks: 'account.check' }, 'I need one e-mail address'],
      [{ clicks: 'account.check', typed: { address: 'a@b.com c@d.com' } }, 'That is more than one address.'],
      ['help', 'What I can do', 'I need one e-mail address'],
      [{ clicks: 'help.try', title: 'Know what happens' }, 'When a licence is removed'],
      [{ clicks: 'account.check', typed: { address: 'anna@tailspintoys.com' } }, 'You can close this account yourself'],
    ],
  },
  {
    name: 'cancelled with the card, with a word, and with a choice',
    exchanges: [
      ...askWork,
      [{ clicks: 'choice.cancel' }, 'Cancelled. Nothing was changed.'],
      ...askWork,
      ['never mind', 'Cancelled. Nothing was changed.'],
      [order, 'What do you want to close'],
      [{ clicks: 'choice.cancel' }, 'Cancelled. Nothing was changed.'],
      ['cancel', 'There is nothing to cancel.'],
    ],
  },
  {
    name: 'an older card of the same question does nothing any more',
    realms: unmanaged,
    exchanges: [
      [order, 'What do you want to close'],
      [order, 'Cancelled. Nothing was changed.', 'What do you want to close'],
      [{ clicks: 'choice.pick', title: 'My own work' }, 'Which address'],
      [{ clicks: 'choice.pick', title: 'The whole' }, 'This card is no longer in use.'],
      ['anna@tailspintoys.com', 'You can close this account yourself'],
    ],
  },
  {
    name: 'the whole organisation: what Farewell can do, and Microsoft’s pages',
    exchanges: [
      [order, 'What do you want to close'],
      [
        { clicks: 'choice.pick', title: 'The whole' },
        'Farewell cannot close an organisation yet. Nothing was started.',
        'commerce/close-your-account',
      ],
    ],
  },
  {
    name: 'a guest who wants to leave',
    exchanges: [
      [order, 'What do you want to close'],
      [
        { clicks: 'choice.pick', title: 'Somebody else' },
        'Leave an organisation where you are a guest',
        'Select Organizations.',
        'myaccount.microsoft.com',
        '30 days',
      ],
    ],
  },
  {
    name: 'a personal account, chosen',
    exchanges: [
      [order, 'What do you want to close'],
      [
        { clicks: 'choice.pick', title: 'My personal' },
        'You close a personal account yourself',
        'the last administrator',
        'account.live.com',
      ],
    ],
  },
  ...answersInWords.map(([words, answer]): Omit<Transcript, 'by'> => ({
    name: `"${words}" is an answer like a click`,
    exchanges: [
      [order, 'What do you want to close'],
      [words, 'You chose', answer],
    ],
  })),
];

describe('closing an account', () => {
  it.each(transcripts)('$name', async (transcript) => {
    const flow = await createContoso();
    const heard = await play({ ...transcript, by: keyOf(bill) }, flow);
    for (const [index, [, ...wanted]] of transcript.exchanges.entries()) {
      for (const text of wanted) expect(heard[index]).toContain(text);
    }
    expect(flow.directory.calls.of('readPerson')).toEqual([]);
  });

  it('looks up what was asked about, for the one who asked, and never the sender’s own address', async () => {
    const asked = realms();
    const exchanges: Exchange[] = [...askWork, ['anna@nowhere.example']];
    await play({ name: '', by: keyOf(bill), realms: asked, exchanges }, await createContoso());
    expect(asked.calls.of('find')).toEqual([['anna@nowhere.example', keyOf(bill)]]);
  });
});
