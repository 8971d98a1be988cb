import type { Step } from '../src/core/execution.ts';
import type { PersonKey } from '../src/core/identity.ts';
import type { Request } from '../src/core/request.ts';

/** One party's look at a request. */
export interface RequestView {
  request: Request;
  steps: readonly Step[];
  reader: 'requester' | 'approver';
  /** Who reads, where it matters: somebody who has approved is not asked again. */
  party?: PersonKey | undefined;
}
