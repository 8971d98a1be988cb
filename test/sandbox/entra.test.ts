import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { ConfidentialClientApplication, InteractionRequiredAuthError } from '@azure/msal-node';
import { decodeJwt } from 'jose';
import { startCloud } from '../../sandbox/cloud.ts';
import type { Cloud } from '../../sandbox/cloud.ts';
import { botAppId, botSecret, fabrikamTenantId, ssoAppId, ssoAppSecret } from '../../sandbox/identities.ts';
import { cast } from '../../sandbox/tenant/cast.ts';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud({ port: 0, headless: true });
});
afterEach(() => cloud.reset());
afterAll(() => cloud.stop());

/** MSAL as the bot uses it: the real authority, and metadata that leads to this machine. */
function client(clientId: string, clientSecret: string): ConfidentialClientApplication {
  const tenant = cloud.tenant.id;
  const authority = `https://login.microsoftonline.com/${tenant}`;
  const authorityMetadata = JSON.stringify({
    issuer: `${authority}/v2.0`,
    token_endpoint: `${cloud.url}/${tenant}/oauth2/v2.0/token`,
    authorization_endpoint: `${cloud.url}/${tenant}/oauth2/v2.0/authorize`,
    jwks_uri: `${cloud.url}/${tenant}/discovery/v2.0/keys`,
  });
  return new ConfidentialClientApplication({ auth: { clientId, clientSecret, authority, authorityMetadata } });
}

async function onBehalfOf(user = cast.alex, scopes = ['https://graph.microsoft.com/User.Read.All']): Promise<string> {
  const { token } = await cloud.entra.tokens.mintUserAssertion(cloud.tenant.id, user);
  const result = await client(ssoAppId, ssoAppSecret).acquireTokenOnBehalfOf({ oboAssertion: token, scopes });
  return result?.accessToken ?? '';
}

test('the bot gets a token for the connector', async () => {
  const result = await client(botAppId, botSecret).acquireTokenByClientCredential({
    scopes: ['https://api.botframework.com/.default'],
  });
  expect(decodeJwt(result?.accessToken ?? '')).toMatchObject({ aud: 'https://api.botframework.com', appid: botAppId });
});

test('a wrong secret is refused', async () => {
  const asked = client(botAppId, 'wrong').acquireTokenByClientCredential({
    scopes: ['https://api.botframework.com/.default'],
  });
  await expect(asked).rejects.toMatchObject({ errorCode: 'invalid_client' });
});

test('an on-behalf-of token is for Graph, of the person, with the permissions asked for', async () => {
  expect(decodeJwt(await onBehalfOf())).toMatchObject({
    aud: 'https://graph.microsoft.com',
    oid: cast.alex.id,
    scp: 'User.Read.All',
  });
});

test('a permission without consent is refused as MSAL expects it', async () => {
  cloud.entra.consent.revoke('User.Read.All');
  await expect(onBehalfOf()).rejects.toMatchObject({ errorCode: 'invalid_grant', subError: 'consent_required' });
});

test('a planned demand for interaction comes with its claims', async () => {
  cloud.entra.failNext('interactionRequired');
  const error: unknown = await onBehalfOf().catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(InteractionRequiredAuthError);
  expect(error).toMatchObject({
    errorCode: 'interaction_required',
    claims: expect.stringContaining('polids') as string,
  });
  expect(await onBehalfOf()).not.toBe('');
});

test('a disabled account gets no token', async () => {
  await expect(onBehalfOf(cast.disabled)).rejects.toMatchObject({
    errorCode: 'invalid_grant',
    message: expect.stringContaining('AADSTS50057') as string,
  });
});

test('an assertion for another application, or of another tenant, gets no token', async () => {
  const graphToken = await cloud.entra.tokens.mintGraphToken(cloud.tenant.id, cast.alex, ['User.Read']);
  const foreign = await cloud.entra.tokens.mintUserAssertion(fabrikamTenantId, cast.alex);
  for (const { token } of [graphToken, foreign]) {
    const asked = client(ssoAppId, ssoAppSecret).acquireTokenOnBehalfOf({
      oboAssertion: token,
      scopes: ['https://graph.microsoft.com/User.Read'],
    });
    await expect(asked).rejects.toMatchObject({ errorCode: 'invalid_grant' });
  }
});

test.each([
  ['megan@contoso.onmicrosoft.com', { NameSpaceType: 'Managed', FederationBrandName: 'Contoso' }],
  ['anybody@tailspintoys.com', { NameSpaceType: 'Managed', IsViral: true }],
  ['anybody@outlook.com', { NameSpaceType: 'Federated', ConsumerDomain: true }],
  ['anybody@nowhere.example', { NameSpaceType: 'Unknown' }],
  ['anybody@outage.example', { error: 'temporarily_unavailable' }],
])('the realm of %s', async (user, expected) => {
  const response = await fetch(`${cloud.url}/common/userrealm?user=${user}&api-version=2.1`);
  expect(await response.json()).toMatchObject(expected);
});
