import { setTimeout } from 'node:timers/promises';
import type { OutsideReader, Silence } from '../../core/understanding/outside-reader.ts';
import { answerFormat } from './answer-format.ts';
import { saidIn } from './completion.ts';
import { systemPrompt } from './prompt.ts';
import { textWithin } from './text-within.ts';

export interface AzureOpenAiSettings {
  /** Of the resource, without a path. */
  endpoint: string;
  deployment: string;
  credential: { kind: 'key'; key: string } | { kind: 'token'; token: () => Promise<string> };
  /** For everything together, the token and the second try included: somebody waits for an answer in a chat. */
  deadlineMilliseconds?: number;
}

type Said = Awaited<ReturnType<OutsideReader['read']>>;

/** An answer has a few hundred bytes of its own, and some thousand about content filters. */
const LONGEST_ANSWER = 65_536;

/** Before the second try, when the service does not say. */
const SHORT_WAIT = 300;

/** The same message shall be read the same way tomorrow, as far as the service can promise that. */
const STEADY = { temperature: 0, seed: 1, max_completion_tokens: 800 };

/** Asks a model that is deployed in Azure OpenAI, over its v1 interface for chat completions. */
export function createAzureOpenAiReader(settings: AzureOpenAiSettings): OutsideReader {
  const { deadlineMilliseconds = 4_000 } = settings;
  return {
    name: 'azure-openai',
    async read(text, locale) {
      const deadline = AbortSignal.timeout(deadlineMilliseconds);
      const end = performance.now() + deadlineMilliseconds;
      try {
        const authorization = await before(deadline, authorizationOf(settings));
        if (!authorization) return { kind: 'silent', reason: 'no-token' };
        const send = (): Promise<Response> => request(settings, authorization, { text, locale }, deadline);
        return await heard(await sendAgainIfBusy(send, end, deadline));
      } catch {
        return { kind: 'silent', reason: deadline.aborted ? 'late' : 'unreachable' };
      }
    },
  };
}

/** Undefined where Entra gives no token. */
async function authorizationOf({ credential }: AzureOpenAiSettings): Promise<Record<string, string> | undefined> {
  if (credential.kind === 'key') return { 'api-key': credential.key };
  try {
    return { authorization: `Bearer ${await credential.token()}` };
  } catch {
    return undefined;
  }
}

/** MSAL has a patience of its own, which is longer than that of somebody who chats. */
function before<T>(deadline: AbortSignal, work: Promise<T>): Promise<T> {
  const over = new Promise<never>((_, reject) => {
    deadline.addEventListener('abort', () => reject(new Error('too late')), { once: true });
  });
  return Promise.race([work, over]);
}

function request(
  { endpoint, deployment }: AzureOpenAiSettings,
  authorization: Record<string, string>,
  { text, locale }: { text: string; locale: string },
  deadline: AbortSignal,
): Promise<Response> {
  const body = {
    model: deployment,
    messages: [
      { role: 'system', content: systemPrompt },
      // JSON keeps the message in its field, whatever marks it holds.
      { role: 'user', content: JSON.stringify({ locale, message: text }) },
    ],
    response_format: answerFormat,
    ...STEADY,
  };
  return fetch(`${endpoint}/openai/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...authorization },
    body: JSON.stringify(body),
    redirect: 'error',
    signal: deadline,
  });
}

/** Once more, where the wait that is asked for ends before the deadline does. */
async function sendAgainIfBusy(send: () => Promise<Response>, end: number, deadline: AbortSignal): Promise<Response> {
  const first = await send();
  const wait = waitAskedFor(first.headers);
  if (!isBusy(first) || performance.now() + wait >= end) return first;
  await first.body?.cancel();
  await setTimeout(wait, undefined, { signal: deadline });
  return send();
}

function isBusy({ status }: Response): boolean {
  return status === 429 || status === 503;
}

/** In milliseconds. The service gives a number of either unit, and a date never. */
function waitAskedFor(headers: Headers): number {
  const [exact, seconds] = [headers.get('retry-after-ms'), headers.get('retry-after')];
  const wait = exact === null ? Number(seconds ?? NaN) * 1_000 : Number(exact);
  return wait >= 0 ? wait : SHORT_WAIT;
}

async function heard(response: Response): Promise<Said> {
  if (response.ok) return saidIn(await textWithin(response, LONGEST_ANSWER));
  const { status } = response;
  await response.body?.cancel();
  return { kind: 'silent', reason: reasonFor(response), status };
}

/** Its words are left unread: they may quote the message. */
function reasonFor(response: Response): Silence['reason'] {
  if (isBusy(response)) return 'busy';
  return response.status >= 500 ? 'unreachable' : 'refused';
}
