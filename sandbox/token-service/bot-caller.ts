import { botAppId } from '../identities.ts';
import { bearer, json } from '../http/exchange.ts';
import type { Answer, Incoming } from '../http/exchange.ts';
import type { Handler } from '../http/routes.ts';
import { botAudience } from '../entra/tokens.ts';
import type { Tokens } from '../entra/tokens.ts';

/** The token service and the connector answer the bot only, and know it by its client-credentials token. */
export function onlyForBot(tokens: Tokens, handle: Handler): Handler {
  return async (incoming) => {
    const refusal = await refusalFor(tokens, incoming);
    return refusal ?? handle(incoming);
  };
}

async function refusalFor(tokens: Tokens, incoming: Incoming): Promise<Answer | undefined> {
  const token = bearer(incoming);
  if (!token) return unauthorized('Authorization has been denied for this request: there is no bearer token.');
  try {
    const claims = await tokens.verify(token, botAudience);
    return claims['appid'] === botAppId ? undefined : unauthorized('The token is of another application.');
  } catch {
    return unauthorized('The token is not valid.');
  }
}

function unauthorized(message: string): Answer {
  return json(401, { error: { code: 'AuthorizationFailed', message } });
}
