import type { Logger } from 'pino';
import restify from 'restify';
import type { Request, Response, Server } from 'restify';
import { checkOrigin } from './front-door/activity-origin.ts';
import type { Activity } from './front-door/activity-origin.ts';
import { createChannelTokenGate } from './front-door/channel-token.ts';
import type { ChannelTokenGate } from './front-door/channel-token.ts';
import { readJson } from './front-door/json-body.ts';
import { bodyOf, Refusal, statusOf } from './front-door/refusal.ts';
import type { Answer } from './front-door/refusal.ts';

/** A request that was let in, with its activity parsed. */
type ActivityRequest = Omit<Request, 'body' | 'method'> & { body: Activity; method: string };

export interface ServerParts {
  botId: string;
  channelIssuer: string;
  channelMetadataUrl: string;
  allowedTenants: readonly string[];
  /** Answers the request itself. */
  processActivity: (request: ActivityRequest, response: Response) => Promise<void>;
  /** False, or a rejection, while something the bot cannot work without is missing. */
  isReady: () => Promise<boolean>;
  /** Hears of every activity that was turned away. */
  onRefusal: (refusal: Refusal) => void;
  log: Pick<Logger, 'warn' | 'error'>;
}

/** Far above the largest activity Teams sends (28 KB of card data plus the envelope). */
const bodyLimit = 256 * 1024;

/** The front door: everything is refused here unless the channel signed it, and nothing is read before that is known. */
export function createServer(parts: ServerParts): Server {
  const gate = createChannelTokenGate({
    issuer: parts.channelIssuer,
    metadataUrl: parts.channelMetadataUrl,
    audience: parts.botId,
  });
  const server = restify.createServer({ name: '' });
  limitConnections(server);
  hideErrors(server);
  server.get('/healthz', (_request, response, next) => {
    answerJson(response, 200, '{"status":"alive"}');
    next();
  });
  server.get('/readyz', async (_request, response) => answerReadiness(parts, response));
  server.post('/api/messages', async (request, response) => receive(parts, gate, request, response));
  return server;
}

/**
 * One function, not a chain of handlers: in restify 12 an async handler cannot stop the ones behind it by returning,
 * so a gate of its own would answer 401 and the bot would still run.
 */
async function receive(
  parts: ServerParts,
  gate: ChannelTokenGate,
  request: Request,
  response: Response,
): Promise<void> {
  try {
    const serviceUrl = await gate(request.headers.authorization);
    const body = checkOrigin(await readJson(request, bodyLimit), {
      botId: parts.botId,
      allowedTenants: parts.allowedTenants,
      serviceUrl,
    });
    await parts.processActivity(Object.assign(request, { body, method: 'POST' }), response);
  } catch (error) {
    refuse(parts, response, error);
  }
}

function refuse({ log, onRefusal }: ServerParts, response: Response, error: unknown): void {
  if (error instanceof Refusal) onRefusal(error);
  if (!(error instanceof Refusal)) log.error({ err: error }, 'activity failed');
  // The cause of another refusal may hold the token's claims.
  else if (error.answer === 'unavailable') log.error({ err: error.cause, reason: error.reason }, 'activity refused');
  else log.warn({ answer: error.answer, reason: error.reason }, 'activity refused');
  if (response.headersSent) response.end();
  else answerWith(response, error instanceof Refusal ? error.answer : 'internal');
}

async function answerReadiness({ isReady, log }: ServerParts, response: Response): Promise<void> {
  const ready = await isReady().catch((error: unknown) => {
    log.warn({ err: error }, 'not ready');
    return false;
  });
  if (ready) answerJson(response, 200, '{"status":"ready"}');
  else answerWith(response, 'unavailable');
}

function answerWith(response: Response, answer: Answer): void {
  answerJson(response, statusOf(answer), bodyOf(answer));
}

function answerJson(response: Response, status: number, body: string): void {
  response.sendRaw(status, body, { 'content-type': 'application/json', 'cache-control': 'no-store' });
}

/** Slow senders hold a socket for half a minute at most; idle ones outlive the 60 s of common load balancers. */
function limitConnections({ server }: Server): void {
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  server.keepAliveTimeout = 65_000;
  if ('maxRequestsPerSocket' in server) server.maxRequestsPerSocket = 10_000;
}

/** restify's own errors repeat the path, and whatever an exception says. */
function hideErrors(server: Server): void {
  server.on('restifyError', (_request: Request, response: Response, error: unknown, done: () => void) => {
    if (!response.headersSent) answerWith(response, answerFor(error));
    done();
  });
}

function answerFor(error: unknown): Answer {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  if (status === 404) return 'not-found';
  return status === 405 ? 'method-not-allowed' : 'internal';
}
