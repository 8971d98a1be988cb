import type { Speaker } from '../locales/speaker.ts';
import { fillCard } from './card.ts';
import type { Card } from './card.ts';
import template from './templates/account-address.json' with { type: 'json' };

/** Asks which address the account has. It is never filled in: the sender's own is often not the one that is meant. */
export function accountAddressCard(view: { choiceId: string; problem: string }, speaker: Speaker): Card {
  const question = speaker.say('closeAccount.address.question');
  const help = speaker.say('closeAccount.address.help');
  return fillCard(template, {
    ...view,
    locale: speaker.locale,
    question,
    help,
    label: speaker.say('closeAccount.address.label'),
    error: speaker.say('closeAccount.address.error'),
    check: speaker.say('closeAccount.address.check'),
    cancel: speaker.say('choice.cancel'),
    fallbackText: speaker.say('closeAccount.address.fallback', { question, help: view.problem || help }),
  });
}
