import { json, jsonBody } from '../http/exchange.ts';
import type { Answer, Incoming } from '../http/exchange.ts';
import type { Fault, Faults } from '../http/faults.ts';
import type { Holds } from '../http/holds.ts';
import { activitySchema } from './activity.ts';
import type { Activity } from './activity.ts';
import type { Chat } from './chat-window.ts';
import { silentCardIn } from './silent-sign-in.ts';
import type { SignInSilently } from './silent-sign-in.ts';

export interface FromBot {
  chat: Chat;
  method: string;
  path: string;
  activity: Activity | undefined;
}

export interface ConnectorParts {
  /** The chat with this id, or the one at this port. */
  chatAt: (port: string, conversationId: string) => Chat | undefined;
  signInSilently: SignInSilently;
  onFromBot: (from: FromBot) => void;
  faults: Faults;
  holds: Holds;
}

/** The bot's side of the channel: `/connector/<port>/v3/...` is the service URL it has been given. */
export function createConnector({
  chatAt,
  signInSilently,
  onFromBot,
  faults,
  holds,
}: ConnectorParts): (incoming: Incoming) => Promise<Answer> {
  // A card that was first kept back has another id in the window than the one the bot was told.
  const renamed = new Map<string, string>();
  return async (incoming) => {
    const chat = chatAt(incoming.params['port'] ?? '', conversationIn(incoming.params['rest'] ?? ''));
    if (!chat) return json(404, { error: { code: 'ConversationNotFound', message: 'There is no such chat.' } });
    const path = renamedPath(renamed, `/${incoming.params['rest'] ?? ''}`);
    const call = { method: incoming.method, path: `${path}${incoming.url.search}`, body: incoming.body };
    const activity = activitySchema.safeParse(jsonBody(incoming)).data;
    const fault = faults.take(call.method, `/${chat.persona.chatUserId}${path}`);
    if (fault) return failure(fault);
    onFromBot({ chat, method: incoming.method, path, activity });
    const card = incoming.method === 'POST' && activity ? silentCardIn(chat, activity) : undefined;
    if (!card || !activity) {
      const work = (): Promise<Answer> => chat.window.receive(call);
      return (await holds.pass(call.method, `/${chat.persona.chatUserId}${path}`, work)) ?? lost;
    }
    const id = `kept-back-${crypto.randomUUID()}`;
    signInSilently(chat, activity, card, () => {
      void chat.window.receive(call).then((shown) => rename(renamed, id, shown));
    });
    return json(201, { id });
  };
}

function conversationIn(rest: string): string {
  return decodeURIComponent(/^v3\/conversations\/([^/?]+)/.exec(rest)?.[1] ?? '');
}

/** Nobody is there any more to read it. */
const lost: Answer = { status: 503 };

/** As the connector says it: Bot Framework, "Error handling" of the REST API. */
export function failure({ status, code = 'ServiceError', message = '', headers = {} }: Omit<Fault, 'path'>): Answer {
  return json(status, { error: { code, message } }, headers);
}

function rename(renamed: Map<string, string>, id: string, shown: Answer): void {
  const body: unknown = JSON.parse(shown.body ?? '{}');
  if (typeof body === 'object' && body !== null && 'id' in body && typeof body.id === 'string')
    renamed.set(id, body.id);
}

function renamedPath(renamed: Map<string, string>, path: string): string {
  return path.replace(/(?<=\/activities\/)kept-back-[^/]+/, (id) => renamed.get(id) ?? id);
}
