import { accessSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { themes } from './themes.ts';
import type { Theme } from './themes.ts';

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const page = fileURLToPath(new URL('card-page.html', import.meta.url));
const renderer = fileURLToPath(import.meta.resolve('adaptivecards/dist/adaptivecards.min.js'));

/** Where Chromium is on this machine; undefined where it is not. */
export function findChromium(): string | undefined {
  return ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => {
    try {
      accessSync(path);
      return true;
    } catch {
      return false;
    }
  });
}

/** What the renderer says of a card: what it did not understand, and every text it read Markdown in. */
export interface Shown {
  complaints: string[];
  markdown: string[];
  links: number;
}

declare const show: (card: object, theme: Theme) => Shown;

export interface CardBrowser {
  page: Page;
  show: (card: object, theme?: Theme) => Promise<Shown>;
  close: () => Promise<void>;
}

async function openPage(browser: Browser, width: number): Promise<Page> {
  const opened = await browser.newPage({ viewport: { width, height: 900 } });
  await opened.goto(`file://${page}`);
  await opened.addScriptTag({ path: renderer });
  return opened;
}

/** A page that draws cards with Microsoft's own renderer, as wide as a client draws them. */
export async function openCardBrowser(executablePath: string, width = 480): Promise<CardBrowser> {
  const browser = await chromium.launch({ executablePath, args: QUIET });
  const opened = await openPage(browser, width);
  return {
    page: opened,
    show: (card, theme = themes.light) => opened.evaluate(([json, look]) => show(json, look), [card, theme] as const),
    close: () => browser.close(),
  };
}
