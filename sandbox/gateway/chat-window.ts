import { json } from '../http/exchange.ts';
import type { Answer } from '../http/exchange.ts';
import type { Persona } from '../personas.ts';

export interface ConnectorCall {
  method: string;
  /** From `/v3` on, with the query string. */
  path: string;
  body: string;
}

/** Where the bot's messages to one persona end up. */
export interface ChatWindow {
  receive: (call: ConnectorCall) => Promise<Answer>;
}

export interface Chat {
  persona: Persona;
  port: number;
  window: ChatWindow;
  /** The bot process that hears this chat; left out, the usual one. */
  botUrl?: string | undefined;
}

/** The bot's Authorization header is not passed on: the Playground would take it to Microsoft's token service. */
export function playgroundWindow(port: number): ChatWindow {
  return {
    async receive(call) {
      const { method, path, body } = call.method === 'DELETE' ? asUpdate(call) : call;
      const hasBody = method !== 'GET' && method !== 'HEAD' && body !== '';
      try {
        const response = await fetch(`http://127.0.0.1:${port}/_connector${path}`, {
          method,
          ...(hasBody ? { body, headers: { 'content-type': 'application/json' } } : {}),
        });
        const contentType = response.headers.get('content-type') ?? 'application/json';
        return { status: response.status, headers: { 'content-type': contentType }, body: await response.text() };
      } catch {
        // 404, because the bot's connector client tries again for seconds on a 5xx.
        return json(404, {
          error: { code: 'ConversationNotFound', message: `No Playground listens on port ${port}.` },
        });
      }
    },
  };
}

/** The Playground cannot delete messages. Teams leaves a note where one was, and so does this. */
function asUpdate({ path }: ConnectorCall): ConnectorCall {
  const id = decodeURIComponent(/\/activities\/([^/?]+)/.exec(path)?.[1] ?? '');
  return { method: 'PUT', path, body: JSON.stringify({ type: 'message', id, text: 'This message has been deleted.' }) };
}
