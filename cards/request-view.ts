import type { Step } from '../src/core/execution.ts';
import { samePerson } from '../src/core/identity.ts';
import type { PersonKey } from '../src/core/identity.ts';
import type { Request } from '../src/core/request.ts';

/** One party's look at a request. */
export interface RequestView {
  request: Request;
  steps: readonly Step[];
  /**
   * An onlooker reads the status channel: no buttons, and nothing that people wrote or that concerns one person. An admin
   * takes no part, and just wanted the same: no buttons and nothing that people wrote either, but whom it is about.
   */
  reader: 'requester' | 'approver' | 'admin' | 'onlooker';
  /** Who reads, where it matters: somebody who has approved is not asked again. */
  party?: PersonKey | undefined;
  /** When it is read, where that matters: what is too late by then is not offered. */
  now?: Date | undefined;
  /** The channel refused the whole card as too large: its details are left out, and it says so. */
  shortened?: boolean | undefined;
}

/** Reasons are written for those who take part, and stay with them. */
export function takesPart({ reader }: RequestView): boolean {
  return reader === 'requester' || reader === 'approver';
}

/** Whether who reads has decided already. */
export function hasDecided({ request, party }: RequestView): boolean {
  return party !== undefined && request.decisions.some((made) => samePerson(made.by, party));
}
