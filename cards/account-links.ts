import type { Speaker } from '../locales/speaker.ts';
import type { AnswerLine, Link } from './answer.view.ts';
import pages from './microsoft-pages.json' with { type: 'json' };

type PageName =
  | 'closeAccount'
  | 'unmanagedCheck'
  | 'selfServiceSignUp'
  | 'exportLogs'
  | 'privacyRights'
  | 'privacyGdpr'
  | 'leaveHelp'
  | 'closePersonalHelp';

/** Microsoft's pages about accounts. Without a language in the address, Microsoft picks the reader's own. */
export function accountLinks(names: readonly PageName[], speaker: Speaker): Link[] {
  return names.map((name) => ({ title: speaker.say(`closeAccount.link.${name}`), url: pages[name] }));
}

export function textLines(...lines: readonly string[]): AnswerLine[] {
  return lines.map((text) => ({ text }));
}
