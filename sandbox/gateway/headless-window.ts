import { contosoTenantId } from '../identities.ts';
import { empty, json } from '../http/exchange.ts';
import type { Answer } from '../http/exchange.ts';
import type { Persona } from '../personas.ts';
import { activitySchema } from './activity.ts';
import type { Activity } from './activity.ts';
import type { ChatWindow, ConnectorCall } from './chat-window.ts';

export interface HeadlessWindow extends ChatWindow {
  /** What a person would see now, oldest first: updates replace, deletions remove. */
  messages: () => Activity[];
  /** The first message that fits, now or when it comes. */
  waitFor: (fits: (activity: Activity) => boolean) => Promise<Activity>;
}

/** A chat window without a browser: it keeps what it is sent. For tests, and for the sandbox without Playgrounds. */
export function headlessWindow(persona: Persona): HeadlessWindow {
  let shown: Activity[] = [];
  let waiting: { fits: (activity: Activity) => boolean; found: (activity: Activity) => void }[] = [];
  function announce(activity: Activity): void {
    const served = waiting.filter(({ fits }) => fits(activity));
    waiting = waiting.filter((waiter) => !served.includes(waiter));
    for (const { found } of served) found(activity);
  }
  function add(activity: Activity): Answer {
    const id = crypto.randomUUID();
    const added = { ...activity, id };
    if (activity.type === 'message') shown = [...shown, added];
    announce(added);
    return json(201, { id });
  }
  function replace(id: string, activity: Activity): Answer {
    if (!shown.some((message) => message.id === id))
      return json(404, { error: { code: 'ActivityNotFound', message: 'No such activity.' } });
    const replaced = { ...activity, id };
    shown = shown.map((message) => (message.id === id ? replaced : message));
    announce(replaced);
    return json(200, { id });
  }
  function remove(id: string): Answer {
    shown = shown.filter((message) => message.id !== id);
    return empty(200);
  }
  return {
    messages: () => [...shown],
    waitFor(fits) {
      const already = shown.find(fits);
      if (already) return Promise.resolve(already);
      return new Promise((found) => waiting.push({ fits, found }));
    },
    receive: (call) => Promise.resolve(answerCall(call, persona, { add, replace, remove })),
  };
}

interface Board {
  add: (activity: Activity) => Answer;
  replace: (id: string, activity: Activity) => Answer;
  remove: (id: string) => Answer;
}

function answerCall({ method, path, body }: ConnectorCall, persona: Persona, board: Board): Answer {
  const [route = ''] = path.split('?');
  if (method === 'GET') return membersAnswer(route, persona);
  const id = decodeURIComponent(/\/activities\/([^/]+)$/.exec(route)?.[1] ?? '');
  if (method === 'DELETE') return board.remove(id);
  const activity = activitySchema.safeParse(JSON.parse(body));
  if (!activity.success) return json(400, { error: { code: 'BadSyntax', message: 'This is not an activity.' } });
  return method === 'PUT' ? board.replace(id, activity.data) : board.add(activity.data);
}

function membersAnswer(route: string, persona: Persona): Answer {
  const { user } = persona;
  const member = {
    id: persona.chatUserId,
    name: user.displayName,
    aadObjectId: user.id,
    givenName: user.givenName,
    surname: user.surname,
    email: user.mail,
    userPrincipalName: user.userPrincipalName,
    tenantId: contosoTenantId,
    userRole: 'user',
  };
  if (route.endsWith('/pagedmembers')) return json(200, { members: [member] });
  return json(200, route.endsWith('/members') ? [member] : member);
}
