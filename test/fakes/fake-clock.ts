import type { Clock } from '../../src/core/ports.ts';

/** Time that moves when a test moves it. A pause takes no time and moves the clock by its length. */
export class FakeClock implements Clock {
  #now: number;
  readonly pauses: number[] = [];

  constructor(start = '2026-11-20T09:00:00.000Z') {
    this.#now = Date.parse(start);
  }

  now(): Date {
    return new Date(this.#now);
  }

  async pause(milliseconds: number): Promise<void> {
    this.pauses.push(milliseconds);
    this.#now += milliseconds;
  }

  set(moment: string | Date): void {
    this.#now = new Date(moment).getTime();
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds;
  }
}
