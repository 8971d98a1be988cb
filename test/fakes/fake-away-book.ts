import { samePerson } from '../../src/core/identity.ts';
import type { PersonKey } from '../../src/core/identity.ts';
import type { Away, AwayBook } from '../../src/core/ports.ts';

export class FakeAwayBook implements AwayBook {
  #absences: Away[] = [];

  async save(away: Away): Promise<void> {
    await this.end(away.person);
    this.#absences.push(structuredClone(away));
  }

  async end(of: PersonKey): Promise<void> {
    this.#absences = this.#absences.filter((each) => !samePerson(each.person, of));
  }

  async find(of: PersonKey, now: Date): Promise<Away | undefined> {
    const found = this.#absences.find((each) => samePerson(each.person, of) && each.until > now.toISOString());
    return structuredClone(found);
  }
}
