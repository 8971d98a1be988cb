import { AsyncLocalStorage } from 'node:async_hooks';

export interface TransactionScope {
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Throws when the caller stands inside a transaction of the same database. */
  assertOutside(): void;
}

/**
 * A query beside the open transaction waits for ever on PGlite, and silently escapes the transaction on a server. So it
 * is an error on both, and the tests on PGlite find it.
 */
export function createTransactionScope(): TransactionScope {
  const scopes = new AsyncLocalStorage<{ open: boolean }>();

  async function run<T>(work: () => Promise<T>): Promise<T> {
    const scope = { open: true };
    try {
      return await scopes.run(scope, work);
    } finally {
      scope.open = false;
    }
  }

  function assertOutside(): void {
    if (scopes.getStore()?.open) throw new Error('inside a transaction, only its own connection may be used');
  }

  return { run, assertOutside };
}
