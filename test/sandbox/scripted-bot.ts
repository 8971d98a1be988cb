import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { botAppId, botSecret, connectionName } from '../../sandbox/identities.ts';
import type { Cloud } from '../../sandbox/cloud.ts';
import type { Activity } from '../../sandbox/gateway/activity.ts';

export type Reaction = (
  activity: Activity,
) => Promise<{ status: number; body?: unknown } | undefined> | { status: number; body?: unknown } | undefined;

/** Stands where the bot stands: checks the channel's signature as the bot does, and does what the test tells it. */
export interface ScriptedBot {
  received: Activity[];
  react: (reaction: Reaction) => void;
  /** The next activity that fits, or one that has come already. */
  heard: (fits: (activity: Activity) => boolean) => Promise<Activity>;
  token: () => Promise<string>;
  tokenService: (method: string, path: string, query: Record<string, string>, body?: unknown) => Promise<Response>;
  connector: (method: string, serviceUrl: unknown, path: string, body?: unknown) => Promise<Response>;
  stop: () => Promise<void>;
}

export async function startScriptedBot(cloud: Cloud): Promise<ScriptedBot> {
  const keys = createRemoteJWKSet(new URL(`${cloud.url}/bf/v1/.well-known/keys`));
  const received: Activity[] = [];
  const waiting: { fits: (activity: Activity) => boolean; found: (activity: Activity) => void }[] = [];
  let reaction: Reaction = () => undefined;
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const activity = JSON.parse(Buffer.concat(chunks).toString()) as Activity;
    const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
    const { payload } = await jwtVerify(token, keys, {
      issuer: 'https://api.botframework.com',
      audience: botAppId,
      algorithms: ['RS256'],
    });
    if (payload['serviceurl'] !== activity['serviceUrl']) throw new Error('serviceurl claim and activity differ');
    received.push(activity);
    for (const waiter of waiting.filter(({ fits }) => fits(activity))) waiter.found(activity);
    const { status, body } = (await reaction(activity)) ?? { status: 200 };
    response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(body === undefined ? '' : JSON.stringify(body));
  }
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.writeHead(401).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cloud.pointAtBot(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);

  async function token(): Promise<string> {
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: botAppId,
      client_secret: botSecret,
      scope: 'https://api.botframework.com/.default',
    });
    const response = await fetch(`${cloud.url}/${cloud.tenant.id}/oauth2/v2.0/token`, { method: 'POST', body });
    return ((await response.json()) as { access_token: string }).access_token;
  }
  async function call(method: string, url: string, body?: unknown): Promise<Response> {
    const headers = { authorization: `Bearer ${await token()}`, 'content-type': 'application/json' };
    return fetch(url, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  }
  return {
    received,
    react: (given) => void (reaction = given),
    heard(fits) {
      const already = received.find(fits);
      return already ? Promise.resolve(already) : new Promise((found) => waiting.push({ fits, found }));
    },
    token,
    tokenService: (method, path, query, body) =>
      call(
        method,
        `${cloud.url}/bf/api/${path}?${new URLSearchParams({ connectionName, channelId: 'msteams', ...query }).toString()}`,
        body,
      ),
    connector: (method, serviceUrl, path, body) => call(method, `${String(serviceUrl)}${path}`, body),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

export function signInState(activity: Activity): string {
  const conversation = {
    channelId: 'msteams',
    serviceUrl: activity['serviceUrl'],
    conversation: activity.conversation,
    user: activity.from,
    bot: activity.recipient,
  };
  return Buffer.from(JSON.stringify({ connectionName, msAppId: botAppId, conversation })).toString('base64');
}
