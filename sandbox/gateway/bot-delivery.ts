import { json } from '../http/exchange.ts';
import type { Answer } from '../http/exchange.ts';
import type { SigningKey } from '../entra/signing-key.ts';
import { stamp } from './activity.ts';
import type { Activity } from './activity.ts';
import { signForBot } from './channel-signature.ts';
import type { Chat } from './chat-window.ts';
import type { Turns } from './turns.ts';

export interface BotDeliveryParts {
  key: SigningKey;
  turns: Turns;
  cloudUrl: () => string;
  botUrl: () => string;
  now: () => number;
}

export type DeliverToBot = (chat: Chat, activity: Activity) => Promise<Answer>;

/** From a chat to the bot, signed as the channel signs; the bot's answer comes back as it is, errors included. */
export function createBotDelivery({ key, turns, cloudUrl, botUrl, now }: BotDeliveryParts): DeliverToBot {
  return async (chat, activity) => {
    const serviceUrl = `${cloudUrl()}/connector/${chat.port}`;
    const stamped = stamp(activity, chat.persona, serviceUrl);
    const token = await signForBot(key, serviceUrl, now());
    const send = (): Promise<Answer> => post(`${chat.botUrl ?? botUrl()}/api/messages`, token, stamped);
    // What is written elsewhere may go on in the writer's own chat, so a client waits there, too.
    const { conversationId: own } = chat.persona;
    return turns.during(stamped.conversation?.id ?? own, () => turns.during(own, send));
  };
}

async function post(url: string, token: string, activity: Activity): Promise<Answer> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(activity),
    });
    const contentType = response.headers.get('content-type');
    return {
      status: response.status,
      headers: contentType ? { 'content-type': contentType } : {},
      body: await response.text(),
    };
  } catch {
    return json(502, { error: { code: 'BotNotReachable', message: `Nothing answers at ${url}.` } });
  }
}
