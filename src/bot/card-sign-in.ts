import type { InvokeResponse, TurnContext } from 'botbuilder';
import type { UserTokenClient } from 'botframework-connector';
import { z } from 'zod';
import { requestOf } from '../../cards/verbs.ts';
import { turnOf } from '../../dialogs/turn.ts';
import { attempt } from '../core/errors.ts';
import { samePerson } from '../core/identity.ts';
import type { Assertions, UserAssertion } from '../core/ports.ts';
import type { Recorder } from '../core/workflow/refusal-entry.ts';
import { recordRefusedSignIn } from './refused-sign-in.ts';

export interface CardSignInSettings extends Recorder {
  assertions: Assertions;
  connectionName: string;
  userTokens: () => Promise<UserTokenClient>;
  verify: (token: string) => Promise<UserAssertion>;
}

/** Undefined when the clicker is signed in as themselves and the click may go on; otherwise what to answer instead. */
export type CardSignIn = (context: TurnContext) => Promise<InvokeResponse | undefined>;

const signInAnswer = z.object({
  authentication: z.object({ token: z.string().min(1) }).optional(),
  state: z.string().min(1).max(100).optional(),
});
const exchanged = z.object({ token: z.string().min(1) });

/**
 * Proves who clicks, as Universal Actions do it (Adaptive Cards, "Authentication flow in Universal Actions"): 401 asks
 * the client for a sign-in, which repeats the same click with a token, or with the code of a sign-in window.
 */
export function createCardSignIn(settings: CardSignInSettings): CardSignIn {
  const { assertions, connectionName, userTokens, verify } = settings;

  async function exchange(context: TurnContext, token: string): Promise<boolean> {
    const { cardAction, sender: by } = turnOf(context);
    const checked = await attempt(() => verify(token));
    if (!checked.ok || !samePerson(checked.value, by)) {
      await recordRefusedSignIn(settings, { by, from: 'click', checked, requestId: requestOf(cardAction) });
      return false;
    }
    const { channelId, from } = context.activity;
    const answer: unknown = await (await userTokens()).exchangeToken(from.id, connectionName, channelId, { token });
    return exchanged.safeParse(answer).success;
  }

  async function redeem(context: TurnContext, code: string): Promise<boolean> {
    const { channelId, from } = context.activity;
    const answer: unknown = await (await userTokens()).getUserToken(from.id, connectionName, channelId, code);
    return exchanged.safeParse(answer).success;
  }

  async function loginRequest(context: TurnContext): Promise<InvokeResponse> {
    const { speaker } = turnOf(context);
    const resource = await (await userTokens()).getSignInResource(connectionName, context.activity, '');
    const text = speaker.say('signIn.text');
    const button = { type: 'signin', title: speaker.say('signIn.title'), text, value: resource.signInLink };
    const value = { text, connectionName, tokenExchangeResource: resource.tokenExchangeResource, buttons: [button] };
    return answerWith(401, 'application/vnd.microsoft.activity.loginRequest', value);
  }

  return async (context) => {
    const { sender, cardAction } = turnOf(context);
    const given = signInAnswer.catch({}).parse(context.activity.value);
    if (given.authentication) return (await exchange(context, given.authentication.token)) ? undefined : tryByHand();
    if (given.state) return (await redeem(context, given.state)) ? undefined : loginRequest(context);
    if (cardAction?.verb === 'session.sign-in') await assertions.forget(sender);
    const current = await attempt(() => assertions.current(sender));
    return current.ok && current.value ? undefined : loginRequest(context);
  };
}

/** The token was not good enough: the client falls back to its sign-in button. */
function tryByHand(): InvokeResponse {
  const value = { code: '412', message: 'The token could not be exchanged.' };
  return answerWith(412, 'application/vnd.microsoft.error.preconditionFailed', value);
}

function answerWith(statusCode: number, type: string, value: object): InvokeResponse {
  return { status: 200, body: { statusCode, type, value } };
}
