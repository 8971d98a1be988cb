import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { ClaimsIdentity } from 'botframework-connector';
import { afterEach, describe, expect, it } from 'vitest';
import { createChannelAuthentication } from '../../src/bot/channel-authentication.ts';
import { botId, channelIssuer, contoso } from '../front-door/pretend-channel.ts';

describe('a call to the channel is given up', () => {
  let server: ReturnType<typeof createServer>;
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  /** Sends a message through a channel that answers like this. */
  async function send(answer: RequestListener): Promise<unknown> {
    server = createServer(answer);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the channel has no port');
    const url = `http://127.0.0.1:${address.port}`;
    const authentication = createChannelAuthentication({
      bot: { id: botId, tenantId: contoso },
      channel: { issuer: channelIssuer, metadataUrl: url, tokenServiceUrl: url, scope: channelIssuer },
      tokens: () => Promise.resolve({ accessToken: 'a token', expiresOn: new Date(Date.now() + 3_600_000) }),
      patienceMilliseconds: 300,
    });
    const identity = new ClaimsIdentity([
      { type: 'aud', value: botId },
      { type: 'appid', value: botId },
    ]);
    const client = await authentication.createConnectorFactory(identity).create(url, channelIssuer);
    return client.conversations.sendToConversation('a:1', { type: 'message', text: 'hello' });
  }

  it('when the channel wants to be left alone for an hour', async () => {
    const busy = send((_, response) => void response.writeHead(429, { 'retry-after': '3600' }).end());
    await expect(busy).rejects.toThrow(/abort/i);
  });

  it('when no answer comes', async () => {
    await expect(send(() => undefined)).rejects.toThrow(/abort/i);
  });

  it('and is made again when the channel wants a moment', async () => {
    let calls = 0;
    const sent = await send((_, response) => {
      calls += 1;
      if (calls === 1) response.writeHead(429, { 'retry-after': '0' }).end();
      else response.writeHead(201, { 'content-type': 'application/json' }).end('{"id":"message-1"}');
    });
    expect([sent, calls]).toMatchObject([{ id: 'message-1' }, 2]);
  });
});
