import { ssoAppId } from '../identities.ts';
import { form, html, redirect } from '../http/exchange.ts';
import type { Answer, Incoming } from '../http/exchange.ts';
import type { DirectoryUser } from '../tenant/directory.ts';
import type { Tenant } from '../tenant/tenant.ts';
import { pickAccountPage, refusedPage } from './sign-in-page.ts';

export interface SignedIn {
  tenantId: string;
  user: DirectoryUser;
}

export interface Authorize {
  show: (incoming: Incoming) => Answer;
  pick: (incoming: Incoming) => Answer;
  /** A code works once. */
  redeem: (code: string) => SignedIn | undefined;
}

export function createAuthorize(tenants: ReadonlyMap<string, Tenant>, redirectUri: () => string): Authorize {
  const codes = new Map<string, SignedIn>();
  const checked = (incoming: Incoming): Answer | Tenant => checkRequest(tenants, redirectUri(), incoming);
  return {
    show(incoming) {
      const tenant = checked(incoming);
      if ('status' in tenant) return tenant;
      const query = incoming.url.searchParams;
      const action = `${incoming.url.pathname}${incoming.url.search}`;
      return html(
        200,
        pickAccountPage(action, tenant.organization.displayName, tenant.liveUsers(), query.get('login_hint') ?? ''),
      );
    },
    pick(incoming) {
      const tenant = checked(incoming);
      if ('status' in tenant) return tenant;
      const user = tenant.findUser(form(incoming).get('user') ?? '');
      if (!user) return html(400, refusedPage('Sign-in is not possible', 'AADSTS50034: This account does not exist.'));
      if (!user.accountEnabled)
        return html(403, refusedPage('Your account has been locked', 'AADSTS50057: The user account is disabled.'));
      const code = crypto.randomUUID();
      codes.set(code, { tenantId: tenant.id, user });
      const back = new URL(redirectUri());
      back.searchParams.set('code', code);
      back.searchParams.set('state', incoming.url.searchParams.get('state') ?? '');
      return redirect(back.href);
    },
    redeem(code) {
      const signedIn = codes.get(code);
      codes.delete(code);
      return signedIn;
    },
  };
}

function checkRequest(tenants: ReadonlyMap<string, Tenant>, redirectUri: string, incoming: Incoming): Answer | Tenant {
  const refuse = (reason: string): Answer => html(400, refusedPage('Sign-in is not possible', reason));
  const tenant = tenants.get(incoming.params['tenant'] ?? '');
  if (!tenant) return refuse('AADSTS90002: This tenant does not exist in the sandbox.');
  const query = incoming.url.searchParams;
  if (query.get('client_id') !== ssoAppId) return refuse('AADSTS700016: This application is not known here.');
  // Codes go to the one address that is registered, or they would be anybody's.
  if (query.get('redirect_uri') !== redirectUri) return refuse('AADSTS50011: The redirect URI is not registered.');
  return tenant;
}
