import type { Speaker } from '../locales/speaker.ts';
import type { AccountRealm } from '../src/core/ports.ts';
import { answerCard } from './answer.view.ts';
import type { AnswerView } from './answer.view.ts';
import type { Card } from './card.ts';
import { shownAddress } from './foreign-text.ts';
import { managed, unmanaged } from './organisation-account.view.ts';
import { leave, personal, unchecked, unknown } from './other-account.view.ts';

export interface AskedAddress {
  address: string;
  domain: string;
  unusualDomain: boolean;
}

/** What became of the question which account it is. Without an address somebody only chose the kind of account. */
export type CloseAccountView =
  | { kind: AccountRealm; asked: AskedAddress; askedAt: string; contact: string | undefined }
  | { kind: 'too-often' | 'unreachable'; asked: AskedAddress }
  | { kind: 'personal-chosen' | 'leave' }
  | { kind: 'leave'; asked: AskedAddress };

type Looked = Extract<CloseAccountView, { kind: AccountRealm }>;

function answerTo(view: CloseAccountView, address: string | undefined, speaker: Speaker): AnswerView {
  switch (view.kind) {
    case 'personal-chosen':
      return personal(undefined, speaker);
    case 'leave':
      return leave(address, speaker);
    case 'too-often':
    case 'unreachable':
      return unchecked(view.kind, view.asked.address, speaker);
    default:
      return lookedUp(view, address ?? '', speaker);
  }
}

function lookedUp(view: Looked, address: string, speaker: Speaker): AnswerView {
  const footer = speaker.say('closeAccount.askedAt', { at: speaker.dateTime(view.askedAt) });
  switch (view.kind) {
    case 'unmanaged':
      return { ...unmanaged(address, speaker), footer };
    case 'managed':
      return { ...managed(address, view.contact, speaker), footer };
    case 'personal':
      return personal(address, speaker);
    case 'unknown':
      return unknown(address, shownAddress(view.asked.domain), speaker);
  }
}

/** The answer to "close my account": a pure function of what is known. It starts nothing. */
export function closeAccountCard(view: CloseAccountView, speaker: Speaker): Card {
  const asked = 'asked' in view ? view.asked : undefined;
  const address = asked && shownAddress(asked.address);
  const answer = answerTo(view, address, speaker);
  if (!asked?.unusualDomain) return answerCard(answer, speaker);
  const note = speaker.say('closeAccount.unusualDomain', { domain: shownAddress(asked.domain) });
  return answerCard({ ...answer, lead: [...answer.lead, note] }, speaker);
}
