import type { Speaker } from '../locales/speaker.ts';
import { fillCard } from './card.ts';
import type { Card } from './card.ts';
import { asTexts, labelled } from './listed.view.ts';
import template from './templates/answer.json' with { type: 'json' };

export interface Link {
  title: string;
  url: string;
}

export interface AnswerLine {
  /** What the line is about, in bold before it. */
  what?: string;
  text: string;
  color?: 'Attention' | 'Default';
}

export interface AnswerSection {
  heading: string;
  lines: readonly AnswerLine[];
  /** Steps are numbered, everything else has bullets. */
  steps?: boolean;
}

/** An answer that starts nothing: what matters first, then the parts, then where to read on and where to act. */
export interface AnswerView {
  title: string;
  lead: readonly string[];
  warning?: string;
  sections: readonly AnswerSection[];
  /** Read only by those who ask for it. */
  more?: { title: string; lines: readonly string[]; links: readonly Link[] };
  links: readonly Link[];
  footer?: string;
  /** The first one is where to go next. */
  buttons: readonly Link[];
}

function lineView(
  { what, text, color = 'Default' }: AnswerLine,
  mark: string,
  speaker: Speaker,
): Record<string, string> {
  return { label: what ? labelled(what, '', speaker) : '', text, color, mark };
}

function sectionWords({ heading, lines }: AnswerSection, speaker: Speaker): string[] {
  const texts = lines.map(({ what, text }) => (what ? labelled(what, text, speaker) : text));
  return [speaker.say('answer.heading', { heading }), ...texts];
}

/** Draws an answer. All of it is in the fallback, too: it is often all that somebody came for. */
export function answerCard(view: AnswerView, speaker: Speaker): Card {
  const { title, lead, sections, more, links, buttons } = view;
  const [warning, footer] = [view.warning ?? '', view.footer ?? ''];
  const parts = sections.flatMap((section) => sectionWords(section, speaker));
  const heard = [...lead, warning, ...parts, ...(more?.lines ?? []), footer];
  return fillCard(template, {
    locale: speaker.locale,
    title,
    lead: asTexts(lead),
    warning,
    sections: sections.map(({ heading, lines, steps = false }) => ({
      heading,
      lines: lines.map((line, index) => lineView(line, steps ? `${index + 1}.` : '•', speaker)),
    })),
    moreTitle: more?.title ?? '',
    more: asTexts(more?.lines ?? []),
    moreLinks: more?.links ?? [],
    links,
    footer,
    buttons,
    fallbackText: speaker.paragraph(
      [title && speaker.say('answer.heading', { heading: title }), ...heard].filter(Boolean),
    ),
  });
}
