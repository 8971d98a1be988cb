import type { Assertions, AuditLog, Clock, ContactBook, Directory, RequestStore } from '../ports.ts';
import type { Policy } from '../policy.ts';

/** What the use cases need from outside. */
export interface Workflow {
  directory: Directory;
  assertions: Assertions;
  requests: RequestStore;
  audit: AuditLog;
  contacts: ContactBook;
  clock: Clock;
  policy: Policy;
}
