import { z } from 'zod';
import type { AccountRealm, AccountRealms, RealmLookup } from '../../core/ports.ts';
import { createAllowance } from './allowance.ts';

export interface AccountRealmsSettings {
  entraUrl: string;
  now: () => number;
  timeoutMilliseconds?: number;
}

const TEN_MINUTES = 600_000;
const MINUTE = 60_000;
const personalSignIn = 'login.live.com';

const flag = z.union([z.boolean(), z.string()]).nullish();

/** No contract is published for it: what matters is checked, whatever else is there is let be. */
const userRealm = z.looseObject({
  NameSpaceType: z.string(),
  IsViral: flag,
  ConsumerDomain: flag,
  AuthURL: z.string().nullish(),
});
type UserRealm = z.infer<typeof userRealm>;

/** Microsoft's own scripts compare with the word, its samples with the boolean. */
function isSet(value: z.infer<typeof flag>): boolean {
  return String(value).toLowerCase() === 'true';
}

/** Only `IsViral` is documented (Power Automate, "Delete the user from Unmanaged Tenant"): without it the domain is managed. */
function realmFrom(answer: UserRealm): AccountRealm {
  if (isSet(answer.IsViral)) return 'unmanaged';
  const type = answer.NameSpaceType.toLowerCase();
  if (isSet(answer.ConsumerDomain) || URL.parse(answer.AuthURL ?? '')?.hostname === personalSignIn) return 'personal';
  return type === 'managed' || type === 'federated' ? 'managed' : 'unknown';
}

/**
 * Asks Microsoft's sign-in service, which answers anybody: so that Farewell is no tool for trying addresses, each person
 * may ask five times in ten minutes, and all together sixty times a minute. Errors are not passed on: they hold the address.
 */
export function createAccountRealms(settings: AccountRealmsSettings): AccountRealms {
  const { entraUrl, now, timeoutMilliseconds = 5_000 } = settings;
  const perPerson = createAllowance({ times: 5, milliseconds: TEN_MINUTES, now });
  const together = createAllowance({ times: 60, milliseconds: MINUTE, now });

  async function ask(address: string): Promise<RealmLookup> {
    const query = new URLSearchParams({ user: address, 'api-version': '2.1' });
    try {
      const signal = AbortSignal.timeout(timeoutMilliseconds);
      const response = await fetch(`${entraUrl}/common/userrealm?${query.toString()}`, { redirect: 'error', signal });
      const answer = userRealm.safeParse(response.ok ? await response.json() : undefined);
      return answer.success ? { kind: 'found', realm: realmFrom(answer.data) } : { kind: 'unreachable' };
    } catch {
      return { kind: 'unreachable' };
    }
  }
  return {
    async find(address, { tenantId, userId }) {
      if (!perPerson.take(`${tenantId} ${userId}`) || !together.take('everybody')) return { kind: 'too-often' };
      return ask(address);
    },
  };
}
