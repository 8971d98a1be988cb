export interface Call<Method extends string> {
  method: Method;
  args: readonly unknown[];
}

/** What a fake was asked, and what it is told to answer with an error. */
export class Calls<Method extends string> {
  readonly made: Call<Method>[] = [];
  #errors = new Map<Method, { error: Error; times: number }>();

  /** Makes a method throw, always or so many times. */
  fail(method: Method, error: Error, times = Infinity): void {
    this.#errors.set(method, { error, times });
  }

  /** Ends what `fail` began. */
  heal(method: Method): void {
    this.#errors.delete(method);
  }

  /** The arguments of every call of one method, oldest first. */
  of(method: Method): (readonly unknown[])[] {
    return this.made.filter((call) => call.method === method).map((call) => call.args);
  }

  /** For the fakes: first line of every method. */
  note(method: Method, ...args: readonly unknown[]): void {
    this.made.push({ method, args: structuredClone(args) });
    const planned = this.#errors.get(method);
    if (!planned || planned.times <= 0) return;
    planned.times -= 1;
    throw planned.error;
  }
}
