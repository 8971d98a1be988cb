import { CardFactory } from 'botbuilder';
import type { Activity, TurnContext } from 'botbuilder';
import { z } from 'zod';
import type { Card } from '../cards/card.ts';

/** A sentence as a message. Plain, so that names in it are never read as markup. */
export async function say(context: TurnContext, text: string): Promise<void> {
  await context.sendActivity({ type: 'message', text, textFormat: 'plain' });
}

/** What was written; a message may come without text, whatever the library's types say. */
export function textIn(context: TurnContext): string {
  return z.string().catch('').parse(context.activity.text);
}

/** A card as a message, with its words as the summary that notifications show. */
export function cardActivity(card: Card): Partial<Activity> {
  return { type: 'message', attachments: [CardFactory.adaptiveCard(card.content)], summary: card.fallbackText };
}
