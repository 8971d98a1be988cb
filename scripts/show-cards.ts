import { mkdir, rm } from 'node:fs/promises';
import { findChromium, openCardBrowser } from '../test/cards/card-browser.ts';
import { samples, speakers } from '../test/cards/samples.ts';
import { themes } from '../test/cards/themes.ts';

// Draws every sample card as a picture, to look at, in every language or in one:
// npm exec node scripts/show-cards.ts [part of a name] [language]
const folder = 'test-results/cards';
const widths = { desktop: 480, phone: 360 };

const [, , wanted = '', language] = process.argv;
const drawn = samples.filter((sample) => sample.name.includes(wanted));
const readers = speakers.filter(({ locale }) => language === undefined || locale === language);

async function draw(executablePath: string): Promise<number> {
  let count = 0;
  for (const [device, width] of Object.entries(widths)) {
    const browser = await openCardBrowser(executablePath, width);
    for (const [themeName, theme] of Object.entries(themes)) {
      for (const [{ name, card }, to] of drawn.flatMap((sample) =>
        readers.map((reader) => [sample, reader] as const),
      )) {
        await browser.show(card(to).content, theme);
        const file = `${name.replaceAll(/[^a-z]+/gu, '-')}.${to.locale}.${themeName}.${device}.png`;
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
console.log(`${await draw(executablePath)} pictures are in ${folder}`);
