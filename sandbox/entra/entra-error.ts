import { json } from '../http/exchange.ts';
import type { Answer } from '../http/exchange.ts';

export interface EntraProblem {
  status: number;
  error: string;
  suberror?: string;
  code: number;
  text: string;
  claims?: string;
}

function problem(error: string, code: number, text: string, extra: Partial<EntraProblem> = {}): EntraProblem {
  return { status: 400, error, code, text, ...extra };
}

export const problems = {
  badSecret: problem(
    'invalid_client',
    7000215,
    "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '{app}'.",
    { status: 401 },
  ),
  unknownApp: problem(
    'unauthorized_client',
    700016,
    "Application with identifier '{app}' was not found in the directory '{tenant}'.",
  ),
  unknownTenant: problem('invalid_request', 90002, "Tenant '{tenant}' not found."),
  unknownGrant: problem('unsupported_grant_type', 70003, 'The app requested an unsupported grant type.'),
  unknownScope: problem('invalid_scope', 70011, 'The provided value for the input parameter scope is not valid.'),
  missingParameter: problem(
    'invalid_request',
    900144,
    'The request body must contain the following parameter: {parameter}.',
  ),
  badAssertion: problem(
    'invalid_grant',
    50013,
    'Assertion failed signature validation. [Reason - The key was not found.]',
  ),
  wrongAudience: problem(
    'invalid_grant',
    500131,
    'Assertion audience does not match the Client app presenting the assertion.',
  ),
  expiredAssertion: problem(
    'invalid_grant',
    500133,
    'Assertion is not within its valid time range. Ensure that the access token is not expired before using it for user assertion, or request a new token.',
  ),
  consentRequired: problem(
    'invalid_grant',
    65001,
    "The user or administrator has not consented to use the application with ID '{app}'. Send an interactive authorization request for this user and resource.",
    { suberror: 'consent_required' },
  ),
  interactionRequired: problem(
    'interaction_required',
    50079,
    'Due to a configuration change made by your administrator, or because you moved to a new location, you must enroll in multi-factor authentication to access the resource.',
    {
      suberror: 'basic_action',
      claims: '{"access_token":{"polids":{"essential":true,"values":["5a4d5a4d-5a4d-4b0c-8f00-0000000000ca"]}}}',
    },
  ),
  blockedByPolicy: problem(
    'interaction_required',
    53003,
    'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
    { suberror: 'message_only' },
  ),
  accountDisabled: problem('invalid_grant', 50057, 'The user account is disabled.'),
  accountGone: problem('invalid_grant', 50034, 'The user account does not exist in the {tenant} directory.'),
  revoked: problem(
    'invalid_grant',
    50173,
    'The provided grant has expired due to it being revoked, a fresh auth token is needed.',
    { suberror: 'bad_token' },
  ),
  temporarilyUnavailable: problem('temporarily_unavailable', 50033, 'A transient error occurred. Please try again.', {
    status: 503,
  }),
} satisfies Record<string, EntraProblem>;

export type EntraProblemName = keyof typeof problems;

export function entraError(found: EntraProblem, values: Record<string, string>, now: number): Answer {
  const trace = crypto.randomUUID();
  const correlation = values['correlation'] ?? crypto.randomUUID();
  const timestamp = `${new Date(now).toISOString().slice(0, 19).replace('T', ' ')}Z`;
  const text = found.text.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? name);
  return json(found.status, {
    error: found.error,
    error_description: `AADSTS${found.code}: ${text} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`,
    error_codes: [found.code],
    timestamp,
    trace_id: trace,
    correlation_id: correlation,
    error_uri: `https://login.microsoftonline.com/error?code=${found.code}`,
    ...(found.suberror ? { suberror: found.suberror } : {}),
    ...(found.claims ? { claims: found.claims } : {}),
  });
}
