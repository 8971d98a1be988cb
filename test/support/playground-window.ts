import type { Locator, Page } from 'playwright-core';

/** One Microsoft 365 Agents Playground, as the person at it uses it. */
export interface PlaygroundWindow {
  page: Page;
  types: (text: string) => Promise<void>;
  /** The newest card that says this. */
  card: (text: string | RegExp) => Locator;
  shoot: (name: string) => Promise<void>;
}

export const screenshotFolder = 'test-results/e2e';

export async function openWindow(page: Page, url: string): Promise<PlaygroundWindow> {
  await page.goto(url);
  const box = page.locator('[contenteditable=true][role=textbox]');
  await box.waitFor();
  return {
    page,
    async types(text) {
      await page.bringToFront();
      await box.click();
      await page.keyboard.type(text);
      await page.keyboard.press('Enter');
    },
    card: (text) => page.locator('.ac-adaptiveCard').filter({ hasText: text }).last(),
    async shoot(name) {
      await page.bringToFront();
      await page.screenshot({ path: `${screenshotFolder}/${name}.png` });
    },
  };
}

/** Clicks "Sign in" and picks the account in the window that opens. */
export async function signIn(window: PlaygroundWindow, account: RegExp): Promise<void> {
  const opened = window.page.context().waitForEvent('page');
  await window.page.getByRole('button', { name: 'Sign in' }).last().click();
  const popup = await opened;
  const closed = popup.waitForEvent('close');
  await popup.getByRole('button', { name: account }).click();
  await closed;
}
