/** Records by id over a seed that never changes; only what differs from the seed is kept and saved. */
export interface Collection<T extends { id: string }> {
  all: () => T[];
  get: (id: string) => T | undefined;
  put: (record: T) => void;
  remove: (id: string) => void;
  changes: () => Record<string, T | null>;
  reset: () => void;
}

export function createCollection<T extends { id: string }>(
  seed: readonly T[],
  saved: Record<string, T | null>,
  changed: () => void,
): Collection<T> {
  const differing = new Map<string, T | null>(Object.entries(saved));
  const records = new Map<string, T>();
  function rebuild(): void {
    records.clear();
    for (const record of seed) records.set(record.id, record);
    for (const [id, record] of differing) {
      if (record) records.set(id, record);
      else records.delete(id);
    }
  }
  function change(id: string, record: T | null): void {
    differing.set(id, record);
    if (record) records.set(id, record);
    else records.delete(id);
    changed();
  }
  rebuild();
  return {
    all: () => [...records.values()],
    get: (id) => records.get(id),
    put: (record) => change(record.id, record),
    remove: (id) => change(id, null),
    changes: () => Object.fromEntries(differing),
    reset() {
      differing.clear();
      rebuild();
      changed();
    },
  };
}
