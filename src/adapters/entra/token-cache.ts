export interface IssuedToken {
  token: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

export interface TokenCache {
  /** The token under this key, asked for once however many wait for it. `renew` forgets the one that is there. */
  get(key: string, ask: () => Promise<IssuedToken>, renew?: boolean): Promise<string>;
}

interface Entry {
  issued: Promise<IssuedToken>;
  /** Infinite while the answer is on its way. */
  expiresAt: number;
}

/** MSAL counts a token as expired this long before its end, too. */
const marginMilliseconds = 300_000;

/** Keeps at most `limit` tokens in memory, the oldest goes first. */
export function createTokenCache(now: () => number, limit = 1_000): TokenCache {
  const entries = new Map<string, Entry>();
  function remember(key: string, ask: () => Promise<IssuedToken>): Entry {
    const entry: Entry = { issued: ask(), expiresAt: Infinity };
    entries.delete(key);
    entries.set(key, entry);
    const [oldest] = entries.keys();
    if (entries.size > limit && oldest !== undefined) entries.delete(oldest);
    entry.issued.then(
      ({ expiresAt }) => {
        entry.expiresAt = expiresAt;
      },
      () => {
        if (entries.get(key) === entry) entries.delete(key);
      },
    );
    return entry;
  }
  return {
    async get(key, ask, renew = false) {
      const known = entries.get(key);
      const usable = known && !renew && known.expiresAt - marginMilliseconds > now();
      const entry = usable ? known : remember(key, ask);
      return (await entry.issued).token;
    },
  };
}
