import { mkdir } from 'node:fs/promises';
import type { Browser, Locator } from 'playwright-core';
import { startChromium } from '../test/support/chromium.ts';
import { openWindow, signIn } from '../test/support/playground-window.ts';
import { runSandbox } from '../test/support/running-sandbox.ts';

// Takes the README's pictures, one per person, from the real bot in the sandbox. Needs a Chromium on this machine.
const folder = 'docs/images';

const margin = 8;

/** The card with a thin margin of the chat around it: the rest of the window is about the Playground. */
async function shootCard(card: Locator, name: string): Promise<void> {
  const page = card.page();
  await page.bringToFront();
  await card.scrollIntoViewIfNeeded();
  await page.mouse.move(0, 0);
  const box = await card.boundingBox();
  if (!box) throw new Error(`the card for ${name} is not on the page`);
  const clip = {
    x: box.x - margin,
    y: box.y - margin,
    width: box.width + 2 * margin,
    height: box.height + 2 * margin,
  };
  await page.screenshot({ path: `${folder}/${name}.png`, clip });
}

async function holdConversation(browser: Browser, alexUrl: string, meganUrl: string): Promise<void> {
  const window = { width: 1000, height: 1300 };
  const context = await browser.newContext({ viewport: window, deviceScaleFactor: 2, locale: 'en-GB' });
  const megan = await openWindow(await context.newPage(), meganUrl);
  const alex = await openWindow(await context.newPage(), alexUrl);
  await alex.types("remove Ana's E3 license");
  await signIn(alex, /Alex Wilber/);
  const plan = alex.card('Remove Microsoft 365 E3 from Ana Bowman');
  await plan.getByRole('textbox').fill('She left on 1 November.');
  await plan.getByRole('checkbox').check();
  await shootCard(plan, 'plan-card');
  await plan.getByRole('button', { name: 'Request removal' }).click();
  await alex.card('Waiting for approval').waitFor();
  await megan.page.bringToFront();
  const approval = megan.card('asks for your approval');
  await approval.waitFor();
  await shootCard(approval, 'approval-card');
}

await mkdir(folder, { recursive: true });
const sandbox = await runSandbox();
try {
  const browser = await startChromium();
  await holdConversation(browser, sandbox.alexUrl, sandbox.meganUrl).finally(() => browser.close());
} finally {
  await sandbox.stop();
}
console.log(`the pictures are in ${folder}`);
