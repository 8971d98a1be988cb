import { assignmentsOf, heldSkus } from '../../tenant/assignments.ts';
import type { DirectoryUser } from '../../tenant/directory.ts';
import { findSku } from '../../tenant/skus.ts';
import type { Tenant } from '../../tenant/tenant.ts';
import type { Shape } from './shape.ts';

export const basicUserProperties = ['id', 'displayName', 'givenName', 'surname', 'mail', 'userPrincipalName'];

export const userShape: Shape<DirectoryUser> = {
  entity: 'user',
  defaults: [
    ...['businessPhones', 'displayName', 'givenName', 'jobTitle', 'mail', 'mobilePhone', 'officeLocation'],
    ...['preferredLanguage', 'surname', 'userPrincipalName', 'id'],
  ],
  properties: {
    id: (user) => user.id,
    displayName: (user) => user.displayName,
    givenName: (user) => user.givenName,
    surname: (user) => user.surname,
    userPrincipalName: (user) => user.userPrincipalName,
    mail: (user) => user.mail,
    mailNickname: (user) => user.userPrincipalName.split('@')[0] ?? null,
    proxyAddresses: (user) => (user.mail ? [`SMTP:${user.mail}`] : []),
    jobTitle: (user) => user.jobTitle,
    department: (user) => user.department,
    accountEnabled: (user) => user.accountEnabled,
    userType: (user) => user.userType,
    externalUserState: (user) => (user.userType === 'Guest' ? 'Accepted' : null),
    creationType: (user) => (user.userType === 'Guest' ? 'Invitation' : null),
    usageLocation: (user) => user.usageLocation,
    preferredLanguage: (user) => user.preferredLanguage,
    onPremisesSyncEnabled: (user) => user.onPremisesSyncEnabled,
    createdDateTime: (user) => user.createdDateTime,
    deletedDateTime: (user) => user.deletedDateTime,
    assignedLicenses: (user, tenant) => assignedLicenses(user, tenant),
    licenseAssignmentStates: (user, tenant) => assignmentsOf(tenant, user),
    assignedPlans: (user, tenant) => assignedPlans(user, tenant),
  },
};

// Direct and inherited ones together, each product once: what came from where is in licenseAssignmentStates.
function assignedLicenses(user: DirectoryUser, tenant: Tenant): Record<string, unknown>[] {
  return [...heldSkus(assignmentsOf(tenant, user))].map(([skuId, disabledPlans]) => ({ disabledPlans, skuId }));
}

function assignedPlans(user: DirectoryUser, tenant: Tenant): Record<string, unknown>[] {
  return [...heldSkus(assignmentsOf(tenant, user))].flatMap(([skuId, disabledPlans]) =>
    (findSku(skuId)?.servicePlans ?? [])
      .filter(({ servicePlanId }) => !disabledPlans.includes(servicePlanId))
      .map(({ servicePlanId, servicePlanName }) => ({
        assignedDateTime: user.createdDateTime,
        capabilityStatus: 'Enabled',
        service: servicePlanName,
        servicePlanId,
      })),
  );
}
