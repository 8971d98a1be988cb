import { mkdir, rm } from 'node:fs/promises';
import { findChromium, openCardBrowser } from '../test/cards/card-browser.ts';
import { samples, speaker } from '../test/cards/samples.ts';
import { themes } from '../test/cards/themes.ts';

// Draws every sample card as a picture, to look at: npm exec node scripts/show-cards.ts [part of a name]
const folder = 'test-results/cards';
const widths = { desktop: 480, phone: 360 };

async function draw(executablePath: string, wanted: string): Promise<number> {
  let count = 0;
  for (const [device, width] of Object.entries(widths)) {
    const browser = await openCardBrowser(executablePath, width);
    for (const [themeName, theme] of Object.entries(themes)) {
      for (const { name, card } of samples.filter((sample) => sample.name.includes(wanted))) {
        await browser.show(card(speaker).content, theme);
        const file = `${name.replaceAll(/[^a-z]+/gu, '-')}.${themeName}.${device}.png`;
        await browser.page.locator('body').screenshot({ path: `${folder}/${file}` });
        count += 1;
      }
    }
    await browser.close();
  }
  return count;
}

const executablePath = findChromium();
if (!executablePath) throw new Error('there is no Chromium on this machine to draw cards with');
await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
console.log(`${await draw(executablePath, process.argv[2] ?? '')} pictures are in ${folder}`);
