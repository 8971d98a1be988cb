import type { Speaker } from '../locales/speaker.ts';
import type { PlanTarget, ServiceEffect } from '../src/core/plan.ts';
import { shownText } from './foreign-text.ts';
import { counted, listed } from './listed.view.ts';

const PRODUCT_LENGTH = 80;
const TEXTS_SHOWN = 40;
const CHARACTERS_SHOWN = 1000;

const order: readonly ServiceEffect['kind'][] = ['lost', 'reduced', 'kept'];

function effectText(effect: ServiceEffect, speaker: Speaker): string {
  const service = speaker.say(`service.${effect.service}`);
  if (effect.kind === 'lost') return speaker.say('effect.lost', { service });
  const product = shownText(effect.productName, PRODUCT_LENGTH);
  if (effect.kind === 'kept') return speaker.say('effect.kept', { service, product });
  return speaker.say('effect.reduced', { service, product, plan: shownText(effect.planName, PRODUCT_LENGTH) });
}

/** How many of these texts fit into the room that a card has for them. */
function fitting(texts: readonly string[]): number {
  let used = 0;
  const tooMany = texts.findIndex((text, index) => {
    used += text.length;
    return index >= TEXTS_SHOWN || used > CHARACTERS_SHOWN;
  });
  return tooMany === -1 ? texts.length : tooMany;
}

function linesInRoom(lines: readonly string[], speaker: Speaker): string[] {
  const room = fitting(lines);
  if (room === lines.length) return [...lines];
  return [...lines.slice(0, room), speaker.say('effect.more', { count: lines.length - room })];
}

function listedInRoom(names: readonly string[], speaker: Speaker): string {
  return listed(names, Math.max(1, fitting(names)), speaker);
}

/** Every effect on these people, equal ones counted, for behind "Show all effects". */
export function effectLines(targets: readonly PlanTarget[], speaker: Speaker): string[] {
  const effects = counted(targets.flatMap((target) => target.effects));
  const lines = order.flatMap((kind) =>
    effects
      .filter(({ item }) => item.kind === kind)
      .map(({ item, count }) => {
        const effect = effectText(item, speaker);
        return count < targets.length ? speaker.say('effect.forSome', { effect, count }) : effect;
      }),
  );
  const others = [...new Set(targets.flatMap((target) => target.otherLosses))];
  const otherLine = others.length > 0 ? [speaker.say('effect.other', { names: listedInRoom(others, speaker) })] : [];
  return [...linesInRoom(lines, speaker), ...otherLine];
}
