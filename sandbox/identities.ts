/** The fixed ids of the pretend world. Nothing here is a secret outside 127.0.0.1. */
export const contosoTenantId = 'c0150c01-5a4d-4b0c-8f00-000000000001';
export const fabrikamTenantId = 'fab21ca0-5a4d-4b0c-8f00-000000000002';

export const botAppId = 'b07b07b0-5a4d-4b0c-8f00-0000000000b0';
export const botSecret = 'sandbox-bot-secret';
export const ssoAppId = '550550a0-5a4d-4b0c-8f00-0000000000a5';
export const ssoAppSecret = 'sandbox-sso-secret';
export const ssoAppIdUri = `api://botid-${botAppId}`;
/** What the tenant's catalogue calls the app. */
export const teamsCatalogAppId = 'ca7a1060-5a4d-4b0c-8f00-0000000000ca';
export const connectionName = 'farewell';
/** Azure AD client id of the real Teams desktop and mobile client: the `azp` of an SSO token. */
export const teamsClientId = '1fec8e78-bce4-4aaf-ab1b-5451cc387264';

export const contosoDomain = 'contoso.onmicrosoft.com';
export const fabrikamDomain = 'fabrikam.onmicrosoft.com';
export const unmanagedDomain = 'tailspintoys.com';
/** Personal accounts: what Microsoft's sign-in service says about its own consumer domains. */
export const personalDomains = ['outlook.com', 'hotmail.com', 'live.com'];
/** About addresses here the sign-in service fails, so that one can see what the bot makes of it. */
export const outageDomain = 'outage.example';
