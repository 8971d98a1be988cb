import type { Speaker } from '../locales/speaker.ts';
import { awaitsConfirmation, isPast } from '../src/core/request.ts';
import { undoable } from '../src/core/undo.ts';
import type { CardAction } from './verbs.ts';
import type { RequestView } from './request-view.ts';

interface PartyAction {
  verb: Extract<CardAction, { cardVersion: number }>['verb'];
  caption: string;
  look: 'default' | 'positive' | 'destructive';
}

/** Nothing has reached Graph: it can still be called off. */
function isUnsent(steps: RequestView['steps']): boolean {
  return steps.every((step) => step.state === 'pending');
}

function requesterActions({ request, steps, now }: RequestView, speaker: Speaker): PartyAction[] {
  const withdraw: PartyAction = { verb: 'request.withdraw', caption: speaker.say('request.withdraw'), look: 'default' };
  switch (request.state) {
    case 'awaiting-approval':
      return [withdraw];
    case 'approved':
      if (!awaitsConfirmation(request)) return [withdraw];
      return [{ verb: 'request.confirm', caption: speaker.say('request.confirm'), look: 'destructive' }, withdraw];
    case 'waiting-for-sign-in':
      return [
        { verb: 'session.sign-in', caption: speaker.say('request.signIn'), look: 'positive' },
        ...(isUnsent(steps) ? [withdraw] : []),
      ];
    default: {
      const undo = undoable(request);
      const isOpen = undo && steps.some((step) => step.state === 'done') && !(now && isPast(undo.until, now));
      return isOpen ? [{ verb: 'request.undo', caption: speaker.say('request.undo'), look: 'default' }] : [];
    }
  }
}

/** What a party may do with a request besides deciding it: confirm, withdraw, stop, undo, or sign in where that is awaited. */
export function partyActions(view: RequestView, speaker: Speaker): PartyAction[] {
  if (view.reader === 'requester') return requesterActions(view, speaker);
  const { state } = view.request;
  const stoppable = state === 'approved' || (state === 'waiting-for-sign-in' && isUnsent(view.steps));
  if (view.reader !== 'approver' || !stoppable) return [];
  return [{ verb: 'request.stop', caption: speaker.say('request.stop'), look: 'destructive' }];
}
