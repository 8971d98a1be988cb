import { mkdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { chromiumPath, mustNotSkip, startChromium } from '../support/chromium.ts';
import { openWindow, screenshotFolder, signIn } from '../support/playground-window.ts';
import type { PlaygroundWindow } from '../support/playground-window.ts';
import { runSandbox } from '../support/running-sandbox.ts';
import type { RunningSandbox } from '../support/running-sandbox.ts';

describe.skipIf(chromiumPath === undefined && !mustNotSkip)('in two real Playgrounds, driven by Chromium', () => {
  let sandbox: RunningSandbox;
  let browser: Browser;
  let alex: PlaygroundWindow;
  let megan: PlaygroundWindow;

  beforeAll(async () => {
    mkdirSync(screenshotFolder, { recursive: true });
    sandbox = await runSandbox();
    browser = await startChromium();
    const context = await browser.newContext({ viewport: { width: 1200, height: 1300 }, locale: 'en-GB' });
    megan = await openWindow(await context.newPage(), sandbox.meganUrl);
    alex = await openWindow(await context.newPage(), sandbox.alexUrl);
  });
  afterAll(async () => {
    await browser.close();
    await sandbox.stop();
  });

  it('the sandbox says where to go and what to type, and ends with READY', () => {
    const lines = sandbox.printed().trim().split('\n');
    expect(lines.at(-1)).toMatch(/^READY /);
    expect(sandbox.printed()).toContain("remove Ana's E3 license");
  });

  it("“remove Ana's E3 license” leads through the sign-in to the plan", async () => {
    await alex.types("remove Ana's E3 license");
    await signIn(alex, /Alex Wilber/);
    await alex.card('Remove Microsoft 365 E3 from Ana Bowman').waitFor();
    await alex.shoot('1-plan');
  });

  it('the client itself refuses a click without reason and toggle', async () => {
    const plan = alex.card('Remove Microsoft 365 E3 from Ana Bowman');
    await plan.getByRole('button', { name: 'Request removal' }).click();
    await plan.getByText('Write a reason: the approver needs it.').waitFor();
    await plan.getByText('Tick “I understand the impact” first.').waitFor();
    await alex.shoot('2-client-refuses');
  });

  it('the request waits on his card, and the approval card arrives in her window', async () => {
    const plan = alex.card('Remove Microsoft 365 E3 from Ana Bowman');
    await plan.getByRole('textbox').fill('She left on 1 November.');
    await plan.getByRole('checkbox').check();
    await plan.getByRole('button', { name: 'Request removal' }).click();
    await alex.card('Waiting for approval').waitFor();
    await alex.shoot('3-waiting');
    await megan.page.bringToFront();
    await megan.card('asks for your approval').waitFor();
    await megan.shoot('4-approval');
  });

  it('she approves without typing anything, and both cards show the outcome in place', async () => {
    await megan.page.getByRole('button', { name: 'Approve removal' }).click();
    await megan.card('Done').waitFor();
    await megan.shoot('5-approved');
    await alex.page.bringToFront();
    await alex.card('Done').waitFor();
    await alex.shoot('6-done');
    await alex.page.getByText('Done: Microsoft 365 E3 was removed from Ana Bowman.').first().waitFor();
    await alex.shoot('6-done');
    expect(await megan.page.getByRole('button', { name: 'Approve removal' }).count()).toBe(0);
    expect(await alex.page.locator('.ac-adaptiveCard', { hasText: 'Waiting for approval' }).count()).toBe(0);
  });
});
