import { connectionName, ssoAppId } from '../identities.ts';
import type { Tokens } from '../entra/tokens.ts';
import type { Tenant } from '../tenant/tenant.ts';
import type { SignIns, Who } from './sign-ins.ts';

export interface UserToken {
  channelId: string;
  connectionName: string;
  token: string;
  expiration: string;
}

export interface UserTokens {
  get: (who: Who, code: string | undefined) => Promise<UserToken | undefined>;
  exchange: (who: Who, ssoToken: string) => Promise<UserToken | undefined>;
}

const renewBeforeMs = 5 * 60_000;

export function createUserTokens(
  tenants: ReadonlyMap<string, Tenant>,
  tokens: Tokens,
  signIns: SignIns,
  now: () => number,
): UserTokens {
  async function issue(who: Who, tenantId: string, oid: string): Promise<UserToken | undefined> {
    const user = tenants.get(tenantId)?.users.get(oid);
    if (!user || user.deletedDateTime !== null || !user.accountEnabled) {
      signIns.forget(who);
      return undefined;
    }
    const { token, expiresAt } = await tokens.mintUserAssertion(tenantId, user);
    signIns.keep(who, { tenantId, oid, token, expiresAt });
    return shape(who, token, expiresAt);
  }
  return {
    async get(who, code) {
      if (who.connectionName !== connectionName) return undefined;
      // The SDK's samples send an empty code where they mean none, and the service takes it so.
      if (code) {
        const person = signIns.redeem(who, code);
        return person && issue(who, person.tenantId, person.oid);
      }
      const kept = signIns.token(who);
      if (!kept) return undefined;
      // The same token until shortly before its end: on-behalf-of caches are keyed by it.
      if (kept.expiresAt - renewBeforeMs > now()) return shape(who, kept.token, kept.expiresAt);
      return issue(who, kept.tenantId, kept.oid);
    },
    async exchange(who, ssoToken) {
      if (who.connectionName !== connectionName) return undefined;
      try {
        const claims = await tokens.verify(ssoToken, ssoAppId);
        return await issue(who, String(claims['tid']), String(claims['oid']));
      } catch {
        return undefined;
      }
    },
  };
}

function shape(who: Who, token: string, expiresAt: number): UserToken {
  return {
    channelId: who.channelId,
    connectionName: who.connectionName,
    token,
    expiration: new Date(expiresAt).toISOString(),
  };
}
