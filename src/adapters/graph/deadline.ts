import type { Context, Middleware } from '@microsoft/microsoft-graph-client';

/** Every attempt has its own time: waiting for Graph's Retry-After does not count. */
export class Deadline implements Middleware {
  readonly #milliseconds: number;
  #next: Middleware | undefined;

  constructor(milliseconds: number) {
    this.#milliseconds = milliseconds;
  }

  async execute(context: Context): Promise<void> {
    context.options = { ...context.options, signal: AbortSignal.timeout(this.#milliseconds) };
    await this.#next?.execute(context);
  }

  setNext(next: Middleware): void {
    this.#next = next;
  }
}
