import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAssertionVerifier } from '../../../src/adapters/entra/user-assertion.ts';
import type { VerifyAssertion } from '../../../src/adapters/entra/user-assertion.ts';
import { alexId, assertion, contoso, fabrikam, ssoAppId, ssoAppIdUri, startPretendEntra } from './pretend-entra.ts';
import type { AssertionMinting, PretendEntra } from './pretend-entra.ts';

let entra: PretendEntra;
let verifyAssertion: VerifyAssertion;

function verifierAt(entraUrl: string): VerifyAssertion {
  return createAssertionVerifier({ entraUrl, ssoAppId, ssoAppIdUri, allowedTenants: [contoso] });
}

beforeAll(async () => {
  entra = await startPretendEntra();
  verifyAssertion = verifierAt(entra.url);
});
afterAll(() => entra.stop());

describe("a person's sign-in", () => {
  test('tells who it is, by directory ids', async () => {
    const token = await assertion({ claims: { oid: alexId.toUpperCase() } });
    expect(await verifyAssertion(token)).toEqual({ tenantId: contoso, userId: alexId, token, tokenId: 'uti-1' });
  });

  test('may be made out to the application id URI and carry further scopes', async () => {
    const token = await assertion({ claims: { aud: ssoAppIdUri, scp: 'profile access_as_user' } });
    expect(await verifyAssertion(token)).toMatchObject({ userId: alexId });
  });

  test('is checked with keys that are fetched once', async () => {
    await verifyAssertion(await assertion());
    await verifyAssertion(await assertion());
    expect(entra.paths.filter((path) => path === `/${contoso}/discovery/v2.0/keys`)).toHaveLength(1);
  });
});

const notASignIn: [string, AssertionMinting][] = [
  ['is signed by somebody else', { forged: true }],
  ['is signed with the same key in another way, PS256', { algorithm: 'PS256' }],
  ['is signed with the same key in another way, RS512', { algorithm: 'RS512' }],
  ['has ended', { expiresIn: -10 }],
  ['has no end', { without: 'exp' }],
  ['is for another app', { claims: { aud: alexId } }],
  ['comes from another issuer', { claims: { iss: `https://sts.windows.net/${contoso}/` } }],
  ["comes from another tenant's issuer", { claims: { iss: `https://login.microsoftonline.com/${fabrikam}/v2.0` } }],
  ['was not given for this app to act', { claims: { scp: 'openid profile' } }],
  ['belongs to an app, which has no scopes', { without: 'scp' }],
  ['names nobody', { without: 'oid' }],
  ['names no tenant', { without: 'tid' }],
  ['cannot be named in the audit', { without: 'uti' }],
];

describe('no sign-in is a token that', () => {
  test.each(notASignIn)('%s', async (_, how) => {
    await expect(verifyAssertion(await assertion(how))).rejects.toMatchObject({ problem: { kind: 'sign-in-needed' } });
  });

  test.each(['', 'garbage', 'a.b.c'])('is only %j', async (token) => {
    await expect(verifyAssertion(token)).rejects.toMatchObject({ problem: { kind: 'sign-in-needed' } });
  });
});

test('a tenant that may not use the bot is refused before anybody is asked for keys', async () => {
  const asked = entra.paths.length;
  const token = await assertion({
    claims: { tid: fabrikam, iss: `https://login.microsoftonline.com/${fabrikam}/v2.0` },
  });
  await expect(verifyAssertion(token)).rejects.toMatchObject({ problem: { kind: 'somebody-elses-sign-in' } });
  expect(entra.paths).toHaveLength(asked);
});

test('keys out of reach are no fault of the person', async () => {
  const verify = verifierAt('http://127.0.0.1:1');
  await expect(verify(await assertion())).rejects.toMatchObject({ problem: { kind: 'graph-unavailable' } });
});
