import type { FollowUp } from '../../core/ports.ts';

export interface QueueSetting {
  retryLimit: number;
  retryDelay: number;
  retryDelayMax: number;
  expireInSeconds: number;
}

const hour = 3600;

/** Retries wait twice as long each time, from `retryDelay` up to `retryDelayMax` seconds. */
export const queueSettings: Record<FollowUp['kind'], QueueSetting> = {
  /** Half an hour, some fifty times: a day in which Teams may come back. */
  show: { retryLimit: 56, retryDelay: 5, retryDelayMax: hour / 2, expireInSeconds: hour / 4 },
  /** A minute, for four hours: as long as an approval may wait for its execution. A closed tenant takes hours itself. */
  execute: { retryLimit: 250, retryDelay: 2, retryDelayMax: 60, expireInSeconds: 12 * hour },
  expire: { retryLimit: 100, retryDelay: 5, retryDelayMax: 600, expireInSeconds: 60 },
  nudge: { retryLimit: 100, retryDelay: 5, retryDelayMax: 600, expireInSeconds: 120 },
};

/** Jobs that one process works on at once. Each holds a database connection: see server-database.ts. */
export const workers: Record<FollowUp['kind'], number> = { show: 4, execute: 4, expire: 1, nudge: 1 };

/**
 * A worker says every 5 s that it lives; one that was silent for 10 s (pg-boss allows no less) is dead, and somebody
 * looks every 5 s. So work goes on within about 20 s of a crash, while a long execution is left alone.
 */
export const heartbeatSeconds = 10;
export const superviseSeconds = 5;

/** Jobs that gave up stay here for a year, for somebody to look at. */
export const deadLetterQueue = 'gave-up';
export const deadLetterRetentionSeconds = 365 * 24 * hour;

/** Below pg-boss's 0.5 s there is nothing; new jobs do not wait for it, they are announced with NOTIFY at commit. */
export const pollingSeconds = 0.5;

/** Hosts kill a process 30 s after they asked it to stop. */
export const stopMilliseconds = 25_000;
