import type { AuditEntry } from '../audit.ts';
import { keyOf } from '../identity.ts';
import type { PersonKey, RequestId } from '../identity.ts';
import type { AuditLog, Clock } from '../ports.ts';

/** Whose audit it goes to, and when it is. */
export interface Recorder {
  audit: AuditLog;
  clock: Pick<Clock, 'now'>;
}

export interface Refusal {
  event: Extract<AuditEntry['event'], `${string}-refused`>;
  actor: PersonKey;
  requestId?: RequestId | undefined;
  data: { problem: string } & Record<string, unknown>;
}

/** Writes down what somebody tried and was not let. It changes nothing else, so it has no transaction to be part of. */
export async function recordRefusal({ audit, clock }: Recorder, refusal: Refusal): Promise<void> {
  const { event, actor, requestId, data } = refusal;
  const entry: AuditEntry = { at: clock.now().toISOString(), event, actor: keyOf(actor), data };
  await audit.append([requestId ? { ...entry, requestId } : entry]);
}
