import type { Logger } from 'pino';
import type { BotStorage } from '../adapters/postgres/bot-storage.ts';

const HOUR = 3_600_000;

/** Marks of single sign-ons and of orders from groups, that nobody reads after minutes and nobody else deletes. */
export function sweepSignInMarks(storage: BotStorage, log: Logger): void {
  const sweep = (): void => {
    storage
      .sweep(new Date(Date.now() - HOUR))
      .catch((error: unknown) => log.warn({ err: error }, 'sign-in marks not swept'));
  };
  setInterval(sweep, HOUR).unref();
}
