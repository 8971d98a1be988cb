import { z } from 'zod';
import type { Cloud, CloudChat, Seat } from '../../sandbox/cloud.ts';
import type { Activity } from '../../sandbox/gateway/activity.ts';
import type { Answer } from '../../sandbox/http/exchange.ts';
import type { PersonaName } from '../../sandbox/personas.ts';
import type { DirectoryUser } from '../../sandbox/tenant/directory.ts';

export interface CardButton {
  type: string;
  verb?: string | undefined;
  title?: string | undefined;
  data?: Record<string, unknown> | undefined;
}

/** Somebody at a chat window. */
export interface Actor {
  says: (text: string, change?: Partial<Activity>) => Promise<Answer>;
  /** Clicks the newest button with this verb; `typed` is what stands in the inputs. Answers as Teams gets it. */
  clicks: (verb: string, typed?: Record<string, unknown>, title?: string) => Promise<CardAnswer>;
  /** The newest button with this verb, as the card carries it. */
  button: (verb: string) => CardButton;
  /** Sends a click that no button made. */
  forges: (
    action: Record<string, unknown>,
    replyToId?: string,
    value?: Record<string, unknown>,
    change?: Partial<Activity>,
  ) => Promise<CardAnswer>;
  /** Waits for a message or a card that says this, and gives it. */
  hears: (text: string | RegExp) => Promise<Activity>;
  /** All that stands in the window now, as text. */
  sees: () => string[];
  /** Opens the newest sign-in card and picks an account. */
  signsIn: (as: DirectoryUser) => Promise<string>;
  /** Forgets what stands in the window, so that the next `hears` hears something new. */
  clears: () => Promise<void>;
  /** Ends what is open and signs in as somebody, in an empty window. */
  startsAs: (as: DirectoryUser) => Promise<void>;
  /** How many buttons with this verb there are to click. */
  buttons: (verb: string) => number;
  /** All of them, oldest first. */
  allButtons: (verb: string) => CardButton[];
}

export interface CardAnswer {
  status: number;
  statusCode: number | undefined;
  /** All words of the answer: of the card that takes the place, or of the message under it. */
  text: string;
  /** The card that takes the place of the clicked one. */
  card: unknown;
}

export function actor(cloud: Cloud, name: PersonaName): Actor {
  return actorAt({ chat: cloud.chats[name], window: cloud.windows[name] });
}

/** Somebody at any chat window; with `botUrl`, what is said goes to that one of several bot processes. */
export function actorAt({ chat: own, window: shown }: Seat, botUrl?: string): Actor {
  const chat: Pick<CloudChat, 'say'> = { say: (what) => own.say(what, botUrl) };
  const window = (): Activity[] => shown.messages();

  function find(verb: string, title = ''): { button: CardButton; message: Activity } {
    for (const message of window().toReversed()) {
      const button = buttonsIn(message).findLast((each) => each.verb === verb && (each.title ?? '').startsWith(title));
      if (button) return { button, message };
    }
    throw new Error(`there is no button ${verb}; the window says:\n${window().map(textOf).join('\n---\n')}`);
  }
  /** Waits for an event; the deadline is only there to say what stood in the window instead. */
  async function soon(fits: (activity: Activity) => boolean, what: string): Promise<Activity> {
    const late = new Promise<never>((_, reject) => {
      const fail = (): void =>
        reject(new Error(`waited ${what}; the window says:\n${window().map(textOf).join('\n---\n')}`));
      setTimeout(fail, PATIENCE).unref();
    });
    return Promise.race([shown.waitFor(fits), late]);
  }
  async function forges(
    action: Record<string, unknown>,
    replyToId?: string,
    value: Record<string, unknown> = {},
    change: Partial<Activity> = {},
  ): Promise<CardAnswer> {
    const answer = await chat.say({
      type: 'invoke',
      name: 'adaptiveCard/action',
      value: { action: { type: 'Action.Execute', ...action }, trigger: 'manual', ...value },
      ...(replyToId ? { replyToId } : {}),
      ...change,
    });
    return readAnswer(answer);
  }
  const allButtons = (verb: string): CardButton[] =>
    window()
      .flatMap(buttonsIn)
      .filter((each) => each.verb === verb);
  return {
    says: (text, change = {}) => chat.say({ type: 'message', text, ...change }),
    button: (verb) => find(verb).button,
    async clicks(verb, typed = {}, title = '') {
      const { button, message } = find(verb, title);
      const answer = await forges({ verb, data: { ...button.data, ...typed } }, message.id);
      if (answer.card && message.id) await shown.receive(replacement(message.id, answer.card));
      return answer;
    },
    forges,
    hears: (text) => soon((activity) => matches(textOf(activity), text), `to hear ${String(text)}`),
    sees: () => window().map(textOf),
    async signsIn(as) {
      const card = await soon((activity) => signInLink(activity) !== undefined, 'for a sign-in card');
      const page = await fetch(signInLink(card) ?? '');
      const done = await fetch(page.url, { method: 'POST', body: new URLSearchParams({ user: as.id }) });
      return done.text();
    },
    async startsAs(as) {
      await this.says('cancel');
      await this.clears();
      await this.says('sign in');
      await this.signsIn(as);
      await this.hears('You are signed in.');
      await this.clears();
    },
    async clears() {
      for (const { id } of window()) await shown.receive({ method: 'DELETE', path: pathOf(id), body: '' });
    },
    buttons: (verb) => allButtons(verb).length,
    allButtons,
  };
}

/** The mutation run knows that it waits in vain, and waits less. */
const PATIENCE = Number(process.env['TEST_PATIENCE'] ?? 20_000);
const CARD = 'application/vnd.microsoft.card.adaptive';

function pathOf(id: string | undefined): string {
  return `/v3/conversations/x/activities/${id ?? ''}`;
}

/** As Teams does it: the answered card takes the place of the clicked one. */
function replacement(id: string, card: unknown): { method: string; path: string; body: string } {
  const activity = { type: 'message', attachments: [{ contentType: CARD, content: card }] };
  return { method: 'PUT', path: pathOf(id), body: JSON.stringify(activity) };
}

const invokeAnswer = z.object({ statusCode: z.number(), type: z.string(), value: z.unknown() });

function readAnswer({ status, body }: Answer): CardAnswer {
  const read = invokeAnswer.safeParse(body === undefined || body === '' ? undefined : JSON.parse(body));
  if (!read.success) return { status, statusCode: undefined, text: body ?? '', card: undefined };
  const { statusCode, type, value } = read.data;
  if (type === CARD) return { status, statusCode, text: words(value).join('\n'), card: value };
  return { status, statusCode, text: typeof value === 'string' ? value : JSON.stringify(value), card: undefined };
}

const shownFields = new Set(['text', 'title', 'label', 'value']);

/** Every text of a card that a person can see, in order. Hidden parts count: they are one click away. */
function words(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(words);
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([name, value]) => {
    if (name === 'data') return [];
    return typeof value === 'string' && shownFields.has(name) ? [value] : words(value);
  });
}

function textOf(activity: Activity): string {
  const cards = (activity.attachments ?? []).flatMap((attachment) => words(attachment.content));
  return [activity.text, ...cards].filter(Boolean).join('\n');
}

function matches(text: string, wanted: string | RegExp): boolean {
  return typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
}

const button = z.object({
  type: z.literal('Action.Execute'),
  verb: z.string(),
  title: z.string().optional(),
  data: z.record(z.string(), z.unknown()).optional(),
});

function buttonsIn(activity: Activity): CardButton[] {
  return (activity.attachments ?? []).flatMap((attachment) => findButtons(attachment.content));
}

function findButtons(node: unknown): CardButton[] {
  if (Array.isArray(node)) return node.flatMap(findButtons);
  if (typeof node !== 'object' || node === null) return [];
  const read = button.safeParse(node);
  return read.success ? [read.data] : Object.values(node).flatMap(findButtons);
}

const oauthCard = z.looseObject({
  buttons: z.array(z.looseObject({ type: z.literal('signin'), value: z.url() })).min(1),
});

function signInLink(activity: Activity): string | undefined {
  const links = (activity.attachments ?? []).flatMap(({ content }) => {
    const read = oauthCard.safeParse(content);
    return read.success ? read.data.buttons.map((each) => each.value) : [];
  });
  return links[0];
}
