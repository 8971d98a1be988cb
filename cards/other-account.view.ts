import type { Speaker } from '../locales/speaker.ts';
import { shownAddress } from './foreign-text.ts';
import { accountLinks, textLines } from './account-links.ts';
import type { AnswerView } from './answer.view.ts';
import pages from './microsoft-pages.json' with { type: 'json' };

/** Nobody's that Microsoft knows: what it may be instead. */
export function unknown(address: string, domain: string, speaker: Speaker): AnswerView {
  return {
    title: speaker.say('closeAccount.unknown.title'),
    lead: [speaker.say('closeAccount.unknown.lead', { domain })],
    sections: [
      {
        heading: speaker.say('closeAccount.unknown.next'),
        lines: textLines(
          speaker.say('closeAccount.unknown.slip', { address }),
          speaker.say('closeAccount.unknown.personal'),
        ),
      },
    ],
    links: accountLinks(['unmanagedCheck', 'closePersonalHelp'], speaker),
    buttons: [{ title: speaker.say('closeAccount.personal.open'), url: pages.closePersonal }],
  };
}

/** Without an address somebody chose it from the list. */
export function personal(address: string | undefined, speaker: Speaker): AnswerView {
  const lead =
    address === undefined
      ? speaker.say('closeAccount.personal.lead')
      : speaker.say('closeAccount.personal.about', { address });
  return {
    title: speaker.say('closeAccount.personal.title'),
    lead: [lead],
    sections: [
      {
        heading: speaker.say('closeAccount.personal.next'),
        lines: textLines(
          speaker.say('closeAccount.personal.paid'),
          speaker.say('closeAccount.personal.wait'),
          speaker.say('closeAccount.personal.lastAdmin'),
        ),
      },
    ],
    links: accountLinks(['closePersonalHelp'], speaker),
    buttons: [{ title: speaker.say('closeAccount.personal.open'), url: pages.closePersonal }],
  };
}

/** A guest leaves; their own account is another matter. */
export function leave(address: string | undefined, speaker: Speaker): AnswerView {
  const lead =
    address === undefined
      ? speaker.say('closeAccount.leave.lead')
      : speaker.say('closeAccount.leave.about', { address });
  return {
    title: speaker.say('closeAccount.leave.title'),
    lead: [lead],
    sections: [
      {
        heading: speaker.say('closeAccount.leave.steps'),
        steps: true,
        lines: textLines(
          speaker.say('closeAccount.leave.step1'),
          speaker.say('closeAccount.leave.step2'),
          speaker.say('closeAccount.leave.step3'),
        ),
      },
    ],
    more: {
      title: speaker.say('closeAccount.leave.more'),
      lines: [
        speaker.say('closeAccount.leave.missing'),
        speaker.say('closeAccount.leave.tenantId'),
        speaker.say('closeAccount.leave.wait'),
      ],
      links: [],
    },
    links: accountLinks(['leaveHelp'], speaker),
    buttons: [{ title: speaker.say('closeAccount.leave.open'), url: pages.leaveOrganization }],
  };
}

/** No answer, so no guess: how to look by hand. */
export function unchecked(kind: 'too-often' | 'unreachable', address: string, speaker: Speaker): AnswerView {
  const byHand = `${pages.userRealm}${encodeURIComponent(address)}`;
  return {
    title: speaker.say('closeAccount.unchecked.title'),
    lead: [speaker.say(`closeAccount.unchecked.${kind}`, { address: shownAddress(address) })],
    sections: [
      {
        heading: speaker.say('closeAccount.unchecked.steps'),
        steps: true,
        lines: textLines(
          speaker.say('closeAccount.unchecked.step1'),
          speaker.say('closeAccount.unchecked.step2'),
          speaker.say('closeAccount.unchecked.step3'),
        ),
      },
    ],
    links: accountLinks(['unmanagedCheck', 'closeAccount'], speaker),
    buttons: [
      { title: speaker.say('closeAccount.unchecked.open'), url: byHand },
      { title: speaker.say('closeAccount.unmanaged.open'), url: pages.privacyPortal },
    ],
  };
}
