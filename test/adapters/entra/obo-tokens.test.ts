import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createBotClientApplication } from '../../../src/adapters/entra/connector-credentials.ts';
import { createOboTokens } from '../../../src/adapters/entra/obo-tokens.ts';
import type { OboTokens } from '../../../src/adapters/entra/obo-tokens.ts';
import { createTokenCache } from '../../../src/adapters/entra/token-cache.ts';
import { tenantId, userId } from '../../../src/core/identity.ts';
import type { UserAssertion } from '../../../src/core/ports.ts';
import { alexId, contoso, refused, ssoAppId, startPretendEntra } from './pretend-entra.ts';
import type { PretendEntra, TokenAnswer } from './pretend-entra.ts';

const alex: UserAssertion = {
  tenantId: tenantId.parse(contoso),
  userId: userId.parse(alexId),
  token: 'h.alex.s',
  tokenId: 'uti-1',
};
const read = ['https://graph.microsoft.com/User.Read.All'];
const write = ['https://graph.microsoft.com/LicenseAssignment.ReadWrite.All'];
const claims = '{"access_token":{"polids":{"essential":true,"values":["p"]}}}';

let entra: PretendEntra;
let clock: number;
let tokensFor: OboTokens;

beforeEach(async () => {
  entra = await startPretendEntra();
  clock = Date.now();
  tokensFor = createOboTokens({ ssoAppId, ssoAppSecret: 'sandbox-sso-secret', entraUrl: entra.url }, () => clock);
});
afterEach(() => entra.stop());

describe('a token on behalf of a person', () => {
  test('is asked for with the sign-in, the scopes and the promise to answer challenges', async () => {
    expect(await tokensFor(alex, read)).toBe('token 1');
    expect(entra.paths).toEqual([`/${contoso}/oauth2/v2.0/token`]);
    const form = entra.forms[0];
    expect(form?.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer');
    expect(form?.get('requested_token_use')).toBe('on_behalf_of');
    expect([form?.get('assertion'), form?.get('client_id')]).toEqual([alex.token, ssoAppId]);
    expect(form?.get('scope')?.split(' ')).toContain(read[0]);
    expect(form?.get('claims')).toContain('CP1');
  });

  test('is asked for once, however many calls need it at the same time or later', async () => {
    const tokens = await Promise.all(Array.from({ length: 10 }, () => tokensFor(alex, read)));
    expect(new Set([...tokens, await tokensFor(alex, read)])).toEqual(new Set(['token 1']));
    expect(entra.forms).toHaveLength(1);
  });

  test('is another one for other scopes and for another sign-in', async () => {
    const other = { ...alex, token: 'h.megan.s' };
    const tokens = await Promise.all([tokensFor(alex, read), tokensFor(alex, write), tokensFor(other, read)]);
    expect(new Set(tokens).size).toBe(3);
    expect(entra.forms.map((form) => form.get('assertion')).toSorted()).toEqual(['h.alex.s', 'h.alex.s', 'h.megan.s']);
  });

  test('is asked for again shortly before it ends', async () => {
    await tokensFor(alex, read);
    clock += 56 * 60_000;
    expect(await tokensFor(alex, read)).toBe('token 2');
  });

  test('is asked for again with the claims of a challenge, and replaces the refused one', async () => {
    await tokensFor(alex, read);
    expect(await tokensFor(alex, read, claims)).toBe('token 2');
    expect(JSON.parse(entra.forms[1]?.get('claims') ?? '')).toMatchObject({
      access_token: { polids: { values: ['p'] } },
    });
    expect(await tokensFor(alex, read)).toBe('token 2');
  });

  test('that was refused is asked for anew the next time', async () => {
    entra.plan(refused('invalid_grant', 65001, { suberror: 'consent_required' }));
    await expect(tokensFor(alex, read)).rejects.toMatchObject({ problem: { kind: 'consent-needed' } });
    expect(await tokensFor(alex, read)).toBe('token 2');
  });
});

const refusals: [string, TokenAnswer, unknown][] = [
  ['nobody consented', refused('invalid_grant', 65001, { suberror: 'consent_required' }), { kind: 'consent-needed' }],
  [
    'more proof is needed',
    refused('interaction_required', 50079, { suberror: 'basic_action', claims }),
    { kind: 'sign-in-needed', claims },
  ],
  [
    'more proof is needed, without a suberror',
    refused('interaction_required', 50076, { claims }),
    { kind: 'sign-in-needed', claims },
  ],
  ['the sign-in is too old', refused('invalid_grant', 500133), { kind: 'sign-in-needed' }],
  ['the sign-in was revoked', refused('invalid_grant', 50173, { suberror: 'bad_token' }), { kind: 'sign-in-needed' }],
  [
    'a policy blocks',
    refused('interaction_required', 53003, { suberror: 'message_only', claims }),
    { kind: 'access-blocked', code: '53003' },
  ],
  [
    'a policy blocks, without a suberror',
    refused('interaction_required', 53003),
    { kind: 'access-blocked', code: '53003' },
  ],
  [
    'the device must be enrolled first',
    refused('interaction_required', 53001, { suberror: 'additional_action' }),
    { kind: 'access-blocked', code: '53001' },
  ],
  ['the account is disabled', refused('invalid_grant', 50057), { kind: 'access-blocked', code: '50057' }],
  ['the bot asks too often', refused('invalid_grant', 50196), { kind: 'access-blocked', code: '50196' }],
];

describe('when Entra refuses because', () => {
  test.each(refusals)('%s, people can be told', async (_, answer, problem) => {
    entra.plan(answer);
    await expect(tokensFor(alex, read)).rejects.toMatchObject({ problem });
    expect(entra.forms).toHaveLength(1);
  });

  test("the app's own secret is wrong, it is the operator's business", async () => {
    entra.plan({
      status: 401,
      body: { error: 'invalid_client', error_description: 'AADSTS7000215: No.', error_codes: [7000215] },
    });
    await expect(tokensFor(alex, read)).rejects.toThrow('Entra refuses this app: invalid_client 7000215');
  });
});

describe('when Entra is not well', () => {
  const sick: [string, TokenAnswer][] = [
    ['breaks the connection', { hangUp: true }],
    ['answers 503', { ...refused('temporarily_unavailable', 50033), status: 503 }],
    ['answers an empty 500', { status: 500, body: {} }],
    ['is too busy', { status: 429, body: {} }],
    ['answers something else than an object', { status: 200, body: 7 }],
    ['answers without a token', { status: 200, body: {} }],
  ];
  test.each(sick)('and %s every time, Graph is out of reach', async (_, answer) => {
    entra.plan(answer, answer);
    await expect(tokensFor(alex, read)).rejects.toMatchObject({ problem: { kind: 'graph-unavailable' } });
  });

  test('and recovers at once, nobody notices', async () => {
    entra.plan({ status: 503, body: {} });
    expect(await tokensFor(alex, read)).toBe('token 2');
  });
});

test('the store of tokens stays small', async () => {
  const cache = createTokenCache(() => 0, 2);
  let asked = 0;
  const ask = () => Promise.resolve({ token: `t${(asked += 1)}`, expiresAt: Infinity });
  for (const key of ['a', 'b', 'c', 'b', 'c', 'a']) await cache.get(key, ask);
  expect(asked).toBe(4);
});

test("the bot's own credentials ask its own tenant for a token to the channel", async () => {
  const application = createBotClientApplication({
    botId: 'b07b07b0-5a4d-4b0c-8f00-0000000000b0',
    botPassword: 'sandbox-bot-secret',
    botTenantId: contoso,
    entraUrl: entra.url,
  });
  const result = await application.acquireTokenByClientCredential({
    scopes: ['https://api.botframework.com/.default'],
  });
  expect(result?.accessToken).toBe('token 1');
  expect(entra.forms[0]?.get('client_id')).toBe('b07b07b0-5a4d-4b0c-8f00-0000000000b0');
});
