import { z } from 'zod';
import type { Tokens } from '../entra/tokens.ts';
import { json } from '../http/exchange.ts';
import type { Answer } from '../http/exchange.ts';
import { contosoTenantId, ssoAppIdUri } from '../identities.ts';
import type { Activity } from './activity.ts';
import type { DeliverToBot } from './bot-delivery.ts';
import type { Chat } from './chat-window.ts';

const loginRequest = z.object({
  statusCode: z.literal(401),
  value: z.object({
    text: z.string(),
    connectionName: z.string(),
    tokenExchangeResource: z.object({ id: z.string(), uri: z.string() }),
    buttons: z.array(z.looseObject({ type: z.literal('signin'), value: z.string() })).min(1),
  }),
});
type LoginRequest = z.infer<typeof loginRequest>['value'];

const cardAnswer = z.object({ type: z.literal('application/vnd.microsoft.card.adaptive'), value: z.unknown() });
const statusOnly = z.object({ statusCode: z.number() });

export interface CardSignIn {
  /** Delivers a click; a bot that asks for a sign-in gets the click again with one, as Teams does it. */
  click: DeliverToBot;
  /** The sign-in window closed: a click that waited for it is sent again with the code. Undefined when none waited. */
  signedIn: (chat: Chat, code: string) => Promise<Answer | undefined>;
}

/** What the Teams client does with Universal Actions and the Playground does not: "Authentication flow in Universal Actions". */
export function createCardSignIn(tokens: Tokens, deliver: DeliverToBot): CardSignIn {
  const waiting = new Map<string, { chat: Chat; activity: Activity }>();

  async function silently(chat: Chat, activity: Activity, asked: LoginRequest): Promise<Answer | undefined> {
    if (!chat.persona.sso || asked.tokenExchangeResource.uri !== ssoAppIdUri) return undefined;
    const { token } = await tokens.mintUserAssertion(contosoTenantId, chat.persona.user);
    const authentication = { id: asked.tokenExchangeResource.id, connectionName: asked.connectionName, token };
    const answer = await deliver(chat, withValue(activity, { authentication }));
    return statusOf(answer) === 412 ? undefined : answer;
  }

  async function byHand(chat: Chat, activity: Activity, asked: LoginRequest): Promise<Answer> {
    waiting.set(chat.persona.chatUserId, { chat, activity });
    const content = { text: asked.text, buttons: asked.buttons };
    const card = { contentType: 'application/vnd.microsoft.card.signin', content };
    const conversation = activity.conversation?.id ?? chat.persona.conversationId;
    const body = JSON.stringify({ type: 'message', attachments: [card] });
    await chat.window.receive({ method: 'POST', path: `/v3/conversations/${conversation}/activities`, body });
    return json(200, { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: asked.text });
  }

  return {
    async click(chat, activity) {
      const answer = await deliver(chat, activity);
      const asked = loginRequest.safeParse(bodyOf(answer));
      if (!asked.success) return answer;
      return (await silently(chat, activity, asked.data.value)) ?? byHand(chat, activity, asked.data.value);
    },
    async signedIn(chat, code) {
      const click = waiting.get(chat.persona.chatUserId);
      if (!click) return undefined;
      waiting.delete(chat.persona.chatUserId);
      const answer = await deliver(click.chat, withValue(click.activity, { state: code }));
      await showAnswer(click.chat, click.activity, answer);
      return answer;
    },
  };
}

/** The client that clicked shows the answered card in place; here nobody waits for the answer any more. */
async function showAnswer(chat: Chat, activity: Activity, answer: Answer): Promise<void> {
  const card = cardAnswer.safeParse(bodyOf(answer));
  const id = activity['replyToId'];
  if (!card.success || typeof id !== 'string') return;
  const attachment = { contentType: card.data.type, content: card.data.value };
  const body = JSON.stringify({ type: 'message', id, attachments: [attachment] });
  const conversation = activity.conversation?.id ?? chat.persona.conversationId;
  await chat.window.receive({ method: 'PUT', path: `/v3/conversations/${conversation}/activities/${id}`, body });
}

function withValue(activity: Activity, more: object): Activity {
  const value = typeof activity.value === 'object' ? activity.value : {};
  return { ...activity, value: { ...value, ...more } };
}

function bodyOf({ body }: Answer): unknown {
  try {
    return JSON.parse(body ?? '');
  } catch {
    return undefined;
  }
}

function statusOf(answer: Answer): number | undefined {
  return statusOnly.safeParse(bodyOf(answer)).data?.statusCode;
}
