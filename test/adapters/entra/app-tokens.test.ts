import { describe, expect, test } from 'vitest';
import type { AppTokens } from '../../../src/adapters/entra/app-tokens.ts';
import { createAppTokens } from '../../../src/adapters/entra/app-tokens.ts';
import { contoso, fabrikam, ssoAppId, startPretendEntra } from './pretend-entra.ts';
import type { PretendEntra, TokenAnswer } from './pretend-entra.ts';

const secret = 'the secret of single sign-on';
const token = (access_token: string): TokenAnswer => ({
  body: { token_type: 'Bearer', expires_in: 3600, access_token },
});

async function withEntra(run: (entra: PretendEntra, tokens: AppTokens) => Promise<void>) {
  const entra = await startPretendEntra();
  try {
    await run(entra, createAppTokens({ ssoAppId, ssoAppSecret: secret, entraUrl: entra.url }));
  } finally {
    await entra.stop();
  }
}

describe('a token of the app itself', () => {
  test('is asked for with its own secret, in the tenant it is for, and kept', () =>
    withEntra(async (entra, tokens) => {
      entra.plan(token('for Contoso'), token('for Fabrikam'));
      expect([await tokens(contoso), await tokens(contoso), await tokens(fabrikam)]).toEqual([
        'for Contoso',
        'for Contoso',
        'for Fabrikam',
      ]);
      const asked = entra.forms.map((form) => [
        form.get('grant_type'),
        form.get('client_id'),
        form.get('client_secret'),
      ]);
      expect(asked).toEqual(Array(2).fill(['client_credentials', ssoAppId, secret]));
      expect(entra.forms[0]?.get('scope')).toContain('https://graph.microsoft.com/.default');
      expect(entra.paths.some((path) => path.includes(contoso))).toBe(true);
    }));

  test('that Entra refuses is the operator’s matter, and asked for anew', () =>
    withEntra(async (entra, tokens) => {
      const error = { error: 'invalid_client', error_description: 'AADSTS7000215: wrong', error_codes: [7000215] };
      entra.plan({ status: 401, body: error }, token('later'));
      await expect(tokens(contoso)).rejects.toThrow('Entra refuses this app: invalid_client');
      expect(await tokens(contoso)).toBe('later');
      entra.plan(token('renewed'));
      expect(await tokens(contoso, true)).toBe('renewed');
    }));
});
