import { describe, expect, it } from 'vitest';
import { alex, ana, anaSilva, bill, createContoso, direct, keyOf, megan, sku } from '../support/contoso.ts';
import { play } from './transcript.ts';
import type { Transcript } from './transcript.ts';

const confirmed = { reason: 'She left.', impactUnderstood: 'true' };

const transcripts: Transcript[] = [
  {
    name: 'the shortest way: find, plan, confirm, hand over',
    by: keyOf(alex),
    exchanges: [
      [
        "remove Ana's E3 license",
        'Remove Microsoft 365 E3 from Ana Bowman',
        'Mailbox',
        'Megan Bowen',
        'I understand the impact',
      ],
      [{ clicks: 'plan.request', typed: confirmed }, 'Waiting for approval', 'She left.', 'Withdraw request'],
    ],
  },
  {
    name: 'two people fit: one question, then the plan',
    by: keyOf(alex),
    exchanges: [
      ["remove Ana's license", 'Which Ana do you mean?', 'Ana Bowman', 'Ana Silva'],
      [
        { clicks: 'choice.pick', title: 'Ana Silva' },
        'You chose',
        'Remove Microsoft 365 Business Premium from Ana Silva',
      ],
    ],
  },
  {
    name: 'two products fit: one question, then the plan',
    by: keyOf(alex),
    given: ({ directory }) => directory.assignments.set(ana.userId, [direct(sku.e3), direct(sku.officeE3)]),
    exchanges: [
      ["remove Ana's E3 license", 'Which licence of Ana Bowman do you mean?', 'Office 365 E3'],
      [{ clicks: 'choice.pick', title: 'Office 365 E3' }, 'Remove Office 365 E3 from Ana Bowman'],
    ],
  },
  {
    name: 'a choice that is cancelled',
    by: keyOf(alex),
    exchanges: [
      ["remove Ana's license", 'Which Ana do you mean?'],
      [{ clicks: 'choice.cancel' }, 'Cancelled. Nothing was changed.'],
      ['cancel', 'There is nothing to cancel.'],
    ],
  },
  {
    name: 'a name that nobody has: the closest are offered',
    by: keyOf(alex),
    given: ({ directory }) => directory.suggestions.push(ana, anaSilva),
    exchanges: [
      ["remove Anja's E3 license", 'Nobody here is called Anja. Did you mean one of these?'],
      [{ clicks: 'choice.pick', title: 'Ana Bowman' }, 'Remove Microsoft 365 E3 from Ana Bowman'],
    ],
  },
  {
    name: 'a name that nobody has, and nothing close',
    by: keyOf(alex),
    exchanges: [["remove Xyz's E3 license", 'I found nobody called Xyz']],
  },
  {
    name: 'nothing to remove',
    by: keyOf(alex),
    exchanges: [["remove Bill's license", 'Bill Ling has no licences.']],
  },
  {
    name: 'only through a group',
    by: keyOf(alex),
    exchanges: [["remove Ana Bowman's Visio", 'only through the group Design']],
  },
  {
    name: 'without the toggle, then without the reason, then right',
    by: keyOf(alex),
    exchanges: [
      ["remove Ana's E3 license", 'I understand the impact'],
      [
        { clicks: 'plan.request', typed: { reason: 'She left.', impactUnderstood: 'false' } },
        'first. Nothing was sent.',
        'She left.',
      ],
      [
        { clicks: 'plan.request', typed: { reason: ' ', impactUnderstood: 'true' } },
        'A reason is missing. Nothing was sent.',
      ],
      [{ clicks: 'plan.request', typed: confirmed }, 'Waiting for approval'],
    ],
  },
  {
    name: 'the plan is cancelled with its button',
    by: keyOf(alex),
    exchanges: [
      ["remove Ana's E3 license", 'I understand the impact'],
      [{ clicks: 'plan.cancel' }, 'Cancelled. Nothing was changed.'],
      [{ clicks: 'plan.request', typed: confirmed }, 'This card is no longer in use.'],
    ],
  },
  {
    name: 'the plan is cancelled with a word, and the card loses its buttons',
    by: keyOf(alex),
    exchanges: [
      ["remove Ana's E3 license", 'I understand the impact'],
      ['never mind', 'Cancelled. Nothing was changed.', 'Remove Microsoft 365 E3 from Ana Bowman'],
    ],
  },
  {
    name: 'a question in the middle leaves the card alone',
    by: keyOf(alex),
    exchanges: [
      ["remove Ana's E3 license", 'I understand the impact'],
      ['help', 'What I can do', 'Use the card above'],
      [{ clicks: 'plan.request', typed: confirmed }, 'Waiting for approval'],
    ],
  },
  {
    name: 'another order takes the place of the first',
    by: keyOf(alex),
    exchanges: [
      ["remove Ana's E3 license", 'Remove Microsoft 365 E3 from Ana Bowman'],
      [
        "remove Ana Silva's Business Premium",
        'Cancelled. Nothing was changed.',
        'Remove Microsoft 365 Business Premium from Ana Silva',
      ],
    ],
  },
  {
    name: 'somebody without the role',
    by: keyOf(bill),
    given: ({ assertions }) => void assertions.signIn(bill),
    exchanges: [["remove Ana's E3 license", 'You need the role License Administrator']],
  },
  {
    name: 'a request that is open already',
    by: keyOf(alex),
    exchanges: [
      ["remove Ana's E3 license", 'I understand the impact'],
      [{ clicks: 'plan.request', typed: confirmed }, 'Waiting for approval'],
      ["remove Ana's E3 license", 'There is already an open request for this'],
      [{ clicks: 'request.withdraw' }, 'Withdrawn'],
      ["remove Ana's E3 license", 'I understand the impact'],
    ],
  },
  {
    name: 'a sign-in that is there already, and a sign-out',
    by: keyOf(megan),
    exchanges: [
      ['sign in', 'You are signed in.'],
      ['sign out', 'You are signed out.'],
    ],
  },
];

describe('a conversation', () => {
  it.each(transcripts)('$name', async (transcript) => {
    const heard = await play(transcript, await createContoso());
    for (const [index, [, ...wanted]] of transcript.exchanges.entries()) {
      for (const text of wanted) expect(heard[index]).toContain(text);
    }
  });
});
