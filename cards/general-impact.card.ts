import type { Speaker } from '../locales/speaker.ts';
import { textLines } from './account-links.ts';
import { answerCard } from './answer.view.ts';
import type { AnswerLine, Link } from './answer.view.ts';
import type { Card } from './card.ts';
import { everyConsequence } from './consequence.view.ts';
import pages from './microsoft-pages.json' with { type: 'json' };

/** The worst first, as on the card of a plan, with what that one has no room for. */
function consequences(today: Date, speaker: Speaker): AnswerLine[] {
  const [mailbox, ...others] = everyConsequence(today, speaker);
  const ediscovery = {
    what: speaker.say('licenseImpact.ediscovery.what'),
    text: speaker.say('licenseImpact.ediscovery.text'),
  };
  return [...(mailbox ? [mailbox] : []), ediscovery, ...others];
}

function reading(speaker: Speaker): Link[] {
  return [
    { title: speaker.say('licenseImpact.page'), url: pages.removeLicenses },
    { title: speaker.say('licenseImpact.oneDrivePage'), url: pages.unlicensedOneDrive },
    { title: speaker.say('licenseImpact.mailboxPage'), url: pages.inactiveMailboxes },
    { title: speaker.say('licenseImpact.appsPage'), url: pages.unlicensedApps },
    { title: speaker.say('licenseImpact.leaverPage'), url: pages.formerEmployee },
  ];
}

/** What happens when a licence goes, for anybody who asks: reckoned from today, and as old as Microsoft's pages. */
export function generalImpactCard({ today }: { today: Date }, speaker: Speaker): Card {
  const view = {
    title: speaker.say('licenseImpact.title'),
    lead: [],
    sections: [
      {
        heading: speaker.say('plan.ifRemovedToday', { date: speaker.date(today.toISOString()) }),
        lines: consequences(today, speaker),
      },
      {
        heading: speaker.say('licenseImpact.stays'),
        lines: textLines(
          speaker.say('licenseImpact.files'),
          speaker.say('licenseImpact.others'),
          speaker.say('licenseImpact.seats'),
        ),
      },
      {
        heading: speaker.say('licenseImpact.before'),
        lines: textLines(
          speaker.say('licenseImpact.shared'),
          speaker.say('licenseImpact.inactive'),
          speaker.say('licenseImpact.block'),
        ),
      },
    ],
    more: { title: speaker.say('licenseImpact.more'), lines: [], links: reading(speaker) },
    links: [],
    footer: speaker.say('licenseImpact.asOf', { date: speaker.date(pages.readOn) }),
    buttons: [],
  };
  return answerCard(view, speaker);
}
