import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';

/** What the pretend service says next. Without a body it is a chat completion that says `says`. */
export interface PlannedAnswer {
  status?: number;
  headers?: Record<string, string>;
  says?: unknown;
  body?: string;
  /** Milliseconds before it answers. */
  after?: number;
  hangUp?: boolean;
}

/** One chat completion as it was asked for. */
export interface Asked {
  path: string;
  headers: Record<string, unknown>;
  body: z.infer<typeof question>;
}

const question = z.strictObject({
  model: z.string(),
  messages: z.tuple([
    z.strictObject({ role: z.literal('system'), content: z.string() }),
    z.strictObject({ role: z.literal('user'), content: z.string() }),
  ]),
  response_format: z.strictObject({
    type: z.literal('json_schema'),
    json_schema: z.strictObject({ name: z.string(), strict: z.literal(true), schema: z.looseObject({}) }),
  }),
  temperature: z.literal(0),
  seed: z.number(),
  max_completion_tokens: z.number().max(1_000),
});

export interface PretendAzureOpenAi {
  url: string;
  asked: Asked[];
  /** The answers to come; after them, it is overloaded. */
  plan(...answers: PlannedAnswer[]): void;
  forget(): void;
  stop(): Promise<void>;
}

/** The body of a chat completion, as the service words it. */
export function completionThat(says: unknown, finishReason = 'stop', refusal: string | null = null): string {
  const content = typeof says === 'string' ? says : JSON.stringify(says);
  const message = { role: 'assistant', content, refusal, annotations: [] };
  const choice = { index: 0, finish_reason: finishReason, logprobs: null, message, content_filter_results: {} };
  return JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion', choices: [choice], prompt_filter_results: [] });
}

/** An Azure OpenAI resource on this machine, over real HTTP, that says what a test tells it to. */
export async function startPretendAzureOpenAi(): Promise<PretendAzureOpenAi> {
  const planned: PlannedAnswer[] = [];
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const body = question.parse(JSON.parse(await text(request)));
      asked.push({ path: request.url ?? '', headers: request.headers, body });
      const { status = 200, headers, says, after = 0, hangUp, ...answer } = planned.shift() ?? { status: 429 };
      if (hangUp) return void request.socket.destroy();
      await setTimeout(after);
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end('body' in answer ? answer.body : completionThat(says));
    })().catch(() => response.writeHead(400).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the pretend Azure OpenAI has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked,
    plan: (...answers) => void planned.push(...answers),
    forget() {
      planned.length = 0;
      asked.length = 0;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
