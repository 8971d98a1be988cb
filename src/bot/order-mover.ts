import type { Activity, CloudAdapter, ConversationParameters, Storage, TurnContext } from 'botbuilder';
import type { Logger } from 'pino';
import { z } from 'zod';
import { shownText } from '../../cards/foreign-text.ts';
import { turnOf } from '../../dialogs/turn.ts';
import type { Clock, ContactBook } from '../core/ports.ts';
import type { FarewellAdapter } from './farewell-adapter.ts';
import { isFirst } from './once.ts';
import { whyUndeliverable } from './undeliverable.ts';

export interface OrderMoverSettings {
  adapter: FarewellAdapter;
  /** Without middleware: nobody speaks while a chat is opened. */
  opener: CloudAdapter;
  botId: string;
  storage: Storage;
  contacts: ContactBook;
  clock: Pick<Clock, 'now'>;
  /** Whether a message begins something that belongs to one person alone. */
  isOrder: (text: string, locale: string) => boolean;
  log: Logger;
}

type TakeTurn = (context: TurnContext) => Promise<void>;

/** Answers what is written in front of others; `takeTurn` goes on with an order in the sender's own chat. */
export type OrderMover = (context: TurnContext, takeTurn: TakeTurn) => Promise<void>;

const QUOTED = 200;

const written = z.object({
  id: z.string().optional(),
  text: z.string().catch(''),
  locale: z.string().optional(),
  localTimezone: z.string().optional(),
});

async function tell(context: TurnContext, text: string): Promise<void> {
  await context.sendActivity({ type: 'message', text, textFormat: 'plain' });
}

/** Teams delivers again what is not answered in time, under the same id. */
async function isRedelivered(storage: Storage, { channelId, conversation, id }: Activity): Promise<boolean> {
  if (id === undefined) return false;
  return !(await isFirst(storage, `moved/${channelId}/${conversation.id}/${id}`));
}

/** The chat with whoever sent this, whom the channel vouches for. */
function parametersFor(context: TurnContext): ConversationParameters {
  const { from, recipient } = context.activity;
  const { tenantId } = turnOf(context).sender;
  return { isGroup: false, bot: recipient, members: [from], tenantId, channelData: { tenant: { id: tenantId } } };
}

/**
 * The id of the sender's own chat, which is opened where there is none yet, and in which the order was repeated; undefined
 * when Farewell is not there for them (Microsoft Teams, "Send proactive messages": 403).
 */
async function openChat(settings: OrderMoverSettings, context: TurnContext): Promise<string | undefined> {
  const { botId, clock, contacts, log, opener } = settings;
  const { sender, speaker } = turnOf(context);
  const { channelId, serviceUrl } = context.activity;
  const text = speaker.say('answer.movedHere', { text: shownText(written.parse(context.activity).text, QUOTED) });
  let chatId: string | undefined;
  try {
    await opener.createConversationAsync(botId, channelId, serviceUrl, '', parametersFor(context), async (chat) => {
      await tell(chat, text);
      chatId = chat.activity.conversation.id;
    });
  } catch (error) {
    if (whyUndeliverable(error, 'new') === undefined) throw error;
    log.warn({ userId: sender.userId }, 'an order cannot go on in private: there is no chat with its sender');
    await contacts.markUnreachable(sender, clock.now().toISOString());
  }
  return chatId;
}

/** The same words by the same person, as if they had been written in the chat with the bot. */
function writtenThere(context: TurnContext, chatId: string): Partial<Activity> {
  const { channelId, from, recipient, serviceUrl } = context.activity;
  const { tenantId } = turnOf(context).sender;
  const { locale, localTimezone, text } = written.parse(context.activity);
  return {
    type: 'message',
    text,
    ...{ channelId, serviceUrl, from, recipient },
    conversation: { id: chatId, tenantId, conversationType: 'personal', isGroup: false, name: '' },
    channelData: { tenant: { id: tenantId } },
    ...(locale === undefined ? {} : { locale }),
    ...(localTimezone === undefined ? {} : { localTimezone }),
  };
}

/**
 * Orders that were written in front of others go on in the chat of their sender, once. There they begin anew: nothing that
 * is written elsewhere answers what is asked there. The others read one sentence that names nobody and nothing.
 */
export function createOrderMover(settings: OrderMoverSettings): OrderMover {
  const { adapter, botId, isOrder, storage } = settings;
  return async (context, takeTurn) => {
    const { speaker } = turnOf(context);
    if (!isOrder(written.parse(context.activity).text, speaker.locale))
      return tell(context, speaker.say('answer.privateChat'));
    if (await isRedelivered(storage, context.activity)) return;
    const chatId = await openChat(settings, context);
    if (chatId === undefined) return tell(context, speaker.say('answer.addFarewell'));
    await tell(context, speaker.say('answer.movedToPrivate'));
    await adapter.hear(botId, writtenThere(context, chatId), async (inPrivate) => {
      turnOf(inPrivate).startsAnew = true;
      await takeTurn(inPrivate);
    });
  };
}
