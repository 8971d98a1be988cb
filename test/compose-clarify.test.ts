import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createClarifyFor } from '../src/compose/clarify.ts';
import { readConfig } from '../src/config.ts';
import type { Config } from '../src/config.ts';
import type { Understanding } from '../src/core/understanding/recogniser.ts';
import { contoso, refused, ssoAppId, ssoAppIdUri, startPretendEntra } from './adapters/entra/pretend-entra.ts';
import type { PretendEntra } from './adapters/entra/pretend-entra.ts';
import { startPretendAzureOpenAi } from './support/pretend-azure-openai.ts';
import type { PretendAzureOpenAi } from './support/pretend-azure-openai.ts';

const botId = 'b07b07b0-5a4d-4b0c-8f00-0000000000b0';
const secret = 'a-secret-that-must-never-be-shown-anywhere';
const text = 'Ana and E3, that must end';
const doubtful: Understanding = { kind: 'none', why: 'nothing', alternatives: ['remove_license'] };
const removal = { kind: 'remove_license', users: ['Ana'], products: ['E3'], scope: 'listed' };

let entra: PretendEntra;
let service: PretendAzureOpenAi;
beforeAll(async () => {
  [entra, service] = await Promise.all([startPretendEntra(), startPretendAzureOpenAi()]);
});
afterAll(async () => {
  await Promise.all([entra.stop(), service.stop()]);
});
beforeEach(() => {
  service.forget();
  entra.forms.length = 0;
});

function configWith(settings: Record<string, string>): Config {
  const read = readConfig({
    SANDBOX: '1',
    BOT_ID: botId,
    BOT_PASSWORD: secret,
    BOT_TENANT_ID: contoso,
    SSO_APP_ID: ssoAppId,
    SSO_APP_SECRET: secret,
    SSO_APP_ID_URI: ssoAppIdUri,
    OAUTH_CONNECTION_NAME: 'farewell',
    ALLOWED_TENANTS: contoso,
    DATA_DIR: '/nowhere',
    CHANNEL_METADATA_URL: entra.url,
    TOKEN_SERVICE_URL: entra.url,
    ENTRA_URL: entra.url,
    GRAPH_URL: entra.url,
    ...settings,
  });
  if (!read.ok) throw new Error(read.problems.join('\n'));
  return read.config;
}

function composed(settings: Record<string, string>) {
  const lines: string[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
  return { clarify: createClarifyFor(configWith(settings), log), lines };
}

describe('asking outside', () => {
  const keyless = (): Record<string, string> => ({
    AZURE_OPENAI_ENDPOINT: service.url,
    AZURE_OPENAI_DEPLOYMENT: 'reader',
  });

  it('is nobody’s business unless it is configured', () => {
    const { clarify, lines } = composed({});
    expect([clarify, lines]).toEqual([undefined, []]);
  });

  it('takes the key, and then no token', async () => {
    service.plan({ says: removal });
    const { clarify } = composed({ ...keyless(), AZURE_OPENAI_API_KEY: secret });
    expect(await clarify?.(doubtful, text, 'en')).toEqual({ ...removal, why: 'azure-openai' });
    expect(service.asked[0]?.headers).toMatchObject({ 'api-key': secret });
    expect(entra.forms).toEqual([]);
  });

  it('takes a token of the bot itself where there is no key, and keeps it', async () => {
    service.plan({ says: removal }, { says: removal });
    const { clarify } = composed(keyless());
    await clarify?.(doubtful, text, 'en');
    await clarify?.(doubtful, text, 'en');
    expect(service.asked.map(({ headers }) => headers['authorization'])).toEqual(Array(2).fill('Bearer token 1'));
    const [form, ...others] = entra.forms;
    expect([form?.get('grant_type'), form?.get('client_id')]).toEqual(['client_credentials', botId]);
    expect(form?.get('scope')).toContain('https://cognitiveservices.azure.com/.default');
    expect(others).toEqual([]);
  });

  it('sends nothing when Entra gives no token, says so, and nothing of what was written', async () => {
    entra.plan(refused('invalid_client', 7_000_215));
    const { clarify, lines } = composed(keyless());
    expect(await clarify?.(doubtful, text, 'en')).toBe(doubtful);
    expect(service.asked).toEqual([]);
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      { level: 30, msg: 'doubtful messages are read outside', deployment: 'reader', promptVersion: 1 },
      { level: 40, msg: 'message not read outside', outcome: { kind: 'silent', reason: 'no-token' } },
    ]);
    expect(lines.join('')).not.toMatch(/Ana|E3|secret/);
  });
});
