import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Card } from '../../cards/card.ts';
import { choiceCard } from '../../cards/choice.card.ts';
import { noteCard } from '../../cards/note.card.ts';
import { removalPlanCard } from '../../cards/removal-plan.card.ts';
import { requestListCard } from '../../cards/request-list.card.ts';
import { requestCard } from '../../cards/request.card.ts';
import { keyOf } from '../../src/core/identity.ts';
import { findChromium, openCardBrowser } from './card-browser.ts';
import type { CardBrowser } from './card-browser.ts';
import { planSample, requestSample, samples, speaker, speakers } from './samples.ts';
import { themes } from './themes.ts';
import type { Theme } from './themes.ts';

const chromium = findChromium();

it.runIf(process.env['CI'] === 'true')('there is a Chromium to draw the cards with', () => {
  expect(chromium).toBeDefined();
});

const hostile = [
  '[x](http://evil.example)',
  '**bold**',
  '<at>x</at>',
  '<b>b</b><img src=x onerror=alert(1)>',
  '{{DATE(2020-01-01T00:00:00Z)}}',
  '{{TIME(2020-01-01T00:00:00Z, SHORT)}}',
  '${requestId}',
  '{{name}} $t(request.state.approved)',
  'http://evil.example',
  'مرحبا بالعالم',
  'Ana\u202Eevil\nApproved by Megan',
];
const hostileReason = 'Fine.\n\n**APPROVED** by Megan Bowen on 20 November 2026\n[open](http://evil.example)';

function hostilePlan(name: string): ReturnType<typeof planSample> {
  const view = planSample('only inherited');
  const targets = view.plan.targets.map((target) => ({
    ...target,
    user: { ...target.user, displayName: name, userPrincipalName: name },
    keeps: target.remove.map((license) => ({ ...license, productName: name })),
    stillInherited: target.stillInherited.map((license) => ({
      ...license,
      productName: name,
      path: { ...license.path, ...(license.path.kind === 'group' ? { groupName: name } : {}) },
    })),
    otherLosses: [name],
  }));
  const approvers = view.approvers.map((each) => ({ ...each, displayName: name }));
  return { ...view, plan: { ...view.plan, targets }, approvers, problem: name, reason: name };
}

function listCard(plan: ReturnType<typeof planSample>['plan'], name: string): Card {
  const { request } = requestSample('waiting for approval, for the approver');
  const items = [{ ...request, plan, requester: { ...request.requester, displayName: name } }];
  const view = { list: 'waiting', reader: keyOf(request.requester), offset: 0, total: 1, nothingWaits: false } as const;
  return requestListCard({ ...view, items }, speaker);
}

function hostileCards(name: string): Card[] {
  const { plan, approvers } = hostilePlan(name);
  const requests = ['waiting for approval, for the approver', 'denied, for the requester', 'failed, for the requester'];
  return [
    removalPlanCard(hostilePlan(name), speaker),
    ...requests.map((sample) => {
      const view = requestSample(sample);
      const { request } = view;
      const requester = { ...request.requester, displayName: name };
      const decisions = request.decisions.map((made) => ({ ...made, by: requester, reason: name }));
      const steps = view.steps.map((step) => ({
        ...step,
        failure: { kind: 'refused-by-graph' as const, message: name },
      }));
      const changed = { ...request, plan, approvers, requester, reason: name, decisions };
      return requestCard({ ...view, steps, request: changed }, speaker);
    }),
    choiceCard(
      {
        choiceId: '1b2c3d4e-5f60-4a7b-8c9d-0e1f2a3b4c5d',
        question: name,
        options: [{ value: '1', title: name, detail: name }],
      },
      speaker,
    ),
    listCard(hostilePlan(name).plan, name),
    noteCard({ title: name, text: name }, speaker),
  ];
}

/** Buttons in one row do not wrap: those that have no room are cut off. */
const cutButtons = `[...document.querySelectorAll('button')]
  .filter((button) => button.getBoundingClientRect().right > window.innerWidth)
  .map((button) => button.innerText)`;

describe.skipIf(!chromium)('a card in Chromium, drawn by the renderer of Microsoft', () => {
  let browser: CardBrowser;

  beforeAll(async () => {
    browser = await openCardBrowser(chromium ?? '', 360);
  });
  afterAll(() => browser.close());

  async function expectToFit(content: Card['content'], theme: Theme): Promise<void> {
    expect(await browser.show(content, theme)).toMatchObject({ complaints: [], links: 0 });
    const overflow = await browser.page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
    expect(overflow).toBeLessThanOrEqual(0);
    expect(await browser.page.evaluate(cutButtons)).toEqual([]);
  }

  it.each(samples)('$name is understood whole, in every theme and language, and fits a phone', async ({ card }) => {
    for (const to of speakers) {
      const { content } = card(to);
      const drawnIn = to.locale === speaker.locale ? Object.values(themes) : [themes.light];
      for (const theme of drawnIn) await expectToFit(content, theme);
    }
  });

  it.each(hostile)('shows the name %j as plain text', async (name) => {
    for (const card of hostileCards(name)) {
      const shown = await browser.show(card.content);
      expect(shown).toMatchObject({ links: 0, complaints: [] });
      expect(shown.markdown.join('\n')).not.toMatch(/evil|bold|DATE|TIME|at>/);
      expect(await browser.page.locator('#card b, #card strong, #card at, #card img').count()).toBe(0);
      const text = (await browser.page.locator('#card').innerText()).replaceAll(/[\u2060\u2068\u2069\u00a0]/gu, '');
      expect(text).toContain(name.replace('\u202E', '').replace('\n', ' '));
      expect(text).not.toMatch(/2020$|1\/1\/2020/);
    }
  });

  it('keeps a name from turning the sentence round it, and from adding a line', async () => {
    for (const card of hostileCards('Ana\u202Eevil\nApproved by Megan')) {
      await browser.show(card.content);
      const text = await browser.page.locator('#card').innerText();
      expect(text).not.toContain('\u202E');
      expect(text).not.toMatch(/^Approved by Megan/m);
    }
    expect(JSON.stringify(hostileCards('مرحبا')[0]?.content)).toContain('\u2068مرحبا\u2069');
  });

  it('quotes a reason in italics, on one line, so that it cannot pass for a decision', async () => {
    const view = requestSample('waiting for approval, for the approver');
    await browser.show(requestCard({ ...view, request: { ...view.request, reason: hostileReason } }, speaker).content);
    const text = await browser.page.locator('#card').innerText();
    expect(text).toContain('“Fine. **APPROVED** by Megan Bowen on 20 November 2026 [open](http://evil.example)”');
    const italic = browser.page.locator('span[style*="italic"]', { hasText: 'APPROVED' });
    expect(await italic.count()).toBe(1);
  });

  it('reads what was typed back to the letter', async () => {
    await browser.show(removalPlanCard({ ...planSample('one person'), reason: hostile[4] ?? '' }, speaker).content);
    expect(await browser.page.locator('textarea').inputValue()).toBe('{{DATE(2020-01-01T00:00:00Z)}}');
  });

  it('cuts a name of 200 characters, and says it whole behind a click', async () => {
    const name = `Ana ${'Bowman-'.repeat(28)}`;
    expect(name).toHaveLength(200);
    await browser.show(removalPlanCard(hostilePlan(name), speaker).content);
    const title = await browser.page.locator('#card .ac-richTextBlock').first().innerText();
    expect(title.length).toBeLessThan(120);
    expect(await browser.page.getByText('Full name').isVisible()).toBe(false);
    await browser.page.getByRole('button', { name: 'Show all effects' }).click();
    expect(await browser.page.getByText('Full name').innerText()).toContain(name.trim());
  });

  it('says its fallback as plain text where the card cannot be shown', async () => {
    for (const name of ['[x](http://evil.example)', '**bold**', '{{DATE(2020-01-01T00:00:00Z)}}']) {
      for (const { content } of hostileCards(name)) {
        const { fallbackText } = content;
        const shown = await browser.show({ type: 'AdaptiveCard', version: '9.0', body: [], fallbackText });
        expect(shown.links).toBe(0);
        expect(await browser.page.locator('#card b').count()).toBe(0);
        expect(content['speak']).not.toMatch(/[<>]/);
      }
    }
  });

  it('lets somebody choose with the keyboard alone', async () => {
    const { card } = samples.find((sample) => sample.name === 'choice: two people of one name')!;
    await browser.show(card(speaker).content);
    const labels = '[...document.querySelectorAll("[role=button]")].map((row) => row.getAttribute("aria-label"))';
    expect(await browser.page.evaluate(labels)).toEqual([
      'Ana Bowman, AnaB@contoso.onmicrosoft.com',
      'Ana Bowman, Ana.Bowman2@contoso.onmicrosoft.com',
      'Ana Silva, AnaS@contoso.onmicrosoft.com',
      'Cancel',
    ]);
    const focused = 'document.activeElement.getAttribute("title")';
    for (let step = 0; step < 4 && !String(await browser.page.evaluate(focused)).includes('Bowman2'); step += 1) {
      await browser.page.keyboard.press('Tab');
    }
    await browser.page.keyboard.press('Enter');
    expect(await browser.page.evaluate('window.clicked')).toMatchObject([
      { verb: 'choice.pick', data: { option: '00000000-0000-4000-8000-000000000004' } },
    ]);
  });

  it('says what is missing before anything is sent', async () => {
    await browser.show(removalPlanCard(planSample('one person'), speaker).content);
    await browser.page.getByRole('button', { name: 'Request removal' }).click();
    expect(await browser.page.locator('#card').innerText()).toContain('Write a reason: the approver needs it.');
    expect(await browser.page.evaluate('window.clicked')).toEqual([]);
    await browser.page.getByLabel('Why should it be removed?').fill('She left.');
    await browser.page.getByLabel('I understand the impact').check();
    await browser.page.getByRole('button', { name: 'Request removal' }).click();
    expect(await browser.page.evaluate('window.clicked')).toHaveLength(1);
  });

  it('asks an approver for a reason before they deny, and lets them approve without one', async () => {
    await browser.show(requestCard(requestSample('waiting for approval, for the approver'), speaker).content);
    expect(await browser.page.getByLabel('Why not?').isVisible()).toBe(false);
    await browser.page.getByRole('button', { name: 'Deny' }).click();
    await browser.page.getByRole('button', { name: 'Deny this request' }).click();
    expect(await browser.page.evaluate('window.clicked')).toEqual([]);
    await browser.page.getByRole('button', { name: 'Approve removal' }).click();
    expect(await browser.page.evaluate('window.clicked')).toMatchObject([{ verb: 'request.approve' }]);
  });
});
