import type { Speaker } from '../locales/speaker.ts';
import type { MayApprove, NoApprover, Problem } from '../src/core/errors.ts';
import { answerCard } from './answer.view.ts';
import type { AnswerLine } from './answer.view.ts';
import type { Card } from './card.ts';
import { shownName, shownText } from './foreign-text.ts';
import { listed } from './listed.view.ts';
import { roleName } from './role-name.ts';

const NAMES_SHOWN = 5;
const CONTACT_LENGTH = 300;

export function isNoApprover(problem: Problem): problem is NoApprover {
  return problem.kind === 'no-approver' || problem.kind === 'too-few-approvers';
}

/** Who would have to decide and cannot be asked. */
export function noApproverLead(problem: NoApprover, speaker: Speaker): string {
  const people = problem.unreached.map(({ displayName }) => displayName);
  const names = listed(people, NAMES_SHOWN, speaker, 'list.morePeople');
  const count = people.length;
  if (problem.kind === 'no-approver') {
    return count === 0 ? speaker.say('noApprover.nobody') : speaker.say('noApprover.unreached', { count, names });
  }
  const few = speaker.say('noApprover.tooFew', { needed: problem.needed, count: problem.reached });
  return count === 0 ? few : speaker.paragraph([few, speaker.say('noApprover.unreachedToo', { count, names })]);
}

function rightNeeded(mayApprove: MayApprove, speaker: Speaker): string {
  if (mayApprove.kind === 'group') return speaker.say('noApprover.group', { group: shownName(mayApprove.groupName) });
  const { roles } = mayApprove;
  const names = speaker.either(roles.map((role) => roleName(role, speaker)));
  return speaker.say('noApprover.roles', { count: roles.length, roles: names });
}

/** Bring Farewell to those who may approve; where there are too few of them, make more; ask somebody who knows. */
function remedies(problem: NoApprover, speaker: Speaker): AnswerLine[] {
  const { contact, mayApprove, unreached } = problem;
  const [needed, reached] = problem.kind === 'no-approver' ? [1, 0] : [problem.needed, problem.reached];
  const count = unreached.length;
  const texts = [
    count > 0 ? [speaker.say('noApprover.open', { count }), speaker.say('noApprover.install', { count })] : [],
    reached + count < needed && mayApprove.kind === 'roles' ? [speaker.say('noApprover.assign')] : [],
    contact === undefined ? [] : [speaker.say('noApprover.contact', { contact: shownText(contact, CONTACT_LENGTH) })],
  ];
  return texts.flat().map((text) => ({ text }));
}

/** Nobody can be asked, or too few: who might be, what lets somebody approve, and what helps. */
export function noApproverCard(problem: NoApprover, speaker: Speaker): Card {
  const sections = [
    {
      heading: speaker.say('noApprover.whoHeading'),
      lines: [{ text: rightNeeded(problem.mayApprove, speaker) }, { text: speaker.say('noApprover.never') }],
    },
    { heading: speaker.say('noApprover.helpHeading'), lines: remedies(problem, speaker) },
  ];
  return answerCard(
    {
      title: speaker.say(problem.kind === 'no-approver' ? 'noApprover.title' : 'noApprover.tooFewTitle'),
      lead: [noApproverLead(problem, speaker)],
      sections: sections.filter(({ lines }) => lines.length > 0),
      links: [],
      footer: speaker.say('noApprover.end'),
      buttons: [],
    },
    speaker,
  );
}
