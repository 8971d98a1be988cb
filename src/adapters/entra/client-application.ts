import { ConfidentialClientApplication } from '@azure/msal-node';
import type { NodeAuthOptions } from '@azure/msal-node';
import { createNetworkClient } from './network-client.ts';

export interface ClientRegistration {
  clientId: string;
  clientSecret: string;
  tenantId: string;
  entraUrl: string;
  /** `CP1` tells Graph that claims challenges are understood here. */
  capabilities?: string[];
}

export const publicEntraUrl = 'https://login.microsoftonline.com';

/** Cheap to make (MSAL knows the public endpoints by heart) and best made anew: one instance is one token cache. */
export function createClientApplication(registration: ClientRegistration): ConfidentialClientApplication {
  const { clientId, clientSecret, tenantId, entraUrl, capabilities } = registration;
  const auth: NodeAuthOptions = {
    clientId,
    clientSecret,
    authority: `${publicEntraUrl}/${tenantId}`,
    ...(capabilities ? { clientCapabilities: capabilities } : {}),
    ...(entraUrl === publicEntraUrl ? {} : { authorityMetadata: metadataAt(entraUrl, tenantId) }),
  };
  return new ConfidentialClientApplication({ auth, system: { networkClient: createNetworkClient() } });
}

/** MSAL refuses an http authority, but not http endpoints of an https one; that is how it reaches the sandbox. */
function metadataAt(entraUrl: string, tenantId: string): string {
  return JSON.stringify({
    token_endpoint: `${entraUrl}/${tenantId}/oauth2/v2.0/token`,
    authorization_endpoint: `${entraUrl}/${tenantId}/oauth2/v2.0/authorize`,
    issuer: `${publicEntraUrl}/${tenantId}/v2.0`,
    jwks_uri: `${entraUrl}/${tenantId}/discovery/v2.0/keys`,
  });
}
