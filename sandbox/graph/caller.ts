import { errors } from 'jose';
import type { JWTPayload } from 'jose';
import { graphAudience } from '../entra/tokens.ts';
import type { Tokens } from '../entra/tokens.ts';
import type { DirectoryUser } from '../tenant/directory.ts';
import type { Tenant } from '../tenant/tenant.ts';
import { GraphError } from './graph-error.ts';

export interface Caller {
  tenant: Tenant;
  user: DirectoryUser;
  scopes: ReadonlySet<string>;
}

/** Who asks. What they may do is read from the tenant as it is now, not from the token. */
export async function identifyCaller(
  tenants: ReadonlyMap<string, Tenant>,
  tokens: Tokens,
  token: string | undefined,
): Promise<Caller> {
  if (!token) throw unauthorized('Access token is empty.');
  const claims = await verified(tokens, token);
  const tenant = tenants.get(String(claims['tid']));
  const user = tenant?.users.get(String(claims['oid']));
  if (!tenant || !user || user.deletedDateTime !== null || !user.accountEnabled) {
    throw unauthorized(
      'Continuous access evaluation resulted in challenge with result: InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp',
    );
  }
  return { tenant, user, scopes: new Set(typeof claims['scp'] === 'string' ? claims['scp'].split(' ') : []) };
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
