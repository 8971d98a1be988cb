import { z } from 'zod';
import { connectionName } from '../identities.ts';
import type { Entra } from '../entra/entra.ts';
import { empty, json, jsonBody } from '../http/exchange.ts';
import type { Answer, Incoming } from '../http/exchange.ts';
import { route } from '../http/routes.ts';
import type { Handler, Route } from '../http/routes.ts';
import type { State } from '../state.ts';
import type { Tenant } from '../tenant/tenant.ts';
import { onlyForBot } from './bot-caller.ts';
import { createSignInFlow } from './sign-in-flow.ts';
import type { SignInFlow, SignInFlowParts } from './sign-in-flow.ts';
import { answerSignInResource } from './sign-in-resource.ts';
import { createSignIns } from './sign-ins.ts';
import type { SignIns, Who } from './sign-ins.ts';
import { createUserTokens } from './user-tokens.ts';
import type { UserToken, UserTokens } from './user-tokens.ts';

export interface TokenServiceParts extends Pick<SignInFlowParts, 'loginHint' | 'onSignedIn' | 'cloudUrl'> {
  entra: Entra;
  state: State;
  tenants: ReadonlyMap<string, Tenant>;
  now: () => number;
}

export interface TokenService {
  signIns: SignIns;
  routes: Route[];
}

const exchangeBody = z.object({ token: z.string() });

export function createTokenService(parts: TokenServiceParts): TokenService {
  const { entra, state, tenants, now } = parts;
  const signIns = createSignIns(state, now);
  const userTokens = createUserTokens(tenants, entra.tokens, signIns, now);
  const flow = createSignInFlow({ ...parts, signIns, authorize: entra.authorize });
  return { signIns, routes: [...botRoutes(parts, signIns, userTokens), ...pageRoutes(flow)] };
}

function botRoutes({ entra, cloudUrl }: TokenServiceParts, signIns: SignIns, userTokens: UserTokens): Route[] {
  const forBot = (handle: Handler): Handler => onlyForBot(entra.tokens, handle);
  return [
    route(
      'GET',
      '/bf/api/usertoken/GetToken',
      forBot(async (incoming) =>
        tokenOrNothing(await userTokens.get(whoAsks(incoming), incoming.url.searchParams.get('code') ?? undefined)),
      ),
    ),
    route(
      'GET',
      '/bf/api/botsignin/GetSignInResource',
      forBot(({ url }) => answerSignInResource(signIns, cloudUrl(), url.searchParams.get('state') ?? '')),
    ),
    route(
      'POST',
      '/bf/api/usertoken/exchange',
      forBot((incoming) => exchange(userTokens, incoming)),
    ),
    route(
      'DELETE',
      '/bf/api/usertoken/SignOut',
      forBot((incoming) => {
        signIns.forget(whoAsks(incoming));
        return empty(204);
      }),
    ),
    route(
      'GET',
      '/bf/api/usertoken/GetTokenStatus',
      forBot((incoming) => tokenStatus(signIns, incoming)),
    ),
    route(
      'POST',
      '/bf/api/usertoken/GetAadTokens',
      forBot(() => json(200, {})),
    ),
  ];
}

function pageRoutes(flow: SignInFlow): Route[] {
  return [route('GET', '/bf/api/oauth/signin', flow.start), route('GET', '/bf/.auth/web/redirect', flow.finish)];
}

function whoAsks({ url }: Incoming): Who {
  return {
    chatUserId: url.searchParams.get('userId') ?? '',
    connectionName: url.searchParams.get('connectionName') ?? connectionName,
    channelId: url.searchParams.get('channelId') ?? '',
  };
}

/** The real service says "no token" with an empty 404: with any body at all, botbuilder takes the body for a token. */
function tokenOrNothing(token: UserToken | undefined): Answer {
  return token ? json(200, token) : empty(404);
}

async function exchange(userTokens: UserTokens, incoming: Incoming): Promise<Answer> {
  const body = exchangeBody.safeParse(jsonBody(incoming));
  const token = body.success ? await userTokens.exchange(whoAsks(incoming), body.data.token) : undefined;
  if (token) return json(200, token);
  return json(400, { error: { code: 'BadRequest', message: 'The token cannot be exchanged.' } });
}

function tokenStatus(signIns: SignIns, incoming: Incoming): Answer {
  const hasToken = signIns.token(whoAsks(incoming)) !== undefined;
  const { channelId } = whoAsks(incoming);
  return json(200, [{ channelId, connectionName, hasToken, serviceProviderDisplayName: 'Azure Active Directory v2' }]);
}
