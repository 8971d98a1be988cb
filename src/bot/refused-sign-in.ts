import type { Result } from '../core/errors.ts';
import { keyOf } from '../core/identity.ts';
import type { PersonKey, RequestId } from '../core/identity.ts';
import type { UserAssertion } from '../core/ports.ts';
import { recordRefusal } from '../core/workflow/refusal-entry.ts';
import type { Recorder } from '../core/workflow/refusal-entry.ts';

export interface RefusedSignIn {
  /** In whose chat it was handed in. */
  by: PersonKey;
  /** How it came: with a click, from a client by itself, or out of the token service. */
  from: 'click' | 'token-exchange' | 'token-service';
  /** What the check said: somebody else's sign-in, or why it is none. */
  checked: Result<UserAssertion>;
  requestId?: RequestId | undefined;
}

/** Somebody handed in a sign-in that is not their own, or none at all. Ids are kept, never the token. */
export async function recordRefusedSignIn(recorder: Recorder, refused: RefusedSignIn): Promise<void> {
  const { by: actor, checked, from, requestId } = refused;
  const whose = checked.ok
    ? { problem: 'somebody-elses-sign-in', signedIn: keyOf(checked.value), tokenId: checked.value.tokenId }
    : { problem: checked.problem.kind };
  await recordRefusal(recorder, { event: 'sign-in-refused', actor, requestId, data: { from, ...whose } });
}
