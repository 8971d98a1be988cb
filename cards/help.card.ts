import type { Speaker } from '../locales/speaker.ts';
import { fillCard } from './card.ts';
import type { Card } from './card.ts';
import template from './templates/help.json' with { type: 'json' };
import type { Example } from './verbs.ts';

export interface HelpView {
  /** Why it is shown: somebody asked, the chat just began, or two messages in a row made no sense. */
  occasion: 'asked' | 'welcome' | 'not-understood';
  /** What is known of the reader's roles. Nobody is made to sign in to be told what there is. */
  role: 'administrator' | 'member' | 'unknown';
}

const everyone: readonly Example[] = ['own_licenses', 'license_impact', 'close_account'];
const administrators: readonly Example[] = ['remove_license', 'pending_requests', 'license_holders'];

interface Group {
  heading: string;
  rows: Record<string, string>[];
  note: string;
}

function row(id: Example, speaker: Speaker): Record<string, string> {
  const what = speaker.say(`help.${id}.what`);
  const example = speaker.say('help.example', { text: speaker.say(`help.${id}.example`) });
  return { id, what, example, label: speaker.say('help.row', { what, example }) };
}

/** An administrator sees their own things first; somebody without a role is not shown what they cannot do. */
function groupsFor({ role }: HelpView, speaker: Speaker): Group[] {
  const rows = (examples: readonly Example[]): Group['rows'] => examples.map((id) => row(id, speaker));
  const forEveryone = { heading: speaker.say('help.everyone'), rows: rows(everyone), note: '' };
  const forAdministrators = { heading: speaker.say('help.administrators'), rows: rows(administrators), note: '' };
  if (role === 'administrator') return [forAdministrators, forEveryone];
  if (role === 'member') return [{ ...forEveryone, heading: '', note: speaker.say('help.rolesMissing') }];
  return [forEveryone, { ...forAdministrators, note: speaker.say('help.rolesNeeded') }];
}

/** What Farewell does, each line with a sentence to try it with. */
export function helpCard(view: HelpView, speaker: Speaker): Card {
  const groups = groupsFor(view, speaker);
  const title = speaker.say(view.occasion === 'welcome' ? 'help.welcome' : 'help.title');
  const lead = speaker.say(view.occasion === 'not-understood' ? 'help.notUnderstood' : 'help.lead');
  const rows = groups.flatMap((group) => [...group.rows.map((each) => `${each['label'] ?? ''}.`), group.note]);
  const fallbackText = speaker.say('help.fallback', { title, lead, rows: rows.filter(Boolean).join(' ') });
  return fillCard(template, { locale: speaker.locale, title, lead, groups, fallbackText });
}
