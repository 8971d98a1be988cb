import { CardFactory } from 'botbuilder';
import type { Activity, TurnContext } from 'botbuilder';
import type { Card } from '../cards/card.ts';

/** A sentence as a message. Plain, so that names in it are never read as markup. */
export async function say(context: TurnContext, text: string): Promise<void> {
  await context.sendActivity({ type: 'message', text, textFormat: 'plain' });
}

/** A card as a message, with its words as the summary that notifications show. */
export function cardActivity(card: Card): Partial<Activity> {
  return { type: 'message', attachments: [CardFactory.adaptiveCard(card.content)], summary: card.fallbackText };
}
