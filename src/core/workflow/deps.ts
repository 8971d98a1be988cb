import type {
  Assertions,
  AuditLog,
  AwayBook,
  Clock,
  ContactBook,
  Directory,
  PauseSwitch,
  Reach,
  RequestBook,
  RequestStore,
} from '../ports.ts';
import type { UserId } from '../identity.ts';
import type { Policies } from '../policy.ts';

/** What the use cases need from outside. */
export interface Workflow {
  directory: Directory;
  assertions: Assertions;
  requests: RequestStore;
  book: RequestBook;
  audit: AuditLog;
  contacts: ContactBook;
  away: AwayBook;
  pause: PauseSwitch;
  /** Object ids of those who may pause every execution. */
  operators: readonly UserId[];
  /** Whom people are sent to for help: a mail address or a page; undefined where nobody is named. */
  adminContact?: string | undefined;
  /** Undefined where nothing is installed for anybody: people open Farewell themselves. */
  reach?: Reach | undefined;
  clock: Clock;
  policies: Policies;
}
