import { beforeEach, describe, expect, it } from 'vitest';
import { historyLines } from '../../cards/request-history.view.ts';
import { noticeText } from '../../cards/notice.view.ts';
import { speakerFor } from '../../locales/speaker.ts';
import { askAlso } from '../../src/core/request.ts';
import type { Request } from '../../src/core/request.ts';
import { goAway } from '../../src/core/workflow/away.ts';
import { executeRequest, resumeAfterSignIn } from '../../src/core/workflow/execute.ts';
import { intervene } from '../../src/core/workflow/intervene.ts';
import { markNotReached } from '../../src/core/workflow/not-reached.ts';
import { nudgeRequest } from '../../src/core/workflow/nudge.ts';
import { pauseExecutions, resumeExecutions } from '../../src/core/workflow/pause.ts';
import { planUndo } from '../../src/core/workflow/undo.ts';
import { alex, alsoMayApprove, anaSilva, bill, createContoso, keyOf, megan, under } from '../support/contoso.ts';
import type { Contoso } from '../support/contoso.ts';
import { approve, approved, stored, submit, value } from '../support/contoso-request.ts';

const hour = 3_600_000;
const english = speakerFor('en', 'UTC');

let flow: Contoso;

beforeEach(async () => {
  flow = await createContoso();
});

/** What stands on the cards, without the day: it is the same for all but a few. */
async function told(request: Request): Promise<string[]> {
  const lines = historyLines(await stored(flow, request), english);
  return lines.map((line) => line.replaceAll('20 November 2026 at ', '').replaceAll(' UTC', ''));
}

describe('the history of a request tells', () => {
  it('each reminder with its time, those that follow each other in one line', async () => {
    const request = await submit(flow);
    flow.clock.advance(4 * hour);
    await nudgeRequest(flow, request.id);
    expect(await told(request)).toEqual(['Requested by Alex Wilber on 09:00', 'Reminder sent on 13:00']);
    flow.clock.advance(8 * hour);
    await nudgeRequest(flow, request.id);
    expect(await told(request)).toEqual(['Requested by Alex Wilber on 09:00', 'Reminder sent on 13:00 and 21:00']);
    expect((await stored(flow, request)).history).toEqual([
      { kind: 'reminded', at: '2026-11-20T13:00:00.000Z' },
      { kind: 'reminded', at: '2026-11-20T21:00:00.000Z' },
    ]);
  });

  it('that nobody decided, and who was asked as well', async () => {
    await alsoMayApprove(flow, bill);
    await alsoMayApprove(flow, anaSilva);
    const request = await submit(flow, undefined, { preferred: megan.userId });
    flow.clock.advance(4 * hour);
    await nudgeRequest(flow, request.id);
    const [, line = ''] = await told(request);
    expect(line).toMatch(/^Nobody had decided by 13:00, so others were asked as well: .*Bill Ling/);
    expect(line).toContain('Ana Silva');
  });

  it('who was asked to stand in for somebody away', async () => {
    const request = await submit(flow);
    await alsoMayApprove(flow, bill);
    flow.clock.advance(hour);
    const until = '2026-11-25T23:59:59.999Z';
    value(await goAway(flow, flow.assertions.signIn(megan), { until, standIn: bill.userId }));
    expect((await told(request)).slice(1)).toEqual([
      'Bill Ling was asked on 10:00 to stand in for Megan Bowen, who is away',
    ]);
  });

  it('nothing of a stand-in for somebody who was never asked', async () => {
    const request = await submit(flow);
    expect(askAlso(request, bill, keyOf(anaSilva), flow.clock.now())).toBeUndefined();
  });

  it('who could not be reached, and who was asked instead, if anybody', async () => {
    await alsoMayApprove(flow, bill);
    const request = await submit(flow, undefined, { preferred: megan.userId });
    await markNotReached(flow, request.id, keyOf(megan));
    flow.clock.advance(hour);
    await markNotReached(flow, request.id, keyOf(bill));
    expect((await told(request)).slice(1)).toEqual([
      'Megan Bowen could not be reached in Teams on 09:00, so others were asked as well: Bill Ling',
      'Bill Ling could not be reached in Teams on 10:00',
    ]);
  });

  it('that an operator’s pause held it, and let it go on', async () => {
    const operator = flow.assertions.signIn(alex);
    const request = await approved(flow);
    await pauseExecutions(flow, operator, 'The sync went wrong.');
    flow.clock.advance(hour);
    await executeRequest(flow, request.id);
    flow.clock.advance(hour);
    await resumeExecutions(flow, operator);
    flow.clock.advance(hour);
    await executeRequest(flow, request.id);
    expect((await told(request)).slice(2)).toEqual([
      'Held by an operator’s pause on 09:00',
      'The pause was over on 11:00',
      'Started on 12:00',
    ]);
  });

  it('that it waited for a sign-in, and that the requester signed in', async () => {
    const request = await approved(flow);
    await flow.assertions.forget(alex);
    flow.clock.advance(hour);
    await executeRequest(flow, request.id);
    flow.clock.advance(hour);
    await resumeAfterSignIn(flow, flow.assertions.signIn(alex));
    expect((await told(request)).slice(2)).toEqual([
      'Started on 10:00',
      'Waiting for Alex Wilber to sign in again since 10:00',
      'Alex Wilber signed in on 11:00, and it went on',
    ]);
  });

  it('that a stricter policy applies to what was approved', async () => {
    const request = await approved(flow);
    under(flow, { requesterConfirms: true });
    flow.clock.advance(hour);
    await executeRequest(flow, request.id);
    flow.clock.advance(hour);
    await intervene(flow, request.id, flow.assertions.signIn(alex), 'confirm');
    expect((await told(request)).slice(2)).toEqual([
      'A stricter policy applies since 10:00',
      'Confirmed by Alex Wilber on 11:00',
    ]);
  });

  it('what else happened between two reminders', async () => {
    await alsoMayApprove(flow, bill);
    under(flow, { approvals: 2 });
    const request = await submit(flow);
    flow.clock.advance(4 * hour);
    await nudgeRequest(flow, request.id);
    flow.clock.advance(hour);
    value(await approve(flow, request));
    flow.clock.advance(7 * hour);
    await nudgeRequest(flow, request.id);
    expect((await told(request)).slice(1)).toEqual([
      'Reminder sent on 13:00',
      'Approved by Megan Bowen on 14:00',
      'Reminder sent on 21:00',
    ]);
  });
});

describe('a removal whose undo is asked for', () => {
  async function removed(): Promise<Request> {
    const request = await approved(flow);
    await executeRequest(flow, request.id);
    return stored(flow, request);
  }

  async function undo(removal: Request): Promise<Request> {
    const plan = value(await planUndo(flow, flow.assertions.signIn(alex), removal.id));
    return submit(flow, [], { plan });
  }

  it('says so with the number of that request, which says what it undoes', async () => {
    const removal = await removed();
    flow.clock.advance(hour);
    const asked = await undo(removal);
    const number = (request: Request): string => request.id.slice(0, 8).toUpperCase();
    expect((await told(removal)).at(-1)).toBe(`Alex Wilber asked on 10:00 to give it back: request ${number(asked)}`);
    expect(await told(asked)).toEqual([
      'Requested by Alex Wilber on 10:00',
      `Undoes request ${number(removal)}, done on 09:00`,
    ]);
    expect(flow.requests.followUps.slice(-4)).toContainEqual({ kind: 'show', requestId: removal.id });
  });

  it('is what it was, and nobody is told once more that it was done', async () => {
    const before = await removed();
    await undo(before);
    const after = await stored(flow, before);
    expect(after).toMatchObject({ state: 'succeeded', version: before.version + 1, finishedAt: before.finishedAt });
    const to = { role: 'requester', party: keyOf(alex) } as const;
    expect(noticeText(after, { ...to, toldVersion: before.version }, english)).toBeUndefined();
    expect(noticeText(after, { ...to, toldVersion: before.version - 1 }, english)).toMatch(/^Done/);
  });

  it('is read again when it was moved in the same moment, and nothing of it is lost', async () => {
    const removal = await removed();
    await flow.requests.move(removal, { ...removal, version: removal.version + 1 }, { audit: [], followUps: [] });
    const plan = value(await planUndo(flow, flow.assertions.signIn(alex), removal.id));
    let looks = 0;
    const find = flow.requests.find.bind(flow.requests);
    flow.requests.find = async (id) => {
      const found = await find(id);
      if (id !== removal.id || (looks += 1) > 1) return found;
      return removal;
    };
    const asked = await submit(flow, [], { plan });
    expect((await stored(flow, removal)).history).toMatchObject([{ kind: 'undo-asked', request: asked.id }]);
    expect(flow.requests.calls.of('create')).toHaveLength(3);
  });
});
