import { outageDomain, personalDomains, unmanagedDomain } from '../identities.ts';
import { json } from '../http/exchange.ts';
import type { Answer } from '../http/exchange.ts';
import type { Tenant } from '../tenant/tenant.ts';

/** What login.microsoftonline.com tells anybody about an address: is its domain managed, and by whom. */
export function answerUserRealm(tenants: ReadonlyMap<string, Tenant>, user: string): Answer {
  const domain = user.split('@').at(-1)?.toLowerCase() ?? '';
  if (domain === outageDomain) return json(503, { error: 'temporarily_unavailable' });
  return json(200, describeUserRealm(tenants, user, domain));
}

function describeUserRealm(
  tenants: ReadonlyMap<string, Tenant>,
  user: string,
  domain: string,
): Record<string, unknown> {
  const base = { Login: user, DomainName: domain, ver: '1.0' };
  const cloud = { TenantBrandingInfo: null, cloud_instance_name: 'microsoftonline.com' };
  const tenant = [...tenants.values()].find((candidate) => candidate.organization.domain === domain);
  if (tenant) {
    return { NameSpaceType: 'Managed', ...base, FederationBrandName: tenant.organization.displayName, ...cloud };
  }
  if (domain === unmanagedDomain) {
    return { NameSpaceType: 'Managed', IsViral: true, ...base, FederationBrandName: domain, ...cloud };
  }
  if (personalDomains.includes(domain)) {
    const brand = { DomainName: 'live.com', FederationBrandName: 'MSA Realms', ConsumerDomain: true };
    return { NameSpaceType: 'Federated', ...base, ...brand, ...cloud, AuthURL: 'https://login.live.com/login.srf' };
  }
  return { NameSpaceType: 'Unknown', ...base };
}
