import { errors } from 'jose';
import type { JWTPayload } from 'jose';
import { botAppId, botSecret, ssoAppId, ssoAppSecret } from '../identities.ts';
import { form, json } from '../http/exchange.ts';
import type { Answer, Incoming } from '../http/exchange.ts';
import type { Tenant } from '../tenant/tenant.ts';
import type { Consent } from './consent.ts';
import { entraError, problems } from './entra-error.ts';
import type { EntraProblem, EntraProblemName } from './entra-error.ts';
import { graphAudience } from './tokens.ts';
import type { Minted, Tokens } from './tokens.ts';

export interface TokenEndpointParts {
  tenants: ReadonlyMap<string, Tenant>;
  tokens: Tokens;
  consent: Consent;
  now: () => number;
  /** Problems to answer with instead of a token, first come first served. */
  planned: EntraProblemName[];
}

const onBehalfOf = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const secrets = new Map([
  [botAppId, botSecret],
  [ssoAppId, ssoAppSecret],
]);

type Issued =
  { kind: 'issued'; minted: Minted; scope?: string } | { kind: 'refused'; problem: EntraProblem; about?: string };

export async function answerTokenRequest(parts: TokenEndpointParts, incoming: Incoming): Promise<Answer> {
  const fields = form(incoming);
  const tenantId = incoming.params['tenant'] ?? '';
  const app = fields.get('client_id') ?? '';
  const issued = await issue(parts, tenantId, app, fields);
  if (issued.kind === 'refused') {
    const values = {
      app,
      tenant: tenantId,
      parameter: issued.about ?? '',
      correlation: incoming.headers['client-request-id'] ?? crypto.randomUUID(),
    };
    return entraError(issued.problem, values, parts.now());
  }
  const seconds = Math.floor((issued.minted.expiresAt - parts.now()) / 1000);
  const body = {
    token_type: 'Bearer',
    expires_in: seconds,
    ext_expires_in: seconds,
    access_token: issued.minted.token,
  };
  return json(200, issued.scope ? { ...body, scope: issued.scope } : body, { 'cache-control': 'no-store' });
}

async function issue(
  parts: TokenEndpointParts,
  tenantId: string,
  app: string,
  fields: URLSearchParams,
): Promise<Issued> {
  const tenant = parts.tenants.get(tenantId);
  if (!tenant) return refused(problems.unknownTenant);
  const secret = secrets.get(app);
  if (secret === undefined) return refused(problems.unknownApp);
  if (fields.get('client_secret') !== secret) return refused(problems.badSecret);
  const scope = fields.get('scope');
  if (!scope) return refused(problems.missingParameter, 'scope');
  switch (fields.get('grant_type')) {
    case 'client_credentials':
      return issueToApp(parts, tenantId, app, scope);
    case onBehalfOf:
      return issueOnBehalfOf(parts, tenant, app, scope, fields);
    default:
      return refused(problems.unknownGrant);
  }
}

/** The bot for the channel; the app for single sign-on for Graph, with what an admin has granted it. */
async function issueToApp(parts: TokenEndpointParts, tenantId: string, app: string, scope: string): Promise<Issued> {
  if (app === ssoAppId && scope === `${graphAudience}/.default`) {
    return { kind: 'issued', minted: await parts.tokens.mintAppGraphToken(tenantId, parts.consent.appRoles()) };
  }
  if (app !== botAppId || scope !== 'https://api.botframework.com/.default') return refused(problems.unknownScope);
  return { kind: 'issued', minted: await parts.tokens.mintBotToken(tenantId) };
}

async function issueOnBehalfOf(
  { tokens, consent, planned }: TokenEndpointParts,
  tenant: Tenant,
  app: string,
  scope: string,
  fields: URLSearchParams,
): Promise<Issued> {
  if (fields.get('requested_token_use') !== 'on_behalf_of')
    return refused(problems.missingParameter, 'requested_token_use');
  const assertion = fields.get('assertion');
  if (!assertion) return refused(problems.missingParameter, 'assertion');
  if (app !== ssoAppId) return refused(problems.wrongAudience);
  const checked = await checkAssertion(tokens, assertion);
  if (checked.kind === 'bad') return refused(checked.problem);
  const user = tenant.users.get(String(checked.claims['oid']));
  if (checked.claims['tid'] !== tenant.id || !user || user.deletedDateTime) return refused(problems.accountGone);
  if (!user.accountEnabled) return refused(problems.accountDisabled);
  const told = planned.shift();
  if (told) return refused(problems[told]);
  const resolved = consent.resolve(scope);
  if (resolved.kind === 'invalid') return refused(problems.unknownScope);
  if (resolved.kind === 'missing') return refused(problems.consentRequired);
  const granted = resolved.scopes.map((name) => `https://graph.microsoft.com/${name}`).join(' ');
  return { kind: 'issued', minted: await tokens.mintGraphToken(tenant.id, user, resolved.scopes), scope: granted };
}

type Assertion = { kind: 'good'; claims: JWTPayload } | { kind: 'bad'; problem: EntraProblem };

async function checkAssertion(tokens: Tokens, assertion: string): Promise<Assertion> {
  try {
    const claims = await tokens.verify(assertion, ssoAppId);
    return claims['scp'] === 'access_as_user'
      ? { kind: 'good', claims }
      : { kind: 'bad', problem: problems.badAssertion };
  } catch (error) {
    return { kind: 'bad', problem: assertionProblem(error) };
  }
}

function assertionProblem(error: unknown): EntraProblem {
  if (error instanceof errors.JWTExpired) return problems.expiredAssertion;
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'aud') return problems.wrongAudience;
  return problems.badAssertion;
}

function refused(problem: EntraProblem, about?: string): Issued {
  return about === undefined ? { kind: 'refused', problem } : { kind: 'refused', problem, about };
}
