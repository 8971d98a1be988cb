import type { Assertions, AuditLog, Clock, ContactBook, Directory, Reach, RequestStore } from '../ports.ts';
import type { Policy } from '../policy.ts';

/** What the use cases need from outside. */
export interface Workflow {
  directory: Directory;
  assertions: Assertions;
  requests: RequestStore;
  audit: AuditLog;
  contacts: ContactBook;
  /** Undefined where nothing is installed for anybody: people open Farewell themselves. */
  reach?: Reach | undefined;
  clock: Clock;
  policy: Policy;
}
