import type { TurnContext } from 'botbuilder';
import type { Card } from '../cards/card.ts';
import { closeTenantCard } from '../cards/close-tenant.card.ts';
import { generalImpactCard } from '../cards/general-impact.card.ts';
import { outOfScopeCard } from '../cards/out-of-scope.card.ts';
import type { Intent } from '../src/core/understanding/intent.ts';
import type { OutOfScopeTopic } from '../src/core/understanding/out-of-scope.ts';
import type { Workflow } from '../src/core/workflow/deps.ts';
import { recall, showHelp } from './help.ts';
import type { Memory } from './help.ts';
import { cardActivity, say } from './say.ts';
import { turnOf } from './turn.ts';

export interface AnswerSettings {
  flow: Workflow;
  memory: Memory;
  /** What a message that asks for nothing Farewell does is about, where that is known. */
  outOfScope: (text: string) => OutOfScopeTopic | undefined;
}

const PATIENCE = 2;

async function send(context: TurnContext, card: Card): Promise<void> {
  await context.sendActivity(cardActivity(card));
}

/** Answers what needs nobody and nothing but a card or a sentence; false when it takes a dialog. */
export async function answerAtOnce(settings: AnswerSettings, context: TurnContext, intent: Intent): Promise<boolean> {
  const { flow, memory } = settings;
  const { speaker } = turnOf(context);
  const { met } = await recall(memory, context);
  if (intent.kind !== 'none') await memory.set(context, { met: true, notUnderstood: 0 });
  switch (intent.kind) {
    case 'help':
      await showHelp(flow, memory, context, 'asked');
      return true;
    case 'greeting':
      if (met) await say(context, speaker.say('answer.greeting'));
      else await showHelp(flow, memory, context, 'welcome');
      return true;
    case 'close_tenant':
      await send(context, closeTenantCard(speaker));
      return true;
    case 'resume_closure':
      await say(context, speaker.say('closeTenant.resume'));
      return true;
    case 'license_impact':
      if (intent.users.length > 0) return false;
      await send(context, generalImpactCard({ today: flow.clock.now() }, speaker));
      return true;
    default:
      return false;
  }
}

/** Answers a message that asks for nothing Farewell does. The second one in a row gets to see what there is. */
export async function answerNothing(settings: AnswerSettings, context: TurnContext, text: string): Promise<void> {
  const { flow, memory, outOfScope } = settings;
  const { speaker } = turnOf(context);
  const topic = outOfScope(text);
  if (topic) {
    await memory.set(context, { met: true, notUnderstood: 0 });
    return send(context, outOfScopeCard(topic, speaker));
  }
  const { met, notUnderstood } = await recall(memory, context);
  if (!met) return showHelp(flow, memory, context, 'welcome');
  if (notUnderstood + 1 >= PATIENCE) return showHelp(flow, memory, context, 'not-understood');
  await memory.set(context, { met, notUnderstood: notUnderstood + 1 });
  await say(context, speaker.say('answer.none'));
}
