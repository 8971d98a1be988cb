/** The records a tenant is made of. Names follow Microsoft Graph, so that a reader can look them up there. */

export interface DirectLicense {
  skuId: string;
  disabledPlans: string[];
  lastUpdatedDateTime: string;
}

export interface DirectoryUser {
  id: string;
  displayName: string;
  givenName: string | null;
  surname: string | null;
  userPrincipalName: string;
  mail: string | null;
  jobTitle: string | null;
  department: string | null;
  accountEnabled: boolean;
  userType: 'Member' | 'Guest';
  usageLocation: string | null;
  preferredLanguage: string | null;
  onPremisesSyncEnabled: boolean | null;
  createdDateTime: string;
  deletedDateTime: string | null;
  licenses: DirectLicense[];
}

export interface GroupLicense {
  skuId: string;
  disabledPlans: string[];
}

export interface GroupLicenseError {
  userId: string;
  skuId: string;
  error: 'CountViolation' | 'MutuallyExclusiveViolation' | 'DependencyViolation' | 'Other';
}

export interface DirectoryGroup {
  id: string;
  displayName: string;
  description: string | null;
  kind: 'security' | 'microsoft365' | 'mail-enabled-security';
  membershipRule: string | null;
  isAssignableToRole: boolean;
  onPremisesSyncEnabled: boolean | null;
  memberIds: string[];
  licenses: GroupLicense[];
  licenseErrors: GroupLicenseError[];
}

export interface RoleDefinition {
  id: string;
  displayName: string;
  description: string;
  isBuiltIn: boolean;
  /** Nobody can do anything by a role that is switched off. */
  isEnabled: boolean;
  actions: string[];
}

export interface RoleAssignment {
  id: string;
  principalId: string;
  roleDefinitionId: string;
  /** `/` is the whole tenant, `/administrativeUnits/<id>` a part of it. */
  directoryScopeId: string;
}

export interface AdministrativeUnit {
  id: string;
  displayName: string;
  memberIds: string[];
}

export type SubscriptionStatus = 'Enabled' | 'Warning' | 'Suspended' | 'LockedOut' | 'Deleted';

export interface Subscription {
  id: string;
  commerceSubscriptionId: string;
  skuPartNumber: string;
  status: SubscriptionStatus;
  totalLicenses: number;
  isTrial: boolean;
  createdDateTime: string;
  nextLifecycleDateTime: string | null;
  ownerId: string | null;
  ownerTenantId: string | null;
  ownerType: 'User' | null;
}

export interface Organization {
  displayName: string;
  domain: string;
  countryLetterCode: string;
  preferredLanguage: string;
  createdDateTime: string;
  technicalNotificationMails: string[];
}

export interface TenantSeed {
  id: string;
  organization: Organization;
  users: DirectoryUser[];
  groups: DirectoryGroup[];
  roleDefinitions: RoleDefinition[];
  roleAssignments: RoleAssignment[];
  administrativeUnits: AdministrativeUnit[];
  subscriptions: Subscription[];
}
