import { describe, expect, it } from 'vitest';
import { ProblemError } from '../../src/core/errors.ts';
import { alex, ana, bill, createContoso, direct, gast, keyOf, sku, viaDesign } from '../support/contoso.ts';
import type { Contoso } from '../support/contoso.ts';
import { play } from './transcript.ts';
import type { Transcript } from './transcript.ts';

function signedIn({ assertions }: Contoso): void {
  assertions.signIn(bill);
}

function manyWithVisio(flow: Contoso): void {
  flow.directory.people.forEach((person) => flow.directory.assignments.set(person.userId, [direct(sku.visio)]));
  for (let number = 1; number <= 16; number += 1) {
    const userId = `10000000-0000-4000-8000-${String(number).padStart(12, '0')}` as typeof ana.userId;
    flow.directory.people.push({ ...ana, userId, displayName: `Person ${String(number).padStart(2, '0')}` });
    flow.directory.assignments.set(userId, [viaDesign(sku.visio)]);
  }
}

const help: Transcript[] = [
  {
    name: 'help for somebody who is not signed in shows both parts, and starts no sign-in',
    by: keyOf(bill),
    exchanges: [['help', 'What I can do', 'For everyone', 'For administrators', 'Remove Ana’s E3 license']],
  },
  {
    name: 'help for an administrator begins with what administrators do',
    by: keyOf(alex),
    exchanges: [['help', 'For administrators']],
  },
  {
    name: 'help for somebody without a role shows what they can do',
    by: keyOf(bill),
    given: signedIn,
    exchanges: [['help', 'See your own licences', 'which you do not hold']],
  },
  {
    name: 'help when Graph is away is help all the same',
    by: keyOf(alex),
    given: ({ directory }) => directory.calls.fail('readRoles', new ProblemError({ kind: 'graph-unavailable' })),
    exchanges: [['help', 'For everyone', 'For administrators']],
  },
  {
    name: 'the first “hello” is answered with all there is, the next one with a line',
    by: keyOf(bill),
    exchanges: [
      ['hello', 'Farewell is here', 'For everyone'],
      ['hello', 'Hello. I remove Microsoft 365 licences'],
    ],
  },
  {
    name: 'the first message that makes no sense, too',
    by: keyOf(bill),
    exchanges: [['the weather is nice', 'Farewell is here']],
  },
  {
    name: 'two messages in a row that make no sense: help; a third one begins anew',
    by: keyOf(bill),
    exchanges: [
      ['hello', 'Farewell is here'],
      ['the weather is nice', 'I did not understand that, and nothing was changed.'],
      ['so it is', 'I did not understand you twice', 'For everyone'],
      ['really', 'I did not understand that, and nothing was changed.'],
      ['hello', 'Hello.'],
      ['really', 'I did not understand that, and nothing was changed.'],
    ],
  },
  {
    name: 'every line of the help card can be tried',
    by: keyOf(alex),
    exchanges: [
      ['help', 'What I can do'],
      [{ clicks: 'help.try', title: 'See your own licences' }, 'Alex Wilber has no licences.'],
      [{ clicks: 'help.try', title: 'Know what happens' }, 'When a licence is removed'],
      [{ clicks: 'help.try', title: 'Remove a licence' }, 'Whose licence should go?'],
      [{ clicks: 'help.try', title: 'Decide on requests' }, 'Nothing is waiting for your decision'],
      [{ clicks: 'help.try', title: 'See who has' }, 'Which product do you mean?', 'Visio Plan 2'],
      [{ clicks: 'help.try', title: 'Close your own' }, 'Cancelled.', 'What do you want to close or leave?'],
    ],
  },
];

const elsewhere: Transcript[] = [
  {
    name: 'what is done elsewhere: where, with a link',
    by: keyOf(bill),
    exchanges: [
      ['assign E3 to Ana', 'Billing › Licenses', 'linkid=842264'],
      ['koop vijf licenties', 'Billing › Your products', 'linkid=842054'],
      ['封鎖小李', 'with Block sign-in', 'linkid=834822'],
      ['delete the user Ana', 'with Delete user', 'linkid=834822'],
      ['the weather is nice', 'I did not understand that'],
    ],
  },
  {
    name: 'closing the tenant: what can be done today; and there is nothing to resume',
    by: keyOf(bill),
    exchanges: [
      ['close the tenant', 'Farewell cannot close an organisation yet. Nothing was started.', 'directory-delete-howto'],
      ['resume the closure', 'No closing of an organisation is under way'],
    ],
  },
  {
    name: 'in the middle of a plan: answered, and the card stays',
    by: keyOf(alex),
    exchanges: [
      ["remove Ana's E3 license", 'I understand the impact'],
      ['close the tenant', 'Farewell cannot close an organisation yet.', 'Use the card above'],
      ['what happens when a licence is removed', 'When a licence is removed', 'Use the card above'],
      [{ clicks: 'plan.cancel' }, 'Cancelled. Nothing was changed.'],
    ],
  },
];

const impact: Transcript[] = [
  {
    name: 'in general, for anybody: dates from today, and as of when',
    by: keyOf(bill),
    exchanges: [
      [
        'what happens when a licence is removed',
        'If it is removed today, 20 November 2026',
        'Recoverable until 20 December 2026',
        'a search no longer finds the mailbox',
        'read-only from 19 January 2027 at the latest, archived from 21 February 2027',
        'Unlicensed Product',
        'As of 20 August 2026',
        'remove-licenses-from-users',
      ],
    ],
  },
  {
    name: 'for one person: what the plan would say, and nothing to confirm',
    by: keyOf(alex),
    exchanges: [
      [
        "what happens if I remove Ana's E3?",
        'If Microsoft 365 E3 is removed from Ana Bowman',
        'Only an answer: nothing was requested or changed',
        'Recoverable until 20 December 2026',
        'Keeps Visio Plan 2',
      ],
    ],
  },
  {
    name: 'for a licence that cannot be removed from the person alone, or that is not there: why',
    by: keyOf(alex),
    given: ({ directory }) => directory.assignments.set(bill.userId, [direct(sku.e3)]),
    exchanges: [
      ["what happens if I remove Greta's E3?", 'Greta Gast has no licences.'],
      ["what happens if I remove Ana Bowman's Visio?", 'only through the group Design'],
    ],
  },
];

const lists: Transcript[] = [
  {
    name: 'what somebody has, with every path and state',
    by: keyOf(alex),
    given: ({ directory }) =>
      directory.assignments.set(ana.userId, [
        direct(sku.e3),
        viaDesign(sku.e3),
        { ...viaDesign(sku.visio), state: 'Error' },
        { ...direct(sku.officeE3), state: 'Brandnew' },
      ]),
    exchanges: [
      [
        'which licences does Ana Bowman have?',
        'Ana Bowman has 3 products',
        'assigned directly and inherited from the group Design',
        'Not assigned: an error',
        'Brandnew',
      ],
    ],
  },
  {
    name: 'asks which Ana, and goes on with the chosen one',
    by: keyOf(alex),
    exchanges: [
      ['which licences does Ana have', 'Which Ana do you mean?'],
      [{ clicks: 'choice.pick', title: 'Ana Silva' }, 'Ana Silva has 1 product', 'Business Premium'],
      ['which licences does Ana have', 'Which Ana do you mean?'],
      [{ clicks: 'choice.cancel' }, 'Cancelled.'],
    ],
  },
  {
    name: 'the sender’s own, without a role',
    by: keyOf(bill),
    given: (flow) => {
      signedIn(flow);
      flow.directory.assignments.set(bill.userId, [viaDesign(sku.visio)]);
    },
    exchanges: [['which licences do I have', 'Bill Ling has 1 product', 'Visio Plan 2', 'the group Design']],
  },
  {
    name: 'of somebody whose account is gone',
    by: { ...keyOf(gast), userId: '99999999-0000-4000-8000-000000000009' as typeof gast.userId },
    given: ({ assertions }) =>
      void assertions.signIn({ ...gast, userId: '99999999-0000-4000-8000-000000000009' as typeof gast.userId }),
    exchanges: [['which licences do I have', 'Microsoft Graph did not answer']],
  },
  {
    name: 'who has a product, a page at a time',
    by: keyOf(alex),
    given: manyWithVisio,
    exchanges: [
      ['who has Visio?', '23 people have Visio Plan 2', 'Alex Wilber', '1 to 10 of 23, by name'],
      [{ clicks: 'holders.page', title: 'Show next' }, 'Person 04', '11 to 20 of 23'],
      [{ clicks: 'holders.page', title: 'Show next' }, 'Person 16', '21 to 23 of 23'],
      ["remove Ana Bowman's Visio", 'I understand the impact'],
      [{ clicks: 'holders.page', title: 'Show previous' }, '11 to 20 of 23'],
      [{ clicks: 'plan.cancel' }, 'Cancelled.'],
    ],
  },
  {
    name: 'who has a product that nobody has, or that several names fit, or that is not there',
    by: keyOf(alex),
    given: ({ directory }) => directory.assignments.delete(ana.userId),
    exchanges: [
      ['who has Visio', 'Nobody has Visio Plan 2.'],
      ['who has Microsoft 365', 'Which Microsoft 365 do you mean?', 'Microsoft 365 E3'],
      [{ clicks: 'choice.pick', title: 'Microsoft 365 Business' }, '1 person has Microsoft 365 Business Premium'],
      ['who has Vizio', 'Your organisation has no Vizio. Did you mean one of these?', 'Visio Plan 2'],
      [{ clicks: 'choice.cancel' }, 'Cancelled.'],
    ],
  },
  {
    name: 'a tenant without products',
    by: keyOf(alex),
    given: ({ directory }) => void directory.skus.splice(0),
    exchanges: [['who has Visio', 'Your organisation has no products that people can have.']],
  },
];

const meanings: Transcript[] = [
  {
    name: 'that may be an order or a remark is asked about, and the answer is taken up',
    by: keyOf(alex),
    exchanges: [
      ['Ana Bowman no longer needs E3', 'I am not sure what you mean. Which is it?', 'Remove a licence'],
      [{ clicks: 'choice.pick', title: 'Remove a licence' }, 'You chose Remove a licence.', 'I understand the impact'],
    ],
  },
  {
    name: 'can be answered in words, too',
    by: keyOf(alex),
    exchanges: [
      ['Ana Bowman no longer needs E3', 'Which is it?'],
      ['1', 'You chose Remove a licence.', 'I understand the impact'],
    ],
  },
  {
    name: 'that is taken back starts nothing',
    by: keyOf(alex),
    exchanges: [
      ['Ana Bowman no longer needs E3', 'Which is it?'],
      [{ clicks: 'choice.cancel' }, 'Cancelled. Nothing was changed.'],
      ['cancel', 'There is nothing to cancel.'],
    ],
  },
];

describe.each([
  ['a message', meanings],
  ['help', help],
  ['what is done elsewhere', elsewhere],
  ['the impact of a removal', impact],
  ['a list of licences', lists],
])('%s', (_, transcripts) => {
  it.each(transcripts)('$name', async (transcript) => {
    const flow = await createContoso();
    const heard = await play(transcript, flow);
    for (const [index, [, ...wanted]] of transcript.exchanges.entries()) {
      for (const text of wanted) expect(heard[index]).toContain(text);
    }
  });
});

describe('an answer', () => {
  it('starts nothing: no request, no button that would make one, nothing written', async () => {
    const flow = await createContoso();
    const heard = await play(
      {
        name: '',
        by: keyOf(alex),
        exchanges: [["what happens if I remove Ana's E3?"], ['which licences does Ana Bowman have'], ['who has Visio']],
      },
      flow,
    );
    expect(heard.join()).not.toMatch(/plan\.request|choice\.pick/);
    expect(flow.requests.calls.of('create')).toEqual([]);
    expect(flow.directory.calls.of('removeLicenses')).toEqual([]);
  });

  it('to an administrator puts their own part first, and starts no sign-in for others', async () => {
    const flow = await createContoso();
    const [administrators = ''] = await play({ name: '', by: keyOf(alex), exchanges: [['help']] }, flow);
    expect(administrators.indexOf('For administrators')).toBeLessThan(administrators.indexOf('For everyone'));
    const [others = ''] = await play({ name: '', by: keyOf(bill), exchanges: [['help']] }, flow);
    expect(others).not.toContain('oauth');
  });

  it('to a click of somebody who has signed out says so, and the card stays', async () => {
    const flow = await createContoso();
    manyWithVisio(flow);
    const exchanges: Transcript['exchanges'] = [
      ['who has Visio'],
      ['sign out'],
      [{ clicks: 'holders.page', title: 'Show next' }, 'Your sign-in has ended.'],
    ];
    expect((await play({ name: '', by: keyOf(alex), exchanges }, flow))[2]).toContain('Your sign-in has ended.');
  });
});
