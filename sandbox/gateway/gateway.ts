import type { Entra } from '../entra/entra.ts';
import type { SigningKey } from '../entra/signing-key.ts';
import { empty, json, jsonBody } from '../http/exchange.ts';
import type { Answer, Incoming } from '../http/exchange.ts';
import { createFaults } from '../http/faults.ts';
import type { Fault } from '../http/faults.ts';
import { createHolds } from '../http/holds.ts';
import type { Held, Hold } from '../http/holds.ts';
import { route } from '../http/routes.ts';
import type { Handler, Route } from '../http/routes.ts';
import { onlyForBot } from '../token-service/bot-caller.ts';
import type { PendingSignIn } from '../token-service/sign-ins.ts';
import { activityFrom, activitySchema, botAccount } from './activity.ts';
import type { Activity } from './activity.ts';
import { createCardSignIn } from './card-sign-in.ts';
import { createBotDelivery } from './bot-delivery.ts';
import type { DeliverToBot } from './bot-delivery.ts';
import { channelKeys, channelMetadata } from './channel-signature.ts';
import type { Chat, ChatWindow } from './chat-window.ts';
import { createConnector } from './connector.ts';
import type { FromBot } from './connector.ts';
import { createInstallations } from './installations.ts';
import type { Installations } from './installations.ts';
import { createNewChats } from './new-chats.ts';
import { createSilentSignIn } from './silent-sign-in.ts';
import { createTeams, graphChatId } from './teams.ts';
import type { Teams } from './teams.ts';
import { createTurns } from './turns.ts';

export interface GatewayParts {
  chats: Chat[];
  /** Places where many read: the bot's messages to them end up in a window of their own. */
  rooms: Room[];
  entra: Entra;
  key: SigningKey;
  cloudUrl: () => string;
  botUrl: () => string;
  now: () => number;
}

export interface Gateway {
  routes: Route[];
  deliver: DeliverToBot;
  /** What Teams sends when an admin installs the app for somebody: the bot learns where to find them. */
  installFor: (chat: Chat) => Promise<Answer[]>;
  /** What Teams sends when the sign-in window has closed itself. */
  verifySignIn: (pending: PendingSignIn, code: string) => Promise<Answer | undefined>;
  teams: Teams;
  chatOf: (chatUserId: string) => Chat | undefined;
  onFromBot: (listener: (from: FromBot) => void) => void;
  /** Makes the next such call of the bot fail; the path begins with the chat user's id: `/29:1-megan/v3/…`. */
  failNext: (fault: Fault) => void;
  holdNext: (hold: Hold) => Held;
  reset: () => void;
}

/** A channel of a team. */
export interface Room {
  conversationId: string;
  window: ChatWindow;
}

export function createGateway({ chats, rooms, entra, key, cloudUrl, botUrl, now }: GatewayParts): Gateway {
  const turns = createTurns();
  const listeners: ((from: FromBot) => void)[] = [];
  const installations = createInstallations();
  const [faults, holds] = [createFaults(), createHolds()];
  const send = createBotDelivery({ key, turns, cloudUrl, botUrl, now });
  const cardSignIn = createCardSignIn(entra.tokens, send);
  const deliver: DeliverToBot = async (chat, activity) => {
    const answer = await (activity.name === 'adaptiveCard/action' ? cardSignIn.click : send)(chat, activity);
    if (answer.status < 300) installations.heard(activity);
    return answer;
  };
  const chatAt = (port: string): Chat | undefined => chats.find((chat) => String(chat.port) === port);
  const chatOf = (chatUserId: string): Chat | undefined => chats.find((chat) => chat.persona.chatUserId === chatUserId);
  const teams = createTeams(chats, (chat) => install(deliver, chat));
  const newChats = createNewChats({ chats, installations, teams, faults });
  const connector = createConnector({
    chatAt: (port, conversationId) => chatOrRoom({ chats, rooms }, chatAt(port), conversationId),
    signInSilently: createSilentSignIn(entra.tokens, turns, deliver),
    onFromBot: (from) => listeners.forEach((listener) => listener(from)),
    faults,
    holds,
  });
  return {
    deliver,
    chatOf,
    teams,
    installFor: (chat) => install(deliver, chat),
    async verifySignIn(pending, code) {
      const chat = chatOf(pending.chatUserId);
      if (!chat) return undefined;
      return (await cardSignIn.signedIn(chat, code)) ?? deliver(chat, verifyState(chat, pending, code));
    },
    onFromBot: (listener) => void listeners.push(listener),
    failNext: faults.failNext,
    holdNext: holds.holdNext,
    reset: () => [faults, holds].forEach((each) => each.reset()),
    routes: gatewayRoutes({ chats, entra, key, cloudUrl, chatAt, installations, deliver, connector, newChats }),
  };
}

/** The chat with this id, or else the one at the port; in a room everybody looks at the room's window. */
function chatOrRoom(
  { chats, rooms }: Pick<GatewayParts, 'chats' | 'rooms'>,
  atPort: Chat | undefined,
  conversationId: string,
): Chat | undefined {
  const chat = chats.find((each) => isChat(each, conversationId)) ?? atPort;
  const room = rooms.find((each) => each.conversationId === conversationId);
  return chat && room ? { ...chat, window: room.window } : chat;
}

/** Every service URL of a tenant knows every chat of it. */
function isChat({ persona }: Chat, conversationId: string): boolean {
  return [persona.conversationId, graphChatId(persona.user.id)].includes(conversationId);
}

function verifyState({ persona }: Chat, pending: PendingSignIn, code: string): Activity {
  const conversation = { id: pending.conversationId };
  return activityFrom(persona, { type: 'invoke', name: 'signin/verifyState', value: { state: code }, conversation });
}

interface RouteParts extends Pick<GatewayParts, 'chats' | 'entra' | 'key' | 'cloudUrl'> {
  chatAt: (port: string) => Chat | undefined;
  installations: Installations;
  deliver: DeliverToBot;
  connector: Handler;
  newChats: Handler;
}

function gatewayRoutes(parts: RouteParts): Route[] {
  return [
    // The Playground asks whether anybody is there before it starts.
    route('HEAD', '/channel/:port/api/messages', () => empty(200)),
    route('POST', '/channel/:port/api/messages', (incoming) => fromChat(parts, incoming)),
    route('POST', '/connector/:port/v3/conversations', onlyForBot(parts.entra.tokens, parts.newChats)),
    route('*', '/connector/:port/*', onlyForBot(parts.entra.tokens, parts.connector)),
    route('GET', '/bf/v1/.well-known/openidconfiguration', () => json(200, channelMetadata(parts.cloudUrl()))),
    route('GET', '/bf/v1/.well-known/keys', () => json(200, channelKeys(parts.key))),
  ];
}

async function fromChat({ chats, chatAt, installations, deliver }: RouteParts, incoming: Incoming): Promise<Answer> {
  const window = chatAt(incoming.params['port'] ?? '');
  const activity = activitySchema.safeParse(jsonBody(incoming));
  if (!window || !activity.success)
    return json(400, { error: { code: 'BadSyntax', message: 'This is not an activity of a known chat.' } });
  if (installations.isRepeat(activity.data)) return empty(200);
  const author = chats.find(({ persona }) => persona.user.id === activity.data.from?.aadObjectId);
  return deliver({ ...window, persona: author?.persona ?? window.persona }, activity.data);
}

async function install(deliver: DeliverToBot, chat: Chat): Promise<Answer[]> {
  const { persona } = chat;
  const installed = activityFrom(persona, { type: 'installationUpdate', action: 'add' });
  const added = activityFrom(persona, {
    type: 'conversationUpdate',
    membersAdded: [
      { id: persona.chatUserId, name: persona.user.displayName, aadObjectId: persona.user.id },
      botAccount,
    ],
  });
  return [await deliver(chat, installed), await deliver(chat, added)];
}
