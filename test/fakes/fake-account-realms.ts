import type { AccountRealms, RealmLookup } from '../../src/core/ports.ts';
import { Calls } from './calls.ts';

/** Knows what a test tells it, by domain. */
export class FakeAccountRealms implements AccountRealms {
  readonly calls = new Calls<keyof AccountRealms>();
  readonly answers = new Map<string, RealmLookup>();

  async find(...asked: Parameters<AccountRealms['find']>): ReturnType<AccountRealms['find']> {
    this.calls.note('find', ...asked);
    return this.answers.get(asked[0].split('@')[1] ?? '') ?? { kind: 'found', realm: 'unknown' };
  }
}
