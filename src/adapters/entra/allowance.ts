export interface AllowanceRules {
  times: number;
  milliseconds: number;
  now: () => number;
}

/** Says yes to each key so many times within so long. Kept in this process: several have one allowance each. */
export function createAllowance({ times, milliseconds, now }: AllowanceRules): { take(key: string): boolean } {
  const used = new Map<string, number[]>();
  function recent(key: string, since: number): number[] {
    return (used.get(key) ?? []).filter((moment) => moment > since);
  }
  return {
    take(key) {
      const since = now() - milliseconds;
      for (const other of used.keys()) if (recent(other, since).length === 0) used.delete(other);
      const moments = recent(key, since);
      if (moments.length >= times) return false;
      used.set(key, [...moments, now()]);
      return true;
    },
  };
}
