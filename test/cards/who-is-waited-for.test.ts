import { describe, expect, it } from 'vitest';
import { requestCard } from '../../cards/request.card.ts';
import { speakerFor } from '../../locales/speaker.ts';
import { keyOf } from '../../src/core/identity.ts';
import { defaultPolicy } from '../../src/core/policy.ts';
import { decide } from '../../src/core/request.ts';
import type { Request } from '../../src/core/request.ts';
import { samplePerson, sampleRequest } from '../contracts/samples.ts';
import { partsOf } from './card-parts.ts';

const speaker = speakerFor('en', 'UTC');
const [megan, bill, debra] = ['Megan Bowen', 'Bill Ling', 'Debra Berger'].map(samplePerson) as [
  ReturnType<typeof samplePerson>,
  ReturnType<typeof samplePerson>,
  ReturnType<typeof samplePerson>,
];
const policy = { ...defaultPolicy, approvals: 2 };
const asked = sampleRequest({ approvers: [megan, bill, debra], policy });

function approvedBy(by: typeof megan): Request {
  const decided = decide(asked, { by, verdict: 'approve', at: '2026-11-20T10:00:00.000Z' }, policy);
  if (!decided.ok) throw new Error(decided.problem.kind);
  return decided.value;
}

function seen(request: Request, reader: 'requester' | 'approver', party = megan): string {
  const card = requestCard({ request, steps: [], reader, party: keyOf(party) }, speaker);
  return JSON.stringify([partsOf(card.content).map((part) => part['text']), card.fallbackText]);
}

describe('a request that takes two approvals', () => {
  it('waits for two of those who were asked', () => {
    expect(seen(asked, 'requester')).toContain('Waiting for 2 of: Megan Bowen, Bill Ling and Debra Berger.');
  });

  it('names, after the first approval, only those who can still decide', () => {
    expect(seen(approvedBy(megan), 'requester')).toContain(
      'Waiting for one of: Bill Ling and Debra Berger. 1 of 2 approvals so far.',
    );
  });

  it('does not ask again who has approved', () => {
    const card = seen(approvedBy(megan), 'approver', megan);
    expect(card).toContain('You approved this. Waiting for one of: Bill Ling and Debra Berger.');
    expect(card).not.toContain('asks for your approval');
    expect(seen(approvedBy(megan), 'approver', bill)).toContain('Alex Wilber asks for your approval.');
  });
});
