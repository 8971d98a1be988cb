export interface Fault {
  method?: string | undefined;
  path: RegExp;
  status: number;
  /** The request takes effect all the same, as behind a gateway that lost patience. */
  afterWrite?: boolean | undefined;
  code?: string | undefined;
  message?: string | undefined;
  headers?: Record<string, string> | undefined;
}

export interface Faults {
  failNext: (fault: Fault) => void;
  take: (method: string, path: string) => Fault | undefined;
  reset: () => void;
}

export function createFaults(): Faults {
  const planned: Fault[] = [];
  return {
    failNext: (fault) => void planned.push(fault),
    take(method, path) {
      const index = planned.findIndex((fault) => (fault.method ?? method) === method && fault.path.test(path));
      return index < 0 ? undefined : planned.splice(index, 1)[0];
    },
    reset: () => void (planned.length = 0),
  };
}
