import type { AuditEntry } from '../../src/core/audit.ts';
import type { AuditLog, Pause, PauseSwitch } from '../../src/core/ports.ts';

export class FakePauseSwitch implements PauseSwitch {
  readonly #audit: AuditLog;
  #pause: Pause | undefined;

  constructor(audit: AuditLog) {
    this.#audit = audit;
  }

  async current(): Promise<Pause | undefined> {
    return structuredClone(this.#pause);
  }

  async set(pause: Pause | undefined, audit: readonly AuditEntry[]): Promise<void> {
    this.#pause = structuredClone(pause);
    await this.#audit.append(audit);
  }
}
