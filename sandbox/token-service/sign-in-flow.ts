import { contosoTenantId, ssoAppId, ssoAppIdUri } from '../identities.ts';
import { html, redirect } from '../http/exchange.ts';
import type { Answer, Incoming } from '../http/exchange.ts';
import { refusedPage, signedInPage } from '../entra/sign-in-page.ts';
import type { Authorize } from '../entra/authorize.ts';
import type { PendingSignIn, SignIns } from './sign-ins.ts';

export interface SignInFlow {
  start: (incoming: Incoming) => Answer;
  finish: (incoming: Incoming) => Answer;
}

export interface SignInFlowParts {
  signIns: SignIns;
  authorize: Authorize;
  cloudUrl: () => string;
  /** The account that sits at the chat, to be offered first. */
  loginHint: (pending: PendingSignIn) => string;
  onSignedIn: (pending: PendingSignIn, code: string) => void;
}

export function createSignInFlow({ signIns, authorize, cloudUrl, loginHint, onSignedIn }: SignInFlowParts): SignInFlow {
  const stale = html(400, refusedPage('This sign-in link is used up', 'Go back to the chat and ask for a new one.'));
  return {
    start({ url }) {
      const signInId = url.searchParams.get('signin') ?? '';
      const pending = signIns.pending(signInId);
      if (!pending) return stale;
      const target = new URL(`${cloudUrl()}/${contosoTenantId}/oauth2/v2.0/authorize`);
      target.search = new URLSearchParams({
        client_id: ssoAppId,
        response_type: 'code',
        redirect_uri: `${cloudUrl()}/bf/.auth/web/redirect`,
        scope: `openid profile offline_access ${ssoAppIdUri}/access_as_user`,
        state: signInId,
        login_hint: loginHint(pending),
      }).toString();
      return redirect(target.href);
    },
    finish({ url }) {
      const person = authorize.redeem(url.searchParams.get('code') ?? '');
      if (!person) return stale;
      const done = signIns.complete(url.searchParams.get('state') ?? '', {
        tenantId: person.tenantId,
        oid: person.user.id,
      });
      if (!done) return stale;
      onSignedIn(done.pending, done.code);
      return html(200, signedInPage(person.user.displayName, done.code));
    },
  };
}
