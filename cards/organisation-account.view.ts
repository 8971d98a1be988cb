import type { Speaker } from '../locales/speaker.ts';
import { accountLinks, textLines } from './account-links.ts';
import type { AnswerView } from './answer.view.ts';
import pages from './microsoft-pages.json' with { type: 'json' };

/** Somebody's own account in an organisation without an administrator: theirs to close. */
export function unmanaged(address: string, speaker: Speaker): AnswerView {
  return {
    title: speaker.say('closeAccount.unmanaged.title'),
    lead: [speaker.say('closeAccount.unmanaged.lead', { address })],
    warning: speaker.say('closeAccount.unmanaged.warning'),
    sections: [
      {
        heading: speaker.say('closeAccount.unmanaged.before'),
        lines: textLines(speaker.say('closeAccount.unmanaged.save'), speaker.say('closeAccount.unmanaged.logs')),
      },
      {
        heading: speaker.say('closeAccount.unmanaged.steps'),
        steps: true,
        lines: textLines(
          speaker.say('closeAccount.unmanaged.step1', { address }),
          speaker.say('closeAccount.unmanaged.step2'),
          speaker.say('closeAccount.unmanaged.step3'),
        ),
      },
    ],
    more: {
      title: speaker.say('closeAccount.unmanaged.more'),
      lines: [
        speaker.say('closeAccount.unmanaged.meaning'),
        speaker.say('closeAccount.unmanaged.after'),
        speaker.say('closeAccount.unmanaged.notClosed'),
        speaker.say('closeAccount.unmanaged.rights'),
      ],
      links: accountLinks(['selfServiceSignUp', 'privacyRights', 'privacyGdpr'], speaker),
    },
    links: accountLinks(['closeAccount', 'exportLogs'], speaker),
    buttons: [{ title: speaker.say('closeAccount.unmanaged.open'), url: pages.privacyPortal }],
  };
}

/** Only the administrator can close it. `contact` is where this bot's own people reach theirs. */
export function managed(address: string, contact: string | undefined, speaker: Speaker): AnswerView {
  const reach = contact
    ? speaker.say('closeAccount.managed.contact', { contact })
    : speaker.say('closeAccount.managed.noContact');
  const url = contact?.includes('://') ? contact : `mailto:${contact ?? ''}`;
  return {
    title: speaker.say('closeAccount.managed.title'),
    lead: [speaker.say('closeAccount.managed.lead', { address })],
    sections: [
      {
        heading: speaker.say('closeAccount.managed.next'),
        lines: textLines(speaker.say('closeAccount.managed.ask'), reach, speaker.say('closeAccount.managed.guest')),
      },
    ],
    links: accountLinks(['leaveHelp', 'unmanagedCheck'], speaker),
    buttons: contact ? [{ title: speaker.say('closeAccount.managed.open'), url }] : [],
  };
}
