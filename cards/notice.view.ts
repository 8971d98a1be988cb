import type { Speaker } from '../locales/speaker.ts';
import type { Request } from '../src/core/request.ts';
import { shownText } from './foreign-text.ts';
import { productList, shownName } from './impact.view.ts';

/** What the requester is told in words when a request reaches a state they wait for; undefined for the others. */
export function noticeText(request: Request, speaker: Speaker): string | undefined {
  const { plan, state } = request;
  const decision = request.decisions.at(-1);
  const [first] = plan.targets;
  const values = {
    by: shownName(decision?.by.displayName ?? ''),
    reason: shownText(decision?.reason ?? '', 500),
    products: productList(plan.targets, speaker),
    name:
      plan.targets.length === 1
        ? shownName(first?.user.displayName ?? '')
        : speaker.say('plan.people', { count: plan.targets.length }),
  };
  switch (state) {
    case 'awaiting-approval':
    case 'executing':
    case 'withdrawn':
      return undefined;
    default:
      return speaker.say(`notice.${state}`, values);
  }
}
