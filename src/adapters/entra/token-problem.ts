import { AuthError } from '@azure/msal-node';
import { z } from 'zod';
import { ProblemError } from '../../core/errors.ts';

/** What MSAL's errors carry of Entra's answer; `errorNo` is the AADSTS number. */
const refusal = z.object({
  errorCode: z.string(),
  subError: z.string().catch(''),
  claims: z.string().catch(''),
  errorNo: z.coerce
    .string()
    .catch('')
    .transform((number) => (/^\d+$/.test(number) ? number : '')),
});
type Refusal = z.infer<typeof refusal>;

/** Entra words these as a refused grant without a suberror, and a new sign-in would only be refused again. */
const notCuredBySigningIn = new Set([
  ...['50105', '50020', '50034', '50055', '50057', '50144', '51004', '50196'],
  ...['53000', '53001', '53002', '53003', '53004', '53011', '530034', '530035'],
]);

const blockingSubErrors = ['message_only', 'additional_action', 'user_password_expired'];
const wantsSignIn = ['interaction_required', 'login_required', 'invalid_grant', 'bad_token', 'interrupted_user'];

/**
 * Why Entra gave no token, as a problem people can be told. `error` and `suberror` decide, as Microsoft asks for
 * ("Microsoft Entra authentication and authorization error codes"); the number matters only where they say nothing.
 * Anything that is the operator's fault (a wrong secret, a missing permission) is thrown as it is.
 */
export function tokenProblem(error: unknown): Error {
  if (!(error instanceof AuthError)) return error instanceof Error ? error : new Error('no token', { cause: error });
  const seen = refusal.parse(error);
  if (seen.subError === 'consent_required' || seen.errorCode === 'consent_required') {
    return new ProblemError({ kind: 'consent-needed' }, error);
  }
  if (isBlocked(seen)) return new ProblemError({ kind: 'access-blocked', code: seen.errorNo || seen.errorCode }, error);
  if (wantsSignIn.includes(seen.errorCode)) {
    return new ProblemError({ kind: 'sign-in-needed', ...(seen.claims ? { claims: seen.claims } : {}) }, error);
  }
  if (['network_error', 'temporarily_unavailable'].includes(seen.errorCode)) {
    return new ProblemError({ kind: 'graph-unavailable' }, error);
  }
  return new Error(`Entra refuses this app: ${seen.errorCode} ${seen.errorNo}`.trim(), { cause: error });
}

function isBlocked({ subError, errorNo }: Refusal): boolean {
  return blockingSubErrors.includes(subError) || (subError === '' && notCuredBySigningIn.has(errorNo));
}
