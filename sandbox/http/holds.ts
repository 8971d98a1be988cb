/** A request to be kept waiting, by its method and its path. */
export interface Hold {
  method: string;
  path: RegExp;
  /** It takes effect first, and only its answer waits. */
  afterWrite?: boolean | undefined;
}

/** One request that waits, as a slow service would let it. */
export interface Held {
  /** Resolves when the request is there. */
  reached: Promise<unknown>;
  /** Lets it go on. */
  release: () => void;
  /** It is lost on its way: what has not taken effect never does. */
  drop: () => void;
}

interface Waiting {
  hold: Hold;
  arrive: () => void;
  end: Promise<'released' | 'dropped'>;
}

export interface Holds {
  holdNext: (hold: Hold) => Held;
  /** Runs `work` when nothing holds the request, or when it is let go; undefined when it was lost before. */
  pass: <T>(method: string, path: string, work: () => Promise<T>) => Promise<T | undefined>;
  reset: () => void;
}

export function createHolds(): Holds {
  const planned: Waiting[] = [];
  function take(method: string, path: string): Waiting | undefined {
    const index = planned.findIndex(({ hold }) => hold.method === method && hold.path.test(path));
    return index < 0 ? undefined : planned.splice(index, 1)[0];
  }
  return {
    holdNext(hold) {
      const reached = Promise.withResolvers();
      const end = Promise.withResolvers<'released' | 'dropped'>();
      planned.push({ hold, arrive: () => reached.resolve(undefined), end: end.promise });
      return {
        reached: reached.promise,
        release: () => end.resolve('released'),
        drop: () => end.resolve('dropped'),
      };
    },
    async pass(method, path, work) {
      const waiting = take(method, path);
      if (!waiting) return work();
      const early = waiting.hold.afterWrite ? await work() : undefined;
      waiting.arrive();
      const how = await waiting.end;
      if (waiting.hold.afterWrite) return early;
      return how === 'released' ? work() : undefined;
    },
    reset: () => void (planned.length = 0),
  };
}
