import { unmanagedDomain } from '../identities.ts';
import type { Tenant } from '../tenant/tenant.ts';

/** What login.microsoftonline.com tells anybody about an address: is its domain managed, and by whom. */
export function describeUserRealm(tenants: ReadonlyMap<string, Tenant>, user: string): Record<string, unknown> {
  const domain = user.split('@').at(-1)?.toLowerCase() ?? '';
  const base = { Login: user, DomainName: domain, ver: '1.0' };
  const tenant = [...tenants.values()].find((candidate) => candidate.organization.domain === domain);
  if (tenant) {
    const brand = tenant.organization.displayName;
    return {
      NameSpaceType: 'Managed',
      ...base,
      FederationBrandName: brand,
      TenantBrandingInfo: null,
      cloud_instance_name: 'microsoftonline.com',
    };
  }
  if (domain === unmanagedDomain) {
    return {
      NameSpaceType: 'Managed',
      IsViral: true,
      ...base,
      FederationBrandName: domain,
      TenantBrandingInfo: null,
      cloud_instance_name: 'microsoftonline.com',
    };
  }
  return { NameSpaceType: 'Unknown', ...base };
}
