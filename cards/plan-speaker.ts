import type { Speaker } from '../locales/speaker.ts';
import type { Plan } from '../src/core/plan.ts';

/** Speaks of a plan as what it is: a removal, or the undo of one. */
export function planSpeaker({ operation }: Pick<Plan, 'operation'>, speaker: Speaker): Speaker {
  return operation === 'restore-licenses' ? speaker.within('restore') : speaker;
}
