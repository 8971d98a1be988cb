/** The delegated Graph permissions an admin has consented to for the app. Anything else is refused, as Entra does. */
const consentedAtStart = [
  'User.Read',
  'User.ReadBasic.All',
  'User.Read.All',
  'LicenseAssignment.Read.All',
  'LicenseAssignment.ReadWrite.All',
  'Organization.Read.All',
  'GroupMember.Read.All',
  'RoleManagement.Read.Directory',
  'AdministrativeUnit.Read.All',
  'AuditLog.Read.All',
  'Domain.Read.All',
  'Application.Read.All',
  'Policy.Read.All',
  'UserAuthenticationMethod.Read.All',
  'User.DeleteRestore.All',
  'User.EnableDisableAccount.All',
];

/** Application permissions that an admin has granted the app, for calls without anybody signed in. */
const grantedToApp = [
  'TeamsAppInstallation.ReadWriteSelfForUser.All',
  'RoleManagement.Read.Directory',
  'GroupMember.Read.All',
  'User.Read.All',
];

const notPermissions = new Set(['openid', 'profile', 'email', 'offline_access']);

export interface Consent {
  /** Of delegated and application permissions alike. */
  revoke: (scope: string) => void;
  grant: (scope: string) => void;
  appRoles: () => string[];
  reset: () => void;
  /** The Graph permissions a token may carry, or the first one that nobody has consented to. */
  resolve(
    requested: string,
  ): { kind: 'granted'; scopes: string[] } | { kind: 'missing'; scope: string } | { kind: 'invalid' };
}

export function createConsent(): Consent {
  const consented = new Set(consentedAtStart);
  const roles = new Set(grantedToApp);
  return {
    revoke(scope) {
      consented.delete(scope);
      roles.delete(scope);
    },
    appRoles: () => [...roles],
    grant: (scope) => void consented.add(scope),
    reset() {
      consented.clear();
      for (const scope of consentedAtStart) consented.add(scope);
      for (const role of grantedToApp) roles.add(role);
    },
    resolve(requested) {
      const wanted = requested.split(' ').filter((scope) => scope !== '' && !notPermissions.has(scope));
      const names = wanted.map((scope) => scope.replace(/^https:\/\/graph\.microsoft\.com\/+/, ''));
      if (names.length === 0 || names.some((name) => name.includes('/'))) return { kind: 'invalid' };
      if (names.includes('.default')) return { kind: 'granted', scopes: [...consented] };
      const missing = names.find((name) => !consented.has(name));
      return missing ? { kind: 'missing', scope: missing } : { kind: 'granted', scopes: names };
    },
  };
}
