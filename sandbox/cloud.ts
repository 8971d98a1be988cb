import { createEntra } from './entra/entra.ts';
import type { Entra } from './entra/entra.ts';
import { loadSigningKey } from './entra/signing-key.ts';
import type { Activity } from './gateway/activity.ts';
import { activityFrom } from './gateway/activity.ts';
import { playgroundWindow } from './gateway/chat-window.ts';
import type { Chat } from './gateway/chat-window.ts';
import { createGateway } from './gateway/gateway.ts';
import type { Gateway, Room } from './gateway/gateway.ts';
import { headlessWindow } from './gateway/headless-window.ts';
import type { HeadlessWindow } from './gateway/headless-window.ts';
import { createGraph } from './graph/graph.ts';
import type { Graph, GraphExchange } from './graph/graph.ts';
import { controlRoutes } from './control.ts';
import type { Answer } from './http/exchange.ts';
import { listen } from './http/listen.ts';
import { answerFrom } from './http/routes.ts';
import { guestPersona, personas } from './personas.ts';
import type { PersonaName } from './personas.ts';
import { createFileState, createMemoryState } from './state.ts';
import type { State } from './state.ts';
import { openTenants } from './tenant/tenants.ts';
import type { DirectoryUser } from './tenant/directory.ts';
import type { Tenants } from './tenant/tenants.ts';
import type { Tenant } from './tenant/tenant.ts';
import { createTokenService } from './token-service/token-service.ts';
import type { TokenService } from './token-service/token-service.ts';

export interface CloudOptions {
  port: number;
  /** Nothing is kept without it. */
  stateDir?: string | undefined;
  botUrl?: string | undefined;
  /** `headless` chats keep the bot's messages in memory; otherwise a Playground is expected at the chat's port. */
  headless?: boolean | undefined;
  chatPorts?: Partial<Record<PersonaName, number>> | undefined;
  now?: (() => number) | undefined;
}

export interface CloudChat extends Chat {
  /** Sends an activity of this persona to the bot, or to one of several processes; a plain text becomes a message. */
  say: (what: string | (Partial<Activity> & { type: string }), botUrl?: string) => Promise<Answer>;
  install: () => Promise<Answer[]>;
}

/** Somebody's chat and what stands in its window. */
export interface Seat {
  chat: CloudChat;
  window: HeadlessWindow;
}

export interface Cloud {
  url: string;
  port: number;
  tenant: Tenant;
  tenants: ReadonlyMap<string, Tenant>;
  entra: Entra;
  tokenService: TokenService;
  gateway: Gateway;
  graph: Graph;
  chats: Record<PersonaName, CloudChat>;
  /** The windows of a headless cloud; asking for them otherwise is a mistake. */
  windows: Record<PersonaName, HeadlessWindow>;
  /** A channel of a team, and what stands in it. */
  channel: Room & { window: HeadlessWindow };
  /** A group chat, and what stands in it. */
  group: Room & { window: HeadlessWindow };
  /** One more person at a window that only tests look at. */
  seat: (user: DirectoryUser) => Seat;
  pointAtBot: (url: string) => void;
  onGraphExchange: (listener: (exchange: GraphExchange) => void) => void;
  reset: () => void;
  stop: () => Promise<void>;
}

const usualPorts: Record<PersonaName, number> = { alex: 56150, megan: 56151, debra: 56152 };

export async function startCloud(options: CloudOptions): Promise<Cloud> {
  const state = options.stateDir === undefined ? createMemoryState() : createFileState(options.stateDir);
  const address = { url: '', botUrl: options.botUrl ?? 'http://127.0.0.1:3978' };
  const parts = await assemble(options, state, address);
  const { tenants, entra, gateway, tokenService, graph, windows, chats, channel, group, seated } = parts;
  function reset(): void {
    tenants.reset();
    tokenService.signIns.reset();
    entra.reset();
    graph.reset();
    gateway.teams.reset();
    gateway.reset();
  }
  const pieces = [gateway.routes, tokenService.routes, graph.routes, entra.routes];
  const routes = [...controlRoutes({ graph, entra, reset }), ...pieces.flat()];
  const server = await listen(options.port, (incoming) => answerFrom(routes, incoming));
  address.url = `http://127.0.0.1:${server.port}`;
  return {
    url: address.url,
    port: server.port,
    tenant: tenants.contoso,
    tenants: tenants.byId,
    entra,
    tokenService,
    gateway,
    graph,
    chats: {
      alex: openChat(gateway, chats.alex),
      megan: openChat(gateway, chats.megan),
      debra: openChat(gateway, chats.debra),
    },
    ...{ windows, channel, group },
    seat: (user) => seat(gateway, seated, user),
    pointAtBot: (url) => void (address.botUrl = url),
    onGraphExchange: graph.onExchange,
    reset,
    stop: server.stop,
  };
}

interface Parts extends Pick<Cloud, 'entra' | 'gateway' | 'tokenService' | 'graph' | 'windows' | 'channel' | 'group'> {
  tenants: Tenants;
  chats: Record<PersonaName, Chat>;
  /** Everybody's chat; it grows when somebody is seated. */
  seated: Chat[];
}

/** The pieces know the cloud's address as a question: with port 0 it has no answer before they listen. */
async function assemble(options: CloudOptions, state: State, address: { url: string; botUrl: string }): Promise<Parts> {
  const { headless = false, chatPorts, now = Date.now } = options;
  const [key, channelKey] = await Promise.all([
    loadSigningKey(state, 'entra-key'),
    loadSigningKey(state, 'channel-key'),
  ]);
  const cloudUrl = (): string => address.url;
  const tenants = openTenants(state);
  const byId = tenants.byId;
  const windows = {
    alex: headlessWindow(personas.alex),
    megan: headlessWindow(personas.megan),
    debra: headlessWindow(personas.debra),
  };
  const chatOf = (name: PersonaName): Chat => {
    const port = chatPorts?.[name] ?? usualPorts[name];
    // No Playground is started for Debra.
    const window = headless || name === 'debra' ? windows[name] : playgroundWindow(port);
    return { persona: personas[name], port, window };
  };
  const chats = { alex: chatOf('alex'), megan: chatOf('megan'), debra: chatOf('debra') };
  const seated: Chat[] = Object.values(chats);
  const entra = createEntra({ tenants: byId, key, cloudUrl, now });
  const botUrl = (): string => address.botUrl;
  const channel = { conversationId: '19:licences@thread.tacv2', window: headlessWindow(personas.alex) };
  const group = { conversationId: '19:licences@thread.v2', window: headlessWindow(personas.alex) };
  const shared = { entra, cloudUrl, now };
  const gateway = createGateway({ ...shared, chats: seated, rooms: [channel, group], key: channelKey, botUrl });
  const tokenService = createTokenService({
    ...{ ...shared, state, tenants: byId },
    loginHint: ({ chatUserId }) => gateway.chatOf(chatUserId)?.persona.user.userPrincipalName ?? '',
    onSignedIn: (pending, code) => void gateway.verifySignIn(pending, code),
  });
  const graph = createGraph({ tenants: byId, tokens: entra.tokens, teams: gateway.teams, cloudUrl, now });
  return { tenants, entra, gateway, tokenService, graph, windows, chats, channel, group, seated };
}

function seat(gateway: Gateway, seated: Chat[], user: DirectoryUser): Seat {
  const persona = guestPersona(user);
  const window = headlessWindow(persona);
  // A window without a Playground listens nowhere: its port only tells it from the others.
  const chat = { persona, port: 1 + seated.length, window };
  seated.push(chat);
  return { chat: openChat(gateway, chat), window };
}

function openChat(gateway: Gateway, chat: Chat): CloudChat {
  return {
    ...chat,
    say(what, botUrl) {
      const given = typeof what === 'string' ? { type: 'message', text: what } : what;
      return gateway.deliver({ ...chat, botUrl }, activityFrom(chat.persona, given));
    },
    install: () => gateway.installFor(chat),
  };
}
