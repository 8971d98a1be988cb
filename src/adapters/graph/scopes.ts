const resource = 'https://graph.microsoft.com';

/**
 * What each operation asks for: the least privileged delegated permission on its Microsoft Graph page that shows the
 * properties read here. A name alone would need User.ReadBasic.All; accountEnabled and licences need User.Read.All.
 */
export const scopes = {
  readPeople: [`${resource}/User.Read.All`],
  readLicenses: [`${resource}/User.Read.All`],
  readProducts: [`${resource}/Organization.Read.All`],
  readGroups: [`${resource}/GroupMember.Read.All`],
  readRoles: [`${resource}/RoleManagement.Read.Directory`],
  readMembers: [`${resource}/GroupMember.Read.All`, `${resource}/User.Read.All`],
  readUnits: [`${resource}/User.Read.All`, `${resource}/AdministrativeUnit.Read.All`],
  readUnitNames: [`${resource}/AdministrativeUnit.Read.All`],
  assignLicenses: [`${resource}/LicenseAssignment.ReadWrite.All`],
} as const satisfies Record<string, readonly string[]>;
