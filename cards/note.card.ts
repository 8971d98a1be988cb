import type { Speaker } from '../locales/speaker.ts';
import { fillCard } from './card.ts';
import type { Card } from './card.ts';
import { shownText } from './foreign-text.ts';
import { labelled } from './listed.view.ts';
import template from './templates/note.json' with { type: 'json' };

const TITLE_LENGTH = 300;
const TEXT_LENGTH = 1000;

/** What is left of a card that is no longer in use: a title and one sentence, no buttons. */
export function noteCard(view: { title: string; text: string }, speaker: Speaker): Card {
  const title = shownText(view.title, TITLE_LENGTH);
  const text = shownText(view.text, TEXT_LENGTH);
  const fallbackText = title && text ? labelled(title, text, speaker) : title || text;
  return fillCard(template, { locale: speaker.locale, title, text, fallbackText });
}
