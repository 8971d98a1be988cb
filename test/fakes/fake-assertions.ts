import { samePerson } from '../../src/core/identity.ts';
import type { PersonKey } from '../../src/core/identity.ts';
import type { Assertions, UserAssertion } from '../../src/core/ports.ts';
import { Calls } from './calls.ts';

/** Nobody is signed in until a test says so. */
export class FakeAssertions implements Assertions {
  readonly calls = new Calls<keyof Assertions>();
  #signedIn: UserAssertion[] = [];

  async current(of: PersonKey): Promise<UserAssertion | undefined> {
    this.calls.note('current', of);
    return this.#signedIn.find((assertion) => samePerson(assertion, of));
  }

  async forget(of: PersonKey): Promise<void> {
    this.calls.note('forget', of);
    this.signOut(of);
  }

  signIn({ tenantId, userId }: PersonKey): UserAssertion {
    const assertion = { tenantId, userId, token: `token of ${userId}`, tokenId: `uti of ${userId}` };
    this.signOut(assertion);
    this.#signedIn.push(assertion);
    return assertion;
  }

  signOut(of: PersonKey): void {
    this.#signedIn = this.#signedIn.filter((assertion) => !samePerson(assertion, of));
  }
}
