import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';

const secret = 'a-secret-that-must-never-be-shown-anywhere';
const complete = {
  BOT_ID: 'B07B07B0-5A4D-4B0C-8F00-0000000000B0',
  BOT_PASSWORD: secret,
  BOT_TENANT_ID: 'c0150c01-5a4d-4b0c-8f00-000000000001',
  SSO_APP_ID: '550550a0-5a4d-4b0c-8f00-0000000000a5',
  SSO_APP_SECRET: secret,
  SSO_APP_ID_URI: 'api://botid-b07b07b0-5a4d-4b0c-8f00-0000000000b0',
  OAUTH_CONNECTION_NAME: 'farewell',
  ALLOWED_TENANTS: 'C0150C01-5a4d-4b0c-8f00-000000000001, fab21ca0-5a4d-4b0c-8f00-000000000002',
  DATABASE_URL: 'postgres://farewell:pw@db/farewell',
  AUDIT_SIGNING_KEY: generateKeyPairSync('ed25519')
    .privateKey.export({ type: 'pkcs8', format: 'der' })
    .toString('base64'),
};
const sandbox = {
  ...complete,
  SANDBOX: '1',
  CHANNEL_METADATA_URL: 'http://127.0.0.1:4000/bf/v1/.well-known/openidconfiguration',
  TOKEN_SERVICE_URL: 'http://localhost:4000/bf/',
  ENTRA_URL: 'http://127.0.0.1:4000',
  GRAPH_URL: 'http://127.0.0.1:4000/graph',
};

function accepted(env: NodeJS.ProcessEnv) {
  const read = readConfig(env);
  if (!read.ok) throw new Error(read.problems.join('\n'));
  return read.config;
}

function problemsOf(env: NodeJS.ProcessEnv): string[] {
  const read = readConfig(env);
  return read.ok ? [] : read.problems;
}

describe('installing Farewell for approvers', () => {
  const app = { TEAMS_APP_CATALOG_ID: 'CA7A1060-5a4d-4b0c-8f00-0000000000ca' };

  test('is off unless it is switched on, and needs the id of the app', () => {
    expect(accepted(complete).proactiveInstall).toBeUndefined();
    expect(accepted({ ...complete, ...app }).proactiveInstall).toBeUndefined();
    expect(accepted({ ...complete, ...app, PROACTIVE_INSTALL: 'off' }).proactiveInstall).toBeUndefined();
    expect(accepted({ ...complete, ...app, PROACTIVE_INSTALL: 'on' }).proactiveInstall).toEqual({
      teamsAppId: 'ca7a1060-5a4d-4b0c-8f00-0000000000ca',
    });
  });

  test.each<[NodeJS.ProcessEnv, RegExp]>([
    [{ PROACTIVE_INSTALL: 'on' }, /^TEAMS_APP_CATALOG_ID is missing: with PROACTIVE_INSTALL=on/],
    [{ ...app, PROACTIVE_INSTALL: 'yes' }, /^PROACTIVE_INSTALL is neither on nor off/],
    [{ PROACTIVE_INSTALL: 'on', TEAMS_APP_CATALOG_ID: 'farewell' }, /^TEAMS_APP_CATALOG_ID is not a GUID/],
  ])('refuses %o', (given, sentence) => {
    expect(problemsOf({ ...complete, ...given })).toEqual([expect.stringMatching(sentence)]);
  });
});

describe('counting who may approve at the start', () => {
  test('is off unless it is switched on', () => {
    expect(accepted(complete).checkApprovers).toBe(false);
    expect(accepted({ ...complete, CHECK_APPROVERS: 'on' }).checkApprovers).toBe(true);
    expect(problemsOf({ ...complete, CHECK_APPROVERS: 'yes' })).toEqual([
      'CHECK_APPROVERS is neither on nor off: set it to one of them, or leave it out.',
    ]);
  });
});

describe('a status channel', () => {
  const one = { ...complete, ALLOWED_TENANTS: 'c0150c01-5a4d-4b0c-8f00-000000000001' };
  const channel = {
    STATUS_CHANNEL_ID: '19:licences@thread.tacv2',
    STATUS_CHANNEL_SERVICE_URL: 'https://smba.trafficmanager.net/emea/',
  };

  test('is none unless it is named, and belongs to the one tenant', () => {
    expect(accepted(one).statusChannel).toBeUndefined();
    expect(accepted({ ...one, ...channel }).statusChannel).toEqual({
      conversationId: '19:licences@thread.tacv2',
      serviceUrl: 'https://smba.trafficmanager.net/emea',
      tenantId: 'c0150c01-5a4d-4b0c-8f00-000000000001',
      language: 'en',
    });
  });

  test.each(['en', 'nl', 'zh-CN', 'zh-TW'])('speaks English, or what it is told to: %s', (language) => {
    for (const spelt of [language, ` ${language.toLowerCase()} `]) {
      const { statusChannel } = accepted({ ...one, ...channel, STATUS_CHANNEL_LANGUAGE: spelt });
      expect(statusChannel?.language).toBe(language);
    }
  });

  test.each<[NodeJS.ProcessEnv, RegExp]>([
    [{ ...one, ...channel, STATUS_CHANNEL_ID: '' }, /^STATUS_CHANNEL_ID is missing/],
    [{ ...one, ...channel, STATUS_CHANNEL_SERVICE_URL: '' }, /^STATUS_CHANNEL_SERVICE_URL is missing/],
    [{ ...one, ...channel, STATUS_CHANNEL_ID: 'General' }, /^STATUS_CHANNEL_ID is not the id of a channel/],
    [
      { ...one, ...channel, STATUS_CHANNEL_SERVICE_URL: 'http://example.com' },
      /^STATUS_CHANNEL_SERVICE_URL is not https/,
    ],
    [
      { ...one, ...channel, STATUS_CHANNEL_LANGUAGE: 'fr' },
      /^STATUS_CHANNEL_LANGUAGE is none of ours: set it to en, nl, zh-CN or zh-TW.$/,
    ],
    [{ ...complete, ...channel }, /^STATUS_CHANNEL_ID would show the requests of one tenant to another/],
  ])('refuses %o', (given, sentence) => {
    expect(problemsOf(given)).toEqual([expect.stringMatching(sentence)]);
  });
});

describe('reading doubtful messages outside', () => {
  const azure = { AZURE_OPENAI_ENDPOINT: 'https://contoso.openai.azure.com/', AZURE_OPENAI_DEPLOYMENT: 'reader' };

  test('is off unless it is configured, and works with a key or without', () => {
    expect(accepted(complete).azureOpenAi).toBeUndefined();
    const there = { endpoint: 'https://contoso.openai.azure.com', deployment: 'reader' };
    expect(accepted({ ...complete, ...azure }).azureOpenAi).toEqual({ ...there, apiKey: undefined });
    expect(accepted({ ...complete, ...azure, AZURE_OPENAI_API_KEY: secret }).azureOpenAi).toEqual({
      ...there,
      apiKey: secret,
    });
    expect(accepted({ ...sandbox, ...azure, AZURE_OPENAI_ENDPOINT: 'http://127.0.0.1:4001' }).azureOpenAi).toEqual({
      ...there,
      endpoint: 'http://127.0.0.1:4001',
      apiKey: undefined,
    });
  });

  test.each<[NodeJS.ProcessEnv, RegExp]>([
    [
      { ...azure, AZURE_OPENAI_ENDPOINT: '' },
      /^AZURE_OPENAI_ENDPOINT is missing: with AZURE_OPENAI_DEPLOYMENT, set it to the address/,
    ],
    [{ AZURE_OPENAI_API_KEY: secret }, /^AZURE_OPENAI_ENDPOINT is missing: with AZURE_OPENAI_API_KEY, /],
    [{ ...azure, AZURE_OPENAI_DEPLOYMENT: '' }, /^AZURE_OPENAI_DEPLOYMENT is missing: with AZURE_OPENAI_ENDPOINT, /],
    [{ ...azure, AZURE_OPENAI_DEPLOYMENT: 'a/../b' }, /^AZURE_OPENAI_DEPLOYMENT is not the name of a deployment/],
    [{ ...azure, AZURE_OPENAI_ENDPOINT: 'http://contoso.openai.azure.com' }, /^AZURE_OPENAI_ENDPOINT is not https/],
    [{ ...azure, AZURE_OPENAI_ENDPOINT: 'contoso' }, /^AZURE_OPENAI_ENDPOINT is not an http or https address/],
    [
      { ...azure, AZURE_OPENAI_ENDPOINT: 'https://contoso.openai.azure.com/openai/v1' },
      /^AZURE_OPENAI_ENDPOINT is more than a host/,
    ],
    [{ ...azure, AZURE_OPENAI_API_KEY: 'key' }, /^AZURE_OPENAI_API_KEY is too short to be a key/],
  ])('refuses %o', (given, sentence) => {
    expect(problemsOf({ ...complete, ...given })).toEqual([expect.stringMatching(sentence)]);
  });

  test('stays on this machine in the sandbox', () => {
    expect(problemsOf({ ...sandbox, ...azure })).toEqual([
      expect.stringMatching(/^AZURE_OPENAI_ENDPOINT is not on this machine/),
    ]);
  });
});

describe('a complete configuration', () => {
  test('is read with the public Microsoft addresses when none is given', () => {
    const config = accepted(complete);
    expect(config.channel).toEqual({
      issuer: 'https://api.botframework.com',
      metadataUrl: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
      tokenServiceUrl: 'https://token.botframework.com',
      scope: 'https://api.botframework.com',
    });
    expect([config.entraUrl, config.graphUrl]).toEqual([
      'https://login.microsoftonline.com',
      'https://graph.microsoft.com',
    ]);
    expect([config.port, config.host, config.sandbox, config.logLevel]).toEqual([3978, '0.0.0.0', false, 'info']);
  });

  test('keeps ids in lower case, so that two spellings of one id are equal', () => {
    const config = accepted(complete);
    expect(config.bot.id).toBe('b07b07b0-5a4d-4b0c-8f00-0000000000b0');
    expect(config.allowedTenants).toEqual([
      'c0150c01-5a4d-4b0c-8f00-000000000001',
      'fab21ca0-5a4d-4b0c-8f00-000000000002',
    ]);
  });

  test.each(['it@contoso.com', 'https://help.contoso.com/accounts', undefined])('may name a contact: %s', (contact) => {
    expect(accepted({ ...complete, ADMIN_CONTACT: contact }).adminContact).toBe(contact);
  });

  test('cannot be changed afterwards', () => {
    const config = accepted(complete);
    expect([config, config.bot, config.sso, config.channel, config.allowedTenants].every(Object.isFrozen)).toBe(true);
  });

  test('keeps its data in a folder when DATA_DIR says so', () => {
    expect(accepted({ ...complete, DATABASE_URL: undefined, DATA_DIR: '/var/lib/farewell' }).database).toEqual({
      kind: 'pglite',
      directory: '/var/lib/farewell',
    });
  });

  test('for the sandbox listens on this machine only, and drops trailing slashes', () => {
    const config = accepted(sandbox);
    expect([config.sandbox, config.host]).toEqual([true, '127.0.0.1']);
    expect(config.channel.tokenServiceUrl).toBe('http://localhost:4000/bf');
  });
});

describe('nothing at all', () => {
  test('is refused with one sentence per missing variable', () => {
    const problems = problemsOf({});
    const named = problems.map((problem) => problem.split(' ')[0]).toSorted();
    const required = Object.keys(complete).toSorted();
    expect(named).toEqual(required);
  });

  test('counts an empty value as missing', () => {
    expect(problemsOf({ ...complete, BOT_PASSWORD: '  ' })).toEqual([
      "BOT_PASSWORD is missing: set it to a client secret of the bot's app registration.",
    ]);
  });
});

describe('a configuration that contradicts itself', () => {
  const cases: [string, NodeJS.ProcessEnv, RegExp][] = [
    [
      'an http Graph without the sandbox',
      { ...complete, GRAPH_URL: 'http://127.0.0.1:4000' },
      /^GRAPH_URL is not https/,
    ],
    ['an http Entra without the sandbox', { ...complete, ENTRA_URL: 'http://10.0.0.1' }, /^ENTRA_URL is not https/],
    [
      'a sandbox that would ask the real Graph',
      { ...sandbox, GRAPH_URL: 'https://graph.microsoft.com' },
      /^GRAPH_URL is not on this machine/,
    ],
    [
      'a sandbox that leaves Entra to the public default',
      { ...sandbox, ENTRA_URL: undefined },
      /^ENTRA_URL is missing/,
    ],
    [
      'a sandbox on another machine',
      { ...sandbox, ENTRA_URL: 'http://192.168.1.4:4000' },
      /^ENTRA_URL is not on this machine/,
    ],
    [
      'a sandbox on a name that only starts like this machine',
      { ...sandbox, GRAPH_URL: 'http://127.0.0.1.example.com' },
      /^GRAPH_URL is not on/,
    ],
    ['a sandbox switch with another value', { ...complete, SANDBOX: 'true' }, /^SANDBOX knows one value/],
    [
      'one registration for both apps',
      { ...complete, SSO_APP_ID: complete.BOT_ID.toLowerCase() },
      /^SSO_APP_ID is the same as BOT_ID/,
    ],
    [
      'one registration for both apps in the sandbox',
      { ...sandbox, SSO_APP_ID: complete.BOT_ID },
      /^SSO_APP_ID is the same as BOT_ID/,
    ],
    ['two places for the data', { ...complete, DATA_DIR: '/data' }, /^DATA_DIR and DATABASE_URL are both set/],
    [
      'a database that is not Postgres',
      { ...complete, DATABASE_URL: 'mysql://db' },
      /^DATABASE_URL must start with postgres/,
    ],
    ['a bot id that is no GUID', { ...complete, BOT_ID: 'farewell' }, /^BOT_ID is not a GUID/],
    ['a tenant that is no GUID', { ...complete, ALLOWED_TENANTS: 'contoso.com' }, /^ALLOWED_TENANTS holds something/],
    ['a list of no tenants', { ...complete, ALLOWED_TENANTS: ' , ' }, /^ALLOWED_TENANTS is empty/],
    ['a secret that is too short', { ...complete, SSO_APP_SECRET: 'hunter2' }, /^SSO_APP_SECRET is too short/],
    [
      'an application id URI that is none',
      { ...complete, SSO_APP_ID_URI: 'https://contoso.com' },
      /^SSO_APP_ID_URI must start with api/,
    ],
    ['a contact that nobody can reach', { ...complete, ADMIN_CONTACT: 'room 12' }, /^ADMIN_CONTACT is neither/],
    [
      'a contact without encryption',
      { ...complete, ADMIN_CONTACT: 'http://it.contoso.com' },
      /^ADMIN_CONTACT is neither/,
    ],
    ['an unknown log level', { ...complete, LOG_LEVEL: 'loud' }, /^LOG_LEVEL is not known/],
    ['a port out of range', { ...complete, PORT: '70000' }, /^PORT must be/],
    ['a port that is no number', { ...complete, PORT: '39 78' }, /^PORT must be/],
    ['an address that is none', { ...complete, GRAPH_URL: 'graph' }, /^GRAPH_URL is not an http or https address/],
  ];
  test.each(cases)('is refused: %s', (_, env, sentence) => {
    expect(problemsOf(env)).toEqual([expect.stringMatching(sentence)]);
  });

  test('is refused with all its problems at once', () => {
    const problems = problemsOf({
      ...complete,
      BOT_ID: 'x',
      LOG_LEVEL: 'loud',
      GRAPH_URL: 'http://graph',
      DATA_DIR: '/d',
    });
    expect(problems).toHaveLength(4);
  });

  test('never shows a secret in its problems', () => {
    const problems = problemsOf({
      ...complete,
      BOT_PASSWORD: 'shortpw',
      DATABASE_URL: `mysql://u:${secret}@db`,
      BOT_ID: secret,
    });
    expect(problems).toHaveLength(3);
    expect(problems.join(' ')).not.toMatch(/shortpw|a-secret-that/);
  });
});
