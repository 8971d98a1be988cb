import type { Speaker } from '../locales/speaker.ts';
import { fillCard } from './card.ts';
import type { Card } from './card.ts';
import template from './templates/note.json' with { type: 'json' };

/** What is left of a card that is no longer in use: a title and one sentence, no buttons. */
export function noteCard(view: { title: string; text: string }, speaker: Speaker): Card {
  return fillCard(template, {
    locale: speaker.locale,
    ...view,
    fallbackText: [view.title, view.text].filter(Boolean).join(': '),
  });
}
