import { describe, expect, it } from 'vitest';
import { startProcess } from './support/start-process.ts';

const complete = {
  BOT_ID: '11111111-0000-4000-8000-000000000001',
  BOT_PASSWORD: 'a secret of the bot that is long',
  BOT_TENANT_ID: '11111111-0000-4000-8000-000000000002',
  SSO_APP_ID: '11111111-0000-4000-8000-000000000003',
  SSO_APP_SECRET: 'a secret of sign-in that is long',
  SSO_APP_ID_URI: 'api://botid-11111111-0000-4000-8000-000000000001',
  OAUTH_CONNECTION_NAME: 'farewell',
  ALLOWED_TENANTS: '11111111-0000-4000-8000-000000000002',
};

describe('a production start', () => {
  it('is refused with a sentence for each missing setting, and nothing else', async () => {
    const { code, words } = await startProcess({});
    expect(code).toBe(1);
    expect(words).toMatch(/^Farewell does not start:\n( {2}- .+\n)+$/);
    for (const name of [...Object.keys(complete), 'DATABASE_URL']) expect(words).toContain(name);
  });

  it('never falls back to http', async () => {
    const { code, words } = await startProcess({
      ...complete,
      DATA_DIR: 'unused',
      GRAPH_URL: 'http://127.0.0.1:4000/graph',
    });
    expect([code, words]).toEqual([1, expect.stringContaining('GRAPH_URL is not https')]);
  });

  it('never mixes the sandbox with Microsoft’s cloud', async () => {
    const { code, words } = await startProcess({ ...complete, DATA_DIR: 'unused', SANDBOX: '1' });
    expect([code, words]).toEqual([1, expect.stringContaining('with SANDBOX=1 it must be an address of the sandbox')]);
  });

  it('never shows a secret in what it says', async () => {
    const { words } = await startProcess({ ...complete, BOT_PASSWORD: 'short-secret', SANDBOX: 'yes' });
    expect(words).not.toContain('short-secret');
  });
});
