import type { Middleware, TurnContext } from 'botbuilder';
import { z } from 'zod';
import { turnOf } from '../../dialogs/turn.ts';
import { samePerson } from '../core/identity.ts';
import type { UserAssertion } from '../core/ports.ts';

const exchange = z.looseObject({ id: z.string().min(1), connectionName: z.string(), token: z.string().min(1) });

async function ownToken(
  context: TurnContext,
  verify: (token: string) => Promise<UserAssertion>,
): Promise<200 | 400 | 412> {
  const request = exchange.safeParse(context.activity.value);
  if (!request.success) return 400;
  try {
    return samePerson(await verify(request.data.token), turnOf(context).sender) ? 200 : 412;
  } catch {
    return 412;
  }
}

/**
 * Stands before the SDK's token exchange, which takes anybody's token: only a token of the sender gets through. 412 makes
 * Teams fall back to the sign-in card (Microsoft Teams, "Enable SSO for your bot").
 */
export function tokenExchangeGate(verify: (token: string) => Promise<UserAssertion>): Middleware {
  return {
    async onTurn(context: TurnContext, next: () => Promise<void>): Promise<void> {
      if (context.activity.name !== 'signin/tokenExchange') return next();
      const status = await ownToken(context, verify);
      if (status === 200) return next();
      await context.sendActivity({ type: 'invokeResponse', value: { status, body: null } });
    },
  };
}
