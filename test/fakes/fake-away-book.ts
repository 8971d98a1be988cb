import type { AuditEntry } from '../../src/core/audit.ts';
import { samePerson } from '../../src/core/identity.ts';
import type { PersonKey } from '../../src/core/identity.ts';
import type { AuditLog, Away, AwayBook } from '../../src/core/ports.ts';

export class FakeAwayBook implements AwayBook {
  readonly #audit: AuditLog;
  #absences: Away[] = [];

  constructor(audit: AuditLog) {
    this.#audit = audit;
  }

  async save(away: Away, audit: readonly AuditEntry[]): Promise<void> {
    await this.end(away.person, audit);
    this.#absences.push(structuredClone(away));
  }

  async end(of: PersonKey, audit: readonly AuditEntry[]): Promise<void> {
    this.#absences = this.#absences.filter((each) => !samePerson(each.person, of));
    await this.#audit.append(audit);
  }

  async find(of: PersonKey, now: Date): Promise<Away | undefined> {
    const found = this.#absences.find((each) => samePerson(each.person, of) && each.until > now.toISOString());
    return structuredClone(found);
  }
}
