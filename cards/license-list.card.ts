import type { Speaker } from '../locales/speaker.ts';
import { heldProducts } from '../src/core/operations/list-licenses/held-products.ts';
import type { HeldProduct } from '../src/core/operations/list-licenses/held-products.ts';
import type { AssignmentPath, LicenseAssignment } from '../src/core/plan.ts';
import type { DirectoryPerson } from '../src/core/ports.ts';
import { fillCard } from './card.ts';
import type { Card } from './card.ts';
import { shownName, shownText } from './foreign-text.ts';
import { pathText } from './impact.view.ts';
import { listed } from './listed.view.ts';
import template from './templates/license-list.json' with { type: 'json' };

const PRODUCTS_SHOWN = 15;
const PATHS_SHOWN = 3;
const UPN_LENGTH = 120;
const STATE_LENGTH = 40;

/** "assigned directly and inherited from the group Design". */
export function pathsText(paths: readonly AssignmentPath[], speaker: Speaker): string {
  return listed(
    paths.map((path) => pathText({ path }, speaker)),
    PATHS_SHOWN,
    speaker,
  );
}

/** Microsoft Graph's words, "licenseAssignmentState resource type"; a new one is shown as it is. */
function stateText(state: string, speaker: Speaker): string {
  switch (state) {
    case 'Active':
    case 'ActiveWithError':
    case 'Disabled':
    case 'Error':
      return speaker.say(`licenseList.state.${state}`);
    default:
      return shownText(state, STATE_LENGTH);
  }
}

function productRow({ productName, paths, states }: HeldProduct, speaker: Speaker): Record<string, string> {
  const name = shownName(productName);
  const state = speaker.list(states.map((each) => stateText(each, speaker)));
  const well = states.every((each) => each === 'Active');
  const look = well ? { mark: '✓', color: 'Good' } : { mark: '!', color: 'Attention' };
  const path = pathsText(paths, speaker);
  return {
    name,
    aside: '',
    paths: path,
    state,
    ...look,
    label: speaker.say('licenseList.row', { product: name, paths: path, state }),
  };
}

export interface LicenseListView {
  person: Pick<DirectoryPerson, 'displayName' | 'userPrincipalName'>;
  assignments: readonly LicenseAssignment[];
  readAt: Date;
}

/** What one person has: each product once, with its paths and how it stands. */
export function licenseListCard({ person, assignments, readAt }: LicenseListView, speaker: Speaker): Card {
  const held = heldProducts(assignments);
  const name = shownName(person.displayName);
  const rows = held.slice(0, PRODUCTS_SHOWN).map((product) => productRow(product, speaker));
  const more = held.length - rows.length;
  const title =
    held.length === 0
      ? speaker.say('licenseList.none', { name })
      : speaker.say('licenseList.title', { name, count: held.length });
  const footer = [
    more > 0 ? speaker.say('licenseList.more', { count: more }) : '',
    speaker.say('licenseList.readAt', { at: speaker.dateTime(readAt.toISOString()) }),
  ];
  const labels = rows.map((row) => row['label']).join(' ');
  return fillCard(template, {
    locale: speaker.locale,
    title,
    about: shownText(person.userPrincipalName, UPN_LENGTH),
    rows,
    footer: footer.filter(Boolean).join(' · '),
    pages: [],
    fallbackText: speaker.say('licenseList.fallback', { title, rows: labels }),
  });
}
