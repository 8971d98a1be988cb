import type { Speaker } from '../locales/speaker.ts';
import type { SkuId } from '../src/core/identity.ts';
import type { LicenseHolder, Page } from '../src/core/ports.ts';
import { fillCard } from './card.ts';
import type { Card } from './card.ts';
import { shownName, shownText } from './foreign-text.ts';
import { pathsText } from './license-list.card.ts';
import template from './templates/license-list.json' with { type: 'json' };

/** How many people stand on one card; the others are a click away. */
export const HOLDERS_SHOWN = 10;
const UPN_LENGTH = 80;

export interface LicenseHoldersView extends Page<LicenseHolder> {
  skuId: SkuId;
  productName: string;
  offset: number;
}

function holderRow({ person, paths }: LicenseHolder, speaker: Speaker): Record<string, string> {
  const name = shownName(person.displayName);
  const upn = shownText(person.userPrincipalName, UPN_LENGTH);
  const path = pathsText(paths, speaker);
  const label = speaker.say('licenseList.holder', { name, upn, paths: path });
  return { name, aside: upn, paths: path, state: '', mark: '', color: 'Default', label };
}

interface PageButton {
  title: string;
  skuId: SkuId;
  offset: number;
}

function pageButtons({ skuId, offset, items, total }: LicenseHoldersView, speaker: Speaker): PageButton[] {
  const buttons: PageButton[] = [];
  const before = Math.max(0, offset - HOLDERS_SHOWN);
  if (offset > 0) buttons.push({ title: speaker.say('licenseList.previous'), skuId, offset: before });
  const next = offset + items.length;
  if (next < total) buttons.push({ title: speaker.say('licenseList.next'), skuId, offset: next });
  return buttons;
}

/** Who has a product, a page of them, and how many there are in all. */
export function licenseHoldersCard(view: LicenseHoldersView, speaker: Speaker): Card {
  const { items, offset, total } = view;
  const product = shownName(view.productName);
  const rows = items.map((holder) => holderRow(holder, speaker));
  const title =
    total === 0
      ? speaker.say('licenseList.holdersNone', { product })
      : speaker.say('licenseList.holders', { product, count: total });
  const [from, to] = [offset + 1, offset + items.length];
  return fillCard(template, {
    locale: speaker.locale,
    title,
    about: '',
    rows,
    footer: items.length === total ? '' : speaker.say('licenseList.position', { from, to, all: total }),
    pages: pageButtons(view, speaker),
    fallbackText: speaker.say('licenseList.fallback', { title, rows: rows.map((row) => row['label']).join(' ') }),
  });
}
