import { describe, expect, it } from 'vitest';
import { CARD_SIZE_LIMIT } from '../../cards/card.ts';
import type { Card } from '../../cards/card.ts';
import { choiceCard } from '../../cards/choice.card.ts';
import { removalPlanCard } from '../../cards/removal-plan.card.ts';
import { requestListCard } from '../../cards/request-list.card.ts';
import type { RequestListView } from '../../cards/request-list.card.ts';
import { requestCard } from '../../cards/request.card.ts';
import { keyOf } from '../../src/core/identity.ts';
import { requestState } from '../../src/core/request.ts';
import type { Request } from '../../src/core/request.ts';
import { stateLook } from '../../cards/state.view.ts';
import { partsOfType, wordsOf } from './card-parts.ts';
import { crowd, failedSteps, planSample, requestSample, samples, speaker } from './samples.ts';

function verbsOf(card: Card): unknown[] {
  return partsOfType(card.content, 'Action.Execute').map((action) => action['verb']);
}

function planCard(name: Parameters<typeof planSample>[0]): Card {
  return removalPlanCard(planSample(name), speaker);
}

describe('the card that asks', () => {
  it('says the worst first, each with its date, and counts the rest', () => {
    const words = wordsOf(planCard('one person').content);
    expect(words).toMatch(/Mailbox[^]*20 December 2026[^]*OneDrive[^]*19 January 2027[^]*Teams[^]*Office apps/);
    expect(words).toContain('Also gone: Office on the web, Windows Enterprise and 16 more.');
    expect(words).toContain('Lost: Defender protection');
  });

  it('says the whole decision in its fallback', () => {
    const { fallbackText } = planCard('one person');
    expect(fallbackText).toContain('Remove Microsoft 365 E3 from Ana Bowman. Nothing has been changed yet.');
    expect(fallbackText).toMatch(/Mailbox: [^]*20 December 2026[^]*Keeps Visio Plan 2[^]*Megan Bowen/);
  });

  it('says so when nothing is lost, and when a service only gets smaller', () => {
    expect(wordsOf(planCard('nothing lost').content)).toContain('No service is lost: other licences provide the same.');
    const smaller = wordsOf(planCard('smaller services').content);
    expect(smaller).toContain('smaller, only Exchange Online (Plan 1) through Microsoft 365 Business Premium.');
    expect(smaller).not.toContain('No service is lost');
  });

  it('warns only where the licence stays all the same', () => {
    const styles = (card: Card): unknown[] => partsOfType(card.content, 'Container').map((each) => each['style']);
    expect(styles(planCard('one person'))).not.toContain('warning');
    expect(styles(planCard('only inherited'))).toContain('warning');
    expect(planCard('only inherited').fallbackText).toContain('comes only from the group Design');
    expect(wordsOf(planCard('only inherited').content)).toContain('comes only from the group Design');
    expect(wordsOf(planCard('nothing lost').content)).toContain('also comes from the group Design');
  });

  it('shows again what was typed when the server refuses it', () => {
    const card = planCard('refused by the server');
    expect(wordsOf(card.content)).toContain('Nothing was sent.');
    expect(partsOfType(card.content, 'Input.Text')[0]).toMatchObject({ value: 'She left on 1 November.' });
  });

  it('names ten of three thousand people and counts the others', () => {
    const view = { ...planSample('twelve people'), plan: crowd(3000) };
    const words = wordsOf(removalPlanCard(view, speaker).content);
    expect(words).toContain('Remove Microsoft 365 E3 from 3,000 people');
    expect(words).toContain('and 2,990 more people');
    expect(words).toContain('1,000 of 3,000 people keep other licences.');
    expect(words).not.toContain('Lidia Holloway');
  });

  it('says how many are hit where it is not everybody', () => {
    const plan = crowd(20, (target, index) => (index < 5 ? target : { ...target, effects: [] }));
    const words = wordsOf(removalPlanCard({ ...planSample('twelve people'), plan }, speaker).content);
    expect(words).toContain('Mailbox (5 people)');
    expect(words).toContain('Lost: Teams (5 people)');
  });

  it('stays small when everything on it is as long as it can be', () => {
    const long = '長'.repeat(4000);
    const plan = crowd(300, (target, index) => ({
      ...target,
      user: { ...target.user, displayName: `${index}${long}`, userPrincipalName: `${'u'.repeat(100)}@contoso.example` },
      remove: target.remove.map((license) => ({ ...license, productName: `${index} ${long}` })),
      effects: target.effects.map((effect) =>
        index % 2 ? effect : { kind: 'kept', service: effect.service, productName: `${index}${long}` },
      ),
      otherLosses: [`${index}${long}`],
    }));
    const view = { ...planSample('no other licence'), plan, reason: long };
    const waiting = requestSample('waiting for approval, for the approver');
    const cards = [
      removalPlanCard(view, speaker),
      requestCard({ ...waiting, request: { ...waiting.request, plan, reason: long } }, speaker),
    ];
    for (const card of cards) expect(Buffer.byteLength(JSON.stringify(card.content))).toBeLessThan(CARD_SIZE_LIMIT);
  });
});

describe('the card of a request', () => {
  it('has a sample for every state and both readers', () => {
    for (const reader of ['requester', 'approver']) {
      const theirs = samples.filter((sample) => sample.name.endsWith(`for the ${reader}`));
      const shown = theirs.map(({ card }) => wordsOf(card(speaker).content)).join('\n');
      for (const state of requestState.options) {
        const word = speaker.say(`request.state.${state}`);
        if (state !== 'partly-failed' || reader === 'requester') expect(shown).toContain(`\n${word}\n`);
        expect(stateLook[state].mark).toMatch(/\S/);
      }
    }
  });

  it('lets only the approver decide, only while it waits', () => {
    for (const { name, card } of samples.filter((sample) => sample.name.startsWith('request: '))) {
      const mayDecide = name.includes('waiting') && name.includes('for the approver') && !name.includes('sign-in');
      expect(verbsOf(card(speaker)).includes('request.approve'), name).toBe(mayDecide);
      const mayStillDeny = mayDecide || name.includes('who gave it');
      expect(verbsOf(card(speaker)).includes('request.deny'), name).toBe(mayStillDeny);
    }
  });

  it('lets the requester take it back until it starts, and sign in where that is awaited', () => {
    const verbs = (name: string): unknown[] => verbsOf(requestCard(requestSample(name), speaker));
    expect(verbs('waiting for approval, for the requester')).toEqual(['request.withdraw']);
    expect(verbs('approved, for the requester')).toEqual(['request.withdraw']);
    expect(verbs('being removed, for the requester')).toEqual([]);
    expect(verbs('waiting for a sign-in, for the requester')).toEqual(['session.sign-in', 'request.withdraw']);
    expect(verbs('waiting for a sign-in, for the approver')).toEqual(['request.stop']);
    expect(verbs('to be confirmed, for the requester')).toEqual(['request.confirm', 'request.withdraw']);
    expect(verbs('to be confirmed, for the approver')).toEqual(['request.stop']);
    expect(verbs('on hold, for the approver')).toEqual(['request.stop']);
    expect(verbs('stopped, for the requester')).toEqual([]);
  });

  it('says the whole decision to an approver who only hears it', () => {
    const { fallbackText } = requestCard(requestSample('waiting for approval, for the approver'), speaker);
    expect(fallbackText).toContain('Alex Wilber asks for your approval: Remove Microsoft 365 E3 from Ana Bowman.');
    expect(fallbackText).toContain('Reason: “She left on 1 November; her manager keeps the files.”');
    expect(fallbackText).toMatch(/Mailbox: [^]*20 December 2026[^]*Keeps Visio Plan 2[^]*Expires on 21 November 2026/);
  });

  it('keeps everything but its details when the channel finds it too large, and says so', () => {
    const waiting = requestSample('waiting for approval, for the approver');
    const view = { ...waiting, request: { ...waiting.request, reason: 'long '.repeat(200) } };
    const whole = requestCard(view, speaker);
    const short = requestCard({ ...view, shortened: true }, speaker);
    const said = 'Teams did not accept the whole card, so its details are left out here.';
    expect([wordsOf(whole.content).includes(said), wordsOf(short.content).includes(said)]).toEqual([false, true]);
    for (const words of ['asks for your approval', 'Mailbox:', 'Keeps Visio Plan 2', 'Requested by Alex Wilber'])
      expect(wordsOf(short.content)).toContain(words);
    expect(verbsOf(short)).toEqual(verbsOf(whole));
    expect(JSON.stringify(whole.content)).toContain('allEffects');
    expect(JSON.stringify(short.content)).not.toContain('allEffects');
  });

  it('says in its fallback what came of it, and what was not touched', () => {
    const told = (name: string): string => requestCard(requestSample(name), speaker).fallbackText;
    expect(told('done, for the approver')).toMatch(/Done\. Removed on 20 November 2026/);
    expect(told('denied, for the requester')).toContain('Nothing was changed.');
    expect(told('everything failed, for the requester')).toContain('Nothing was removed.');
  });

  it('names ten of those that failed and counts the rest', () => {
    const partly = requestSample('partly done, for the requester');
    const plan = crowd(3000, (target, index) => ({
      ...target,
      user: { ...target.user, displayName: `Person ${index}` },
    }));
    const steps = failedSteps(plan, 37, partly.request.id);
    const words = wordsOf(requestCard({ ...partly, steps, request: { ...partly.request, plan } }, speaker).content);
    expect(words).toContain('2,963 of 3,000 people: removed, and checked by reading it back.');
    expect(words).toContain('Person 8, Person 9 and 27 more: Microsoft Graph refused');
    expect(words).not.toContain('Person 11');
  });

  it('counts the ways to fail that it has no room for', () => {
    const partly = requestSample('partly done, for the requester');
    const plan = crowd(40);
    const steps = failedSteps(plan, 30, partly.request.id).map((step, index) =>
      step.state === 'failed' ? { ...step, failure: { kind: 'dependency' as const, message: `no ${index}` } } : step,
    );
    const words = wordsOf(requestCard({ ...partly, steps, request: { ...partly.request, plan } }, speaker).content);
    expect(words).toContain('20 more people failed.');
  });

  it('says after a cut what was done, what was not touched and what nobody knows', () => {
    const words = wordsOf(requestCard(requestSample('cut short, for the requester'), speaker).content);
    expect(words).toContain('4 of 12 people: removed');
    expect(words).toMatch(/7 people were not touched: \S[^]*and/);
    expect(words).toContain('1 person may or may not have lost it.');
  });

  it('does not claim that nothing was removed when nobody knows', () => {
    const failed = requestSample('failed, for the requester');
    const steps = failed.steps.map((step) => ({ ...step, failure: { kind: 'not-visible-yet' as const } }));
    const words = wordsOf(requestCard({ ...failed, steps }, speaker).content);
    expect(words).toContain('still shows the licence');
    expect(words).not.toContain('Nothing was removed.');
  });

  it('shows how far a large removal is', () => {
    const words = wordsOf(
      requestCard(requestSample('twelve people being removed, for the requester'), speaker).content,
    );
    expect(words).toContain('5 of 12 people done.');
  });

  it('keeps the whole of a reason that is too long for the card behind a click', () => {
    const waiting = requestSample('waiting for approval, for the approver');
    const reason = `${'a very long story '.repeat(50)}and its end`;
    const card = requestCard({ ...waiting, request: { ...waiting.request, reason } }, speaker);
    expect(wordsOf(card.content)).toContain('and its end');
    expect(partsOfType(card.content, 'TextRun').find((run) => run['italic'])?.['text']).toMatch(/…”$/);
  });
});

describe('the card that asks which one', () => {
  it('tells two people of one name apart for those who hear it', () => {
    const rows = partsOfType(
      choiceCard(
        {
          choiceId: '1b2c3d4e-5f60-4a7b-8c9d-0e1f2a3b4c5d',
          question: 'Which Ana do you mean?',
          options: [
            { value: '1', title: 'Ana Bowman', detail: 'a@contoso.example' },
            { value: '2', title: 'Ana Bowman', detail: 'b@contoso.example' },
            { value: '3', title: 'Ana Bowman', detail: '' },
          ],
        },
        speaker,
      ).content,
      'Action.Execute',
    );
    const titles = rows.map((row) => row['title']);
    expect(titles).toEqual(['Ana Bowman, a@contoso.example', 'Ana Bowman, b@contoso.example', 'Ana Bowman', 'Cancel']);
  });
});

describe('the card of a request that stands in an admin’s way', () => {
  const waiting = requestSample('waiting for approval, for an admin who wanted the same');

  it('gives an admin who takes no part nothing to press and nothing that people wrote', () => {
    const { request: approved } = requestSample('approved, for the approver');
    for (const request of [waiting.request, approved, requestSample('denied, for the approver').request]) {
      const card = requestCard({ ...waiting, request }, speaker);
      expect(verbsOf(card)).toEqual([]);
      expect(JSON.stringify(card.content)).not.toContain(request.reason);
    }
  });

  it('says how old it is, and whom to ask', () => {
    expect(requestCard(waiting, speaker).fallbackText).toMatch(
      /Waiting for one of: Megan Bowen and Adele Vance\. Expires on .* This is how it stood on 20 November 2026 at 13:10 CET;.* ask Alex Wilber \(AlexW@contoso\.onmicrosoft\.com\)\./,
    );
  });
});

describe('the card that lists requests', () => {
  const { request } = requestSample('waiting for approval, for the approver');
  const megan = request.approvers[0]!;

  function list(change: Partial<RequestListView>): Card {
    const view = { list: 'waiting', offset: 0, total: 1, nothingWaits: false, items: [request] } as const;
    return requestListCard({ ...view, items: [...view.items], reader: keyOf(megan), ...change }, speaker);
  }
  function pages(card: Card): unknown[] {
    return partsOfType(card.content, 'Action.Execute')
      .filter((action) => action['verb'] === 'requests.page')
      .map(({ title, data }) => [title, data]);
  }

  it('says what, in which state, by whom and until when, also to those who hear it', () => {
    const card = list({});
    const row =
      'Remove Microsoft 365 E3 from Ana Bowman: Waiting for approval. Requested by Alex Wilber, expires on 21';
    expect(card.fallbackText).toContain(`1 request is waiting for your decision. ${row}`);
    const [open] = partsOfType(card.content, 'Action.Execute');
    expect(open).toMatchObject({ verb: 'requests.open', data: { requestId: request.id } });
    expect(open?.['title']).toContain(row);
  });

  it('says of what the reader was asked what they said to it, or that somebody else did', () => {
    const at = '2026-11-20T13:04:00.000Z';
    const row = (decisions: Request['decisions']): string =>
      list({ list: 'asked', items: [{ ...request, decisions }] }).fallbackText;
    const made = { by: megan, at } as const;
    expect(row([])).toMatch(/^You were asked about 1 request\. .*Requested by Alex Wilber on 20 November 2026/);
    expect(row([{ ...made, by: request.requester, verdict: 'deny' }])).toMatch(
      /Requested by Alex Wilber on 20 November/,
    );
    expect(row([{ ...made, verdict: 'approve' }])).toMatch(/Alex Wilber, approved by you on 20 November 2026 at 14:04/);
    expect(
      row([
        { ...made, verdict: 'approve' },
        { ...made, verdict: 'deny' },
      ]),
    ).toMatch(/Alex Wilber, denied by you on/);
  });

  it('leads to newer and older ones only where there are some, and to the other lists', () => {
    const asked = ['Asked of me', { list: 'asked', offset: 0 }];
    const mine = ['My requests', { list: 'mine', offset: 0 }];
    const waiting = ['Waiting for me', { list: 'waiting', offset: 0 }];
    const others = [mine, asked];
    const older = (offset: number): unknown => ['Show older', { list: 'waiting', offset }];
    const newer = (offset: number): unknown => ['Show newer', { list: 'waiting', offset }];
    const five = { total: 12, items: Array.from({ length: 5 }, () => request) };
    expect(pages(list({}))).toEqual(others);
    expect(pages(list(five))).toEqual([older(5), ...others]);
    expect(pages(list({ ...five, offset: 5 }))).toEqual([newer(0), older(10), ...others]);
    expect(pages(list({ total: 12, offset: 10, items: [request, request] }))).toEqual([newer(5), ...others]);
    expect(pages(list({ ...five, offset: 3 }))).toEqual([newer(0), older(8), ...others]);
    expect(pages(list({ list: 'mine' }))).toEqual([waiting, asked]);
    expect(pages(list({ list: 'asked' }))).toEqual([waiting, mine]);
  });

  it('does not lead to a list that is known to be empty', () => {
    expect(pages(list({ list: 'mine', nothingWaits: true }))).toEqual([['Asked of me', { list: 'asked', offset: 0 }]]);
    expect(list({ list: 'mine', nothingWaits: true }).fallbackText).toMatch(
      /^Nothing is waiting for your decision\. You made 1 request\. /,
    );
  });

  it('is one sentence when there is nothing', () => {
    expect(list({ list: 'mine', nothingWaits: true, total: 0, items: [] }).fallbackText).toBe(
      'Nothing is waiting for your decision, and you have not requested anything yet.',
    );
    expect(list({ total: 0, items: [] }).fallbackText).toBe('Nothing is waiting for your decision.');
    expect(list({ list: 'asked', total: 0, items: [] }).fallbackText).toBe(
      'You have not been asked about any request yet.',
    );
  });

  it('stays small when every name is as long as it can be', () => {
    const long = '長'.repeat(300);
    const items = Array.from({ length: 5 }, () => {
      const targets = request.plan.targets.map((target) => ({
        ...target,
        user: { ...target.user, displayName: long },
        remove: target.remove.map((license) => ({ ...license, productName: long })),
      }));
      return { ...request, plan: { ...request.plan, targets }, requester: { ...request.requester, displayName: long } };
    });
    const { content } = list({ total: 9, items });
    expect(Buffer.byteLength(JSON.stringify(content))).toBeLessThan(CARD_SIZE_LIMIT);
  });
});
