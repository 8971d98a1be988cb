import { describe, expect, it } from 'vitest';
import { CARD_SIZE_LIMIT } from '../../cards/card.ts';
import { historyView } from '../../cards/request-history.view.ts';
import { requestCard } from '../../cards/request.card.ts';
import type { Step } from '../../src/core/execution.ts';
import type { Happening } from '../../src/core/history.ts';
import { groupId, skuId } from '../../src/core/identity.ts';
import type { Request } from '../../src/core/request.ts';
import type { LicenseChange } from '../../src/core/what-changed.ts';
import { partsOf, wordsOf } from './card-parts.ts';
import { crowd, failedSteps, requestSample, speaker, speakers } from './samples.ts';

const { request: done, steps } = requestSample('done, for the requester');
const long = '長'.repeat(400);
const group = {
  kind: 'group',
  groupId: groupId.parse('dddddddd-0000-4000-8000-000000000001'),
  groupName: 'Design',
} as const;
const e3 = { skuId: skuId.parse('05e9a617-0261-4cee-bb44-138d3ef5d965'), productName: 'Microsoft 365 E3' };

/** So many pauses, a minute each. */
function paused(times: number): Happening[] {
  return Array.from({ length: times }, (_, index): Happening[] => {
    const at = (second: number): string => new Date(Date.UTC(2026, 10, 20, 13, index + 5, second)).toISOString();
    return [
      { kind: 'held', at: at(0) },
      { kind: 'released', at: at(30) },
    ];
  }).flat();
}

function shownWith(history: Happening[], change: Partial<Request> = {}): Record<string, unknown> {
  return requestCard({ request: { ...done, ...change, history }, steps, reader: 'requester' }, speaker).content;
}

/** The words of the part that a click brings up. */
function hidden(content: Record<string, unknown>): string {
  return partsOf(content)
    .filter((part) => part['id'] === 'wholeHistory')
    .map((part) => `${String(part['isVisible'])}: ${wordsOf(part)}`)
    .join();
}

describe('the history on a card', () => {
  it('stands there whole while it is short', () => {
    const content = shownWith(paused(1));
    expect(hidden(content)).toBe('');
    expect(wordsOf(content)).toMatch(/Requested by [^]*Approved by [^]*Held by [^]*The pause was over on [^]*Request /);
    expect(wordsOf(content)).not.toContain('entries ▾');
  });

  it('is one click away where it is long, but for its beginning and its end', () => {
    const content = shownWith([...paused(4), { kind: 'undo-asked', at: '2026-11-21T09:00:00.000Z', request: done.id }]);
    expect(wordsOf(content)).toMatch(/Requested by [^\n]*\nShow all 11 entries\nShow all 11 entries ▾\n/);
    expect(hidden(content)).toMatch(/^false: Approved by Megan Bowen[^]*Held by /);
    expect(hidden(content)).not.toMatch(/Requested by|give it back/);
    expect(wordsOf(content)).toMatch(/The pause was over on [^\n]*\nAlex Wilber asked on [^\n]*\nRequest [0-9A-F]{8}/);
  });

  it('has room for the latest of very many, and counts the others', () => {
    const content = shownWith(paused(200));
    expect(hidden(content)).toContain('378 earlier entries are in the audit');
    expect(hidden(content).match(/Held by|The pause was over/gu)).toHaveLength(20);
  });

  it('reads in the order of time, whatever it is made of', () => {
    const view = historyView({ ...requestSample('done, with a long history, for the requester').request }, speaker);
    const lines = [view.historyStart, view.historyMiddle, view.historyEnd].flat().map(({ text }) => text);
    expect(
      lines.map(
        (line) =>
          /Requested|Reminder|reached|decided|stand in|Approved|stricter|Held|over|Started|Waiting|signed|give it back|Request /u.exec(
            line,
          )?.[0],
      ),
    ).toEqual([
      ...['Requested', 'Reminder', 'reached', 'decided', 'stand in', 'Reminder', 'Approved', 'stricter'],
      ...['Held', 'over', 'Started', 'Waiting', 'signed', 'give it back', 'Request '],
    ]);
    expect(lines[5]).toBe('Reminder sent on 21 November 2026 at 00:29 CET and 21 November 2026 at 07:29 CET');
  });
});

describe('what changed, on a card', () => {
  const change = (text: string): LicenseChange => ({
    kind: 'path-changed',
    ...e3,
    productName: text,
    before: { kind: 'direct' },
    path: { ...group, groupName: text },
  });
  const five = ['A', 'B', 'C', 'D', 'E'].map(change);
  const setback = { kind: 'target-changed', displayName: 'Ana Bowman', changes: five } as const;
  const voided: Request = { ...requestSample('no longer valid, for the requester').request, setback };

  it('is said of the first few things, and counted of the others', () => {
    const words = wordsOf(requestCard({ request: voided, steps: [], reader: 'approver' }, speaker).content);
    expect(words).toContain('What changed: A was assigned directly and is now inherited from the group A.');
    expect(words).toContain('D was assigned directly and is now inherited from the group D. And 1 more change.');
  });

  it('is not told to a channel, nor why somebody lost a right', () => {
    const lost = { kind: 'role-lost', who: 'approver', displayName: 'Megan Bowen', why: 'account-disabled' } as const;
    const words = [voided, { ...voided, setback: lost }].map((request) =>
      wordsOf(requestCard({ request, steps: [], reader: 'onlooker' }, speaker).content),
    );
    expect(words[0]).toContain('The licences of Ana Bowman changed');
    expect(words.join()).not.toMatch(/What changed|disabled/);
    const told = wordsOf(
      requestCard({ request: { ...voided, setback: lost }, steps: [], reader: 'requester' }, speaker).content,
    );
    expect(told).toContain('The account is disabled or deleted.');
  });

  it('is said once for all it happened to, and of a crowd only as far as there is room', () => {
    const plan = crowd(300, (target, index) => ({
      ...target,
      user: { ...target.user, displayName: `Person ${index}` },
    }));
    const partly: Request = { ...requestSample('partly done, for the requester').request, plan };
    const failing = (changes: (index: number) => LicenseChange[]): Step[] =>
      failedSteps(plan, 40, partly.id).map((step) =>
        step.state === 'failed' ? { ...step, failure: { kind: 'changed', changes: changes(step.index) } } : step,
      );
    const alike = requestCard({ request: partly, steps: failing(() => [change('A')]), reader: 'requester' }, speaker);
    expect(wordsOf(alike.content)).toMatch(
      /Person 0, [^\n]* and 30 more: the licences changed after the approval, so nothing was removed\. What changed: A was/,
    );
    const steps = failing((index) => [change(`Product ${index}`)]);
    const different = wordsOf(requestCard({ request: partly, steps, reader: 'requester' }, speaker).content);
    expect(different).toMatch(/Person 0: the licences changed [^\n]*What changed: Product 0 was/);
    expect(different).toMatch(/Person 5, [^\n]* and \d+ more: the licences changed [^\n]*removed\.\n/);
    const channel = wordsOf(requestCard({ request: partly, steps, reader: 'onlooker' }, speaker).content);
    expect(channel).toMatch(/Person 0, [^\n]* and 30 more: the licences changed [^\n]*removed\.\n/);
  });

  it('leaves the card small when everything on it is as long as it can be', () => {
    const named = { ...done.requester, displayName: long };
    const at = done.createdAt;
    const history: Happening[] = Array.from({ length: 60 }, (_, index) =>
      index % 2
        ? { kind: 'escalated', at, asked: [named, named, named, named, named] }
        : { kind: 'stand-in-asked', at, standIn: named, absent: named },
    );
    const plan = crowd(300, (target) => ({ ...target, user: { ...target.user, displayName: long } }));
    const steps = failedSteps(plan, 40, done.id).map((step): Step =>
      step.state === 'failed'
        ? {
            ...step,
            failure: { kind: 'changed', changes: Array.from({ length: 5 }, () => change(`${step.index}${long}`)) },
          }
        : step,
    );
    const all = { ...done, requester: named, history };
    const four = Array.from({ length: 5 }, () => change(long));
    for (const to of speakers) {
      for (const request of [
        { ...all, plan, state: 'partly-failed' } as const,
        { ...all, state: 'void', setback: { ...setback, displayName: long, changes: four } } as const,
      ]) {
        const { content } = requestCard(
          { request, steps: request.state === 'void' ? [] : steps, reader: 'requester' },
          to,
        );
        expect(Buffer.byteLength(JSON.stringify(content))).toBeLessThan(CARD_SIZE_LIMIT);
      }
    }
  });
});
