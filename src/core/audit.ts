import type { PersonKey, RequestId } from './identity.ts';

/** One thing that happened, in the past tense. `data` holds ids and texts people wrote; never a token. */
export interface AuditEntry {
  at: string;
  event:
    | 'request-submitted'
    | 'request-refused'
    | 'decision-made'
    | 'decision-refused'
    | 'request-withdrawn'
    | 'request-stopped'
    | 'request-confirmed'
    | 'action-refused'
    | 'approver-away'
    | 'approver-back'
    | 'stand-in-asked'
    | 'app-installed'
    | 'execution-held'
    | 'execution-released'
    | 'executions-paused'
    | 'executions-resumed'
    | 'click-refused'
    | 'sign-in-refused'
    | 'activity-refused'
    | 'approvers-reminded'
    | 'request-escalated'
    | 'approver-not-reached'
    | 'break-glass-used'
    | 'request-expired'
    | 'request-voided'
    | 'policy-tightened'
    | 'execution-started'
    | 'step-sent'
    | 'step-finished'
    | 'sign-in-awaited'
    | 'execution-finished';
  requestId?: RequestId;
  actor?: PersonKey;
  data: Record<string, unknown>;
}
