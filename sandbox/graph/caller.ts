import { errors } from 'jose';
import type { JWTPayload } from 'jose';
import { graphAudience } from '../entra/tokens.ts';
import type { Tokens } from '../entra/tokens.ts';
import type { DirectoryUser } from '../tenant/directory.ts';
import type { Tenant } from '../tenant/tenant.ts';
import { GraphError } from './graph-error.ts';

/** Somebody who is signed in. */
export interface UserCaller {
  kind: 'user';
  tenant: Tenant;
  user: DirectoryUser;
  scopes: ReadonlySet<string>;
}

/** The app itself, with nobody signed in. */
export interface AppCaller {
  kind: 'app';
  tenant: Tenant;
  roles: ReadonlySet<string>;
}

export type Caller = UserCaller | AppCaller;

/** Who asks. What they may do is read from the tenant as it is now, not from the token. */
export async function identifyCaller(
  tenants: ReadonlyMap<string, Tenant>,
  tokens: Tokens,
  token: string | undefined,
): Promise<Caller> {
  if (!token) throw unauthorized('Access token is empty.');
  const claims = await verified(tokens, token);
  const tenant = tenants.get(String(claims['tid']));
  if (tenant && claims['idtyp'] === 'app') return { kind: 'app', tenant, roles: rolesIn(claims) };
  const user = tenant?.users.get(String(claims['oid']));
  if (!tenant || !user || user.deletedDateTime !== null || !user.accountEnabled) {
    throw unauthorized(
      'Continuous access evaluation resulted in challenge with result: InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp',
    );
  }
  return {
    kind: 'user',
    tenant,
    user,
    scopes: new Set(typeof claims['scp'] === 'string' ? claims['scp'].split(' ') : []),
  };
}

function rolesIn({ roles }: JWTPayload): ReadonlySet<string> {
  return new Set(Array.isArray(roles) ? roles.map(String) : []);
}

async function verified(tokens: Tokens, token: string): Promise<JWTPayload> {
  try {
    return await tokens.verify(token, graphAudience);
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw unauthorized('Lifetime validation failed, the token is expired.');
    if (error instanceof errors.JWTClaimValidationFailed)
      throw unauthorized('Access token validation failure. Invalid audience.');
    throw unauthorized('Access token validation failure. Invalid signature.');
  }
}

function unauthorized(message: string): GraphError {
  const challenge =
    'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"';
  return new GraphError(401, 'InvalidAuthenticationToken', message, { 'www-authenticate': challenge });
}
