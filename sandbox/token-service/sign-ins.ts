import { randomInt } from 'node:crypto';
import { z } from 'zod';
import type { State } from '../state.ts';

const who = z.object({ chatUserId: z.string(), connectionName: z.string(), channelId: z.string() });
const signedIn = z.object({ tenantId: z.string(), oid: z.string(), token: z.string(), expiresAt: z.number() });
const pending = who.extend({ conversationId: z.string(), serviceUrl: z.string() });
const unredeemed = z.object({ code: z.string(), tenantId: z.string(), oid: z.string(), expiresAt: z.number() });
const saved = z.object({
  tokens: z.record(z.string(), signedIn),
  pending: z.record(z.string(), pending),
  unredeemed: z.record(z.string(), unredeemed),
});

/** A token belongs to one chat user, one connection and one channel; so does a code. */
export type Who = z.infer<typeof who>;
export type SignedInToken = z.infer<typeof signedIn>;
export type PendingSignIn = z.infer<typeof pending>;

const codeLifetimeMs = 10 * 60_000;

export interface SignIns {
  begin: (pending: PendingSignIn) => string;
  pending: (signInId: string) => PendingSignIn | undefined;
  complete(
    signInId: string,
    person: { tenantId: string; oid: string },
  ): { code: string; pending: PendingSignIn } | undefined;
  redeem: (who: Who, code: string) => { tenantId: string; oid: string } | undefined;
  token: (who: Who) => SignedInToken | undefined;
  keep: (who: Who, token: SignedInToken) => void;
  forget: (who: Who) => void;
  reset: () => void;
}

function keyOf({ chatUserId, connectionName, channelId }: Who): string {
  return JSON.stringify([chatUserId, connectionName, channelId]);
}

export function createSignIns(state: State, now: () => number): SignIns {
  const read = saved.safeParse(state.read('sign-ins')).data;
  const tokens = new Map(Object.entries(read?.tokens ?? {}));
  const waiting = new Map(Object.entries(read?.pending ?? {}));
  const codes = new Map(Object.entries(read?.unredeemed ?? {}));
  function changed<T>(result: T): T {
    const [kept, pending, unredeemed] = [tokens, waiting, codes].map((map) => Object.fromEntries<unknown>(map));
    state.write('sign-ins', { tokens: kept, pending, unredeemed });
    return result;
  }
  return {
    begin(given) {
      const id = crypto.randomUUID();
      waiting.set(id, given);
      return changed(id);
    },
    pending: (signInId) => waiting.get(signInId),
    complete(signInId, person) {
      const pending = waiting.get(signInId);
      if (!pending) return undefined;
      waiting.delete(signInId);
      const code = String(randomInt(1_000_000)).padStart(6, '0');
      codes.set(keyOf(pending), { code, ...person, expiresAt: now() + codeLifetimeMs });
      return changed({ code, pending });
    },
    redeem(given, code) {
      const found = codes.get(keyOf(given));
      if (found?.code !== code || found.expiresAt < now()) return undefined;
      codes.delete(keyOf(given));
      return changed({ tenantId: found.tenantId, oid: found.oid });
    },
    token: (given) => tokens.get(keyOf(given)),
    keep: (given, token) => void changed(tokens.set(keyOf(given), token)),
    forget: (given) => void changed(tokens.delete(keyOf(given))),
    reset() {
      for (const map of [tokens, waiting, codes]) map.clear();
      changed(undefined);
    },
  };
}
