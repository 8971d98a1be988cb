import type { Speaker } from '../locales/speaker.ts';
import { textLines } from './account-links.ts';
import { answerCard } from './answer.view.ts';
import type { Card } from './card.ts';
import pages from './microsoft-pages.json' with { type: 'json' };

/** The answer to "close our tenant", as long as Farewell does not: what it can do, and how it is done at Microsoft. */
export function closeTenantCard(speaker: Speaker): Card {
  const view = {
    title: speaker.say('closeTenant.title'),
    lead: [speaker.say('closeTenant.lead')],
    sections: [
      {
        heading: speaker.say('closeTenant.today'),
        lines: textLines(speaker.say('closeTenant.show'), speaker.say('closeTenant.remove')),
      },
      {
        heading: speaker.say('closeTenant.microsoft'),
        lines: textLines(
          speaker.say('closeTenant.who'),
          speaker.say('closeTenant.order'),
          speaker.say('closeTenant.save'),
        ),
      },
    ],
    links: [],
    buttons: [
      { title: speaker.say('closeTenant.closePage'), url: pages.closeTenant },
      { title: speaker.say('closeTenant.deletePage'), url: pages.deleteTenant },
    ],
  };
  return answerCard(view, speaker);
}
