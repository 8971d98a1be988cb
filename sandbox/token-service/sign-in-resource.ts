import { z } from 'zod';
import { connectionName, ssoAppIdUri } from '../identities.ts';
import { json } from '../http/exchange.ts';
import type { Answer } from '../http/exchange.ts';
import type { SignIns } from './sign-ins.ts';

const exchangeState = z.object({
  connectionName: z.string(),
  msAppId: z.string(),
  conversation: z.object({
    channelId: z.string(),
    serviceUrl: z.string(),
    conversation: z.object({ id: z.string() }),
    user: z.object({ id: z.string() }),
  }),
});

function readState(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64').toString('utf8'));
  } catch {
    return undefined;
  }
}

export function answerSignInResource(signIns: SignIns, cloudUrl: string, stateText: string): Answer {
  const state = exchangeState.safeParse(readState(stateText));
  if (!state.success)
    return json(400, { error: { code: 'BadArgument', message: 'The state parameter cannot be read.' } });
  if (state.data.connectionName !== connectionName) {
    return json(404, {
      error: { code: 'NotFound', message: `There is no connection named ${state.data.connectionName}.` },
    });
  }
  const { conversation } = state.data;
  const signInId = signIns.begin({
    chatUserId: conversation.user.id,
    connectionName,
    channelId: conversation.channelId,
    conversationId: conversation.conversation.id,
    serviceUrl: conversation.serviceUrl,
  });
  return json(200, {
    signInLink: `${cloudUrl}/bf/api/oauth/signin?signin=${signInId}`,
    tokenExchangeResource: {
      id: crypto.randomUUID(),
      uri: ssoAppIdUri,
      providerId: '30dd229c-58e3-4a48-bdfd-91ec48eb906c',
    },
    tokenPostResource: { sasUrl: `${cloudUrl}/bf/api/sas/postToken?id=${signInId}` },
  });
}
