import type { Middleware, TurnContext } from 'botbuilder';
import { z } from 'zod';
import { turnOf } from '../../dialogs/turn.ts';
import { attempt } from '../core/errors.ts';
import { samePerson } from '../core/identity.ts';
import type { UserAssertion } from '../core/ports.ts';
import type { Recorder } from '../core/workflow/refusal-entry.ts';
import { recordRefusedSignIn } from './refused-sign-in.ts';

export interface TokenExchangeGateSettings extends Recorder {
  verify: (token: string) => Promise<UserAssertion>;
}

const exchange = z.looseObject({ id: z.string().min(1), connectionName: z.string(), token: z.string().min(1) });

async function ownToken(settings: TokenExchangeGateSettings, context: TurnContext): Promise<200 | 400 | 412> {
  const request = exchange.safeParse(context.activity.value);
  if (!request.success) return 400;
  const { sender: by } = turnOf(context);
  const checked = await attempt(() => settings.verify(request.data.token));
  if (checked.ok && samePerson(checked.value, by)) return 200;
  await recordRefusedSignIn(settings, { by, from: 'token-exchange', checked });
  return 412;
}

/**
 * Stands before the SDK's token exchange, which takes anybody's token: only a token of the sender gets through. 412 makes
 * Teams fall back to the sign-in card (Microsoft Teams, "Enable SSO for your bot").
 */
export function tokenExchangeGate(settings: TokenExchangeGateSettings): Middleware {
  return {
    async onTurn(context: TurnContext, next: () => Promise<void>): Promise<void> {
      if (context.activity.name !== 'signin/tokenExchange') return next();
      const status = await ownToken(settings, context);
      if (status === 200) return next();
      await context.sendActivity({ type: 'invokeResponse', value: { status, body: null } });
    },
  };
}
