import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Answer, Incoming } from './exchange.ts';

export interface Listening {
  port: number;
  stop: () => Promise<void>;
}

/** Everything in the sandbox listens on 127.0.0.1: it hands out tokens to whoever asks. */
export async function listen(port: number, answer: (incoming: Incoming) => Promise<Answer>): Promise<Listening> {
  const server = createServer((request, response) => {
    respond(request, response, answer).catch((error: unknown) => fail(response, error));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  return { port: bound, stop: () => close(server) };
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  answer: (incoming: Incoming) => Promise<Answer>,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const url = new URL(request.url ?? '/', `http://${request.headers.host ?? '127.0.0.1'}`);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) headers[name] = String(value);
  const body = Buffer.concat(chunks).toString('utf8');
  const {
    status,
    headers: answered = {},
    body: text,
  } = await answer({ method: request.method ?? 'GET', url, headers, body, params: {} });
  response.writeHead(status, { 'content-length': Buffer.byteLength(text ?? ''), ...answered });
  response.end(request.method === 'HEAD' ? undefined : text);
}

function fail(response: ServerResponse, error: unknown): void {
  process.stderr.write(`sandbox: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  if (!response.headersSent) response.writeHead(500, { 'content-type': 'application/json' });
  response.end(
    JSON.stringify({ error: { code: 'SandboxError', message: 'The sandbox itself failed. Its terminal says why.' } }),
  );
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
