import type { Speaker } from '../locales/speaker.ts';
import type { OutOfScopeTopic } from '../src/core/understanding/out-of-scope.ts';
import { answerCard } from './answer.view.ts';
import type { Card } from './card.ts';
import pages from './microsoft-pages.json' with { type: 'json' };

const where: Record<OutOfScopeTopic, string> = {
  assign: pages.licenses,
  buy: pages.products,
  block: pages.activeUsers,
  delete: pages.activeUsers,
};

/** Says where something is done that Farewell does not do. */
export function outOfScopeCard(topic: OutOfScopeTopic, speaker: Speaker): Card {
  const lead = [speaker.say(`outOfScope.${topic}.text`)];
  const buttons = [{ title: speaker.say(`outOfScope.${topic}.open`), url: where[topic] }];
  return answerCard({ title: '', lead, sections: [], links: [], buttons }, speaker);
}
