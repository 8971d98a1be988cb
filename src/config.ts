import { z } from 'zod';
import {
  addressProblems,
  azureOpenAiProblems,
  dialled,
  statusChannelFrom,
  statusChannelProblems,
} from './config/addresses.ts';
import { guids, id, language, secret, shortestSecret, signingKey, tenants, text, url } from './config/values.ts';

export interface Config {
  readonly port: number;
  /** The sandbox hands out tokens to whoever asks: with it, the bot listens on this machine only. */
  readonly host: string;
  readonly sandbox: boolean;
  readonly logLevel: LogLevel;
  readonly bot: { readonly id: string; readonly password: string; readonly tenantId: string };
  readonly sso: {
    readonly appId: string;
    readonly appSecret: string;
    readonly appIdUri: string;
    readonly connectionName: string;
  };
  readonly allowedTenants: readonly string[];
  readonly database:
    { readonly kind: 'postgres'; readonly url: string } | { readonly kind: 'pglite'; readonly directory: string };
  readonly channel: {
    readonly issuer: string;
    readonly metadataUrl: string;
    readonly tokenServiceUrl: string;
    readonly scope: string;
  };
  /** Object ids of people who may pause every execution. */
  readonly operators: readonly string[];
  /** Where the policy is; undefined for the default one. */
  readonly policyFile: string | undefined;
  /** Whom people are sent to about a managed account: a mail address or an https address; undefined when not set. */
  readonly adminContact: string | undefined;
  /** Installs Farewell for approvers who never opened it; undefined where they do that themselves. */
  readonly proactiveInstall: { readonly teamsAppId: string } | undefined;
  /** Whether the start asks Graph if enough people may approve. Needs application permissions, so it is off by default. */
  readonly checkApprovers: boolean;
  /** A channel that shows how requests go, without buttons, in one of our languages. */
  readonly statusChannel:
    Readonly<Record<'conversationId' | 'serviceUrl' | 'tenantId' | 'language', string>> | undefined;
  /** Who is asked about doubtful messages; undefined where none leaves this process. Without a key, Entra's token counts. */
  readonly azureOpenAi:
    { readonly endpoint: string; readonly deployment: string; readonly apiKey: string | undefined } | undefined;
  readonly entraUrl: string;
  readonly graphUrl: string;
  /** Signs where the audit stands: an Ed25519 key in PEM. Only the sandbox goes without. */
  readonly auditSigningKey: string | undefined;
}

export type ReadConfig = { ok: true; config: Config } | { ok: false; problems: string[] };

const logLevel = z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
  error: 'LOG_LEVEL is not known: set it to fatal, error, warn, info, debug, trace or silent.',
});
type LogLevel = z.infer<typeof logLevel>;

const variables = z.object({
  PORT: z
    .string()
    .regex(/^\d+$/, 'PORT must be a whole number from 1 to 65535.')
    .transform(Number)
    .refine((port) => port >= 1 && port <= 65_535, 'PORT must be a whole number from 1 to 65535.')
    .default(3978),
  BOT_ID: id('BOT_ID', "the bot's app registration"),
  BOT_PASSWORD: secret('BOT_PASSWORD', "the bot's app registration"),
  BOT_TENANT_ID: id('BOT_TENANT_ID', "the tenant that holds the bot's app registration"),
  SSO_APP_ID: id('SSO_APP_ID', 'the app registration for single sign-on'),
  SSO_APP_SECRET: secret('SSO_APP_SECRET', 'the app registration for single sign-on'),
  SSO_APP_ID_URI: text(
    'SSO_APP_ID_URI',
    'the Application ID URI of the app registration for single sign-on',
  ).startsWith(
    'api://',
    'SSO_APP_ID_URI must start with api://: copy it from "Expose an API" of the app registration for single sign-on.',
  ),
  OAUTH_CONNECTION_NAME: text('OAUTH_CONNECTION_NAME', "the name of the OAuth connection on the bot's Azure resource"),
  ALLOWED_TENANTS: text('ALLOWED_TENANTS', 'the tenant ids that may use the bot, separated by commas').transform(
    tenants,
  ),
  OPERATORS: z
    .string()
    .transform((list, context) => guids('OPERATORS', 'object ids of people', list, context))
    .default([]),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'DATABASE_URL must start with postgres:// or postgresql://.')
    .optional(),
  DATA_DIR: z.string().optional(),
  POLICY_FILE: z.string().optional(),
  ADMIN_CONTACT: z
    .string()
    .trim()
    .pipe(
      z.union([z.email(), z.url({ protocol: /^https$/ })], {
        error: 'ADMIN_CONTACT is neither a mail address nor an https address: set it to where people reach their IT.',
      }),
    )
    .optional(),
  PROACTIVE_INSTALL: z
    .enum(['on', 'off'], 'PROACTIVE_INSTALL is neither on nor off: set it to one of them, or leave it out.')
    .default('off'),
  TEAMS_APP_CATALOG_ID: z
    .guid('TEAMS_APP_CATALOG_ID is not a GUID: set it to the id of the app in the catalogue.')
    .optional(),
  CHECK_APPROVERS: z
    .enum(['on', 'off'], 'CHECK_APPROVERS is neither on nor off: set it to one of them, or leave it out.')
    .default('off'),
  STATUS_CHANNEL_ID: z
    .string()
    .trim()
    .regex(
      /^19:[^\s/]+@thread\.\w+$/,
      'STATUS_CHANNEL_ID is not the id of a channel: copy it from the channel, 19:…@thread.tacv2.',
    )
    .optional(),
  STATUS_CHANNEL_SERVICE_URL: url('STATUS_CHANNEL_SERVICE_URL').optional(),
  STATUS_CHANNEL_LANGUAGE: language('STATUS_CHANNEL_LANGUAGE'),
  AZURE_OPENAI_ENDPOINT: url('AZURE_OPENAI_ENDPOINT').optional(),
  AZURE_OPENAI_DEPLOYMENT: z
    .string()
    .trim()
    .regex(
      /^[\w.-]{1,64}$/,
      'AZURE_OPENAI_DEPLOYMENT is not the name of a deployment: copy it from the deployments of the Azure OpenAI resource.',
    )
    .optional(),
  AZURE_OPENAI_API_KEY: z
    .string()
    .trim()
    .min(shortestSecret, 'AZURE_OPENAI_API_KEY is too short to be a key: copy one of the two keys of the resource.')
    .optional(),
  LOG_LEVEL: logLevel.default('info'),
  SANDBOX: z
    .literal('1', 'SANDBOX knows one value: set it to 1 for the sandbox, and leave it out everywhere else.')
    .optional(),
  CHANNEL_ISSUER: url('CHANNEL_ISSUER').default('https://api.botframework.com'),
  CHANNEL_SCOPE: url('CHANNEL_SCOPE').default('https://api.botframework.com'),
  CHANNEL_METADATA_URL: url('CHANNEL_METADATA_URL').default(
    'https://login.botframework.com/v1/.well-known/openidconfiguration',
  ),
  TOKEN_SERVICE_URL: url('TOKEN_SERVICE_URL').default('https://token.botframework.com'),
  ENTRA_URL: url('ENTRA_URL').default('https://login.microsoftonline.com'),
  GRAPH_URL: url('GRAPH_URL').default('https://graph.microsoft.com'),
  AUDIT_SIGNING_KEY: z.string().transform(signingKey).optional(),
});
type Variables = z.infer<typeof variables>;

/** Everything that is missing or contradictory is named at once, so that one round of corrections is enough. */
export function readConfig(env: NodeJS.ProcessEnv): ReadConfig {
  const given = withoutEmpty(env);
  const read = variables.safeParse(given);
  const problems = [...(read.error?.issues.map((issue) => issue.message) ?? []), ...contradictions(given)];
  if (!read.success || problems.length > 0) return { ok: false, problems: [...new Set(problems)] };
  return { ok: true, config: deepFreeze(configFrom(read.data)) };
}

function withoutEmpty(env: NodeJS.ProcessEnv): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''));
}

/** What the audit command needs. It runs beside the bot, and for people who have none of the bot's secrets. */
export type AuditConfig = Pick<Config, 'database' | 'auditSigningKey'>;
export type ReadAuditConfig = { ok: true; config: AuditConfig } | { ok: false; problems: string[] };

const auditVariables = variables.pick({ DATABASE_URL: true, DATA_DIR: true, AUDIT_SIGNING_KEY: true });

export function readAuditConfig(env: NodeJS.ProcessEnv): ReadAuditConfig {
  const given = withoutEmpty(env);
  const read = auditVariables.safeParse(given);
  const problems = [...(read.error?.issues.map((issue) => issue.message) ?? []), ...databaseProblems(given)];
  if (!read.success || problems.length > 0) return { ok: false, problems };
  return { ok: true, config: { database: databaseFrom(read.data), auditSigningKey: read.data.AUDIT_SIGNING_KEY } };
}

function databaseFrom(from: Pick<Variables, 'DATABASE_URL' | 'DATA_DIR'>): Config['database'] {
  return from.DATABASE_URL
    ? { kind: 'postgres', url: from.DATABASE_URL }
    : { kind: 'pglite', directory: from.DATA_DIR ?? '' };
}

function configFrom(from: Variables): Config {
  return {
    port: from.PORT,
    host: from.SANDBOX ? '127.0.0.1' : '0.0.0.0',
    sandbox: from.SANDBOX === '1',
    logLevel: from.LOG_LEVEL,
    bot: { id: from.BOT_ID, password: from.BOT_PASSWORD, tenantId: from.BOT_TENANT_ID },
    sso: {
      appId: from.SSO_APP_ID,
      appSecret: from.SSO_APP_SECRET,
      appIdUri: from.SSO_APP_ID_URI,
      connectionName: from.OAUTH_CONNECTION_NAME,
    },
    allowedTenants: from.ALLOWED_TENANTS,
    database: databaseFrom(from),
    channel: {
      issuer: from.CHANNEL_ISSUER,
      metadataUrl: from.CHANNEL_METADATA_URL,
      tokenServiceUrl: from.TOKEN_SERVICE_URL,
      scope: from.CHANNEL_SCOPE,
    },
    operators: from.OPERATORS,
    policyFile: from.POLICY_FILE,
    adminContact: from.ADMIN_CONTACT,
    proactiveInstall: proactiveInstallFrom(from),
    checkApprovers: from.CHECK_APPROVERS === 'on',
    statusChannel: statusChannelFrom(from),
    azureOpenAi: azureOpenAiFrom(from),
    entraUrl: from.ENTRA_URL,
    graphUrl: from.GRAPH_URL,
    auditSigningKey: from.AUDIT_SIGNING_KEY,
  };
}

function proactiveInstallFrom(from: Variables): Config['proactiveInstall'] {
  const teamsAppId = from.TEAMS_APP_CATALOG_ID;
  return from.PROACTIVE_INSTALL === 'on' && teamsAppId ? { teamsAppId: teamsAppId.toLowerCase() } : undefined;
}

function azureOpenAiFrom(from: Variables): Config['azureOpenAi'] {
  const { AZURE_OPENAI_ENDPOINT: endpoint, AZURE_OPENAI_DEPLOYMENT: deployment, AZURE_OPENAI_API_KEY: apiKey } = from;
  return endpoint && deployment ? { endpoint, deployment, apiKey } : undefined;
}

function contradictions(given: Record<string, string | undefined>): string[] {
  return [
    ...registrationProblems(given),
    ...databaseProblems(given),
    ...signingProblems(given),
    ...installProblems(given),
    ...statusChannelProblems(given),
    ...azureOpenAiProblems(given),
    ...dialled.flatMap((name) => addressProblems(name, given)),
  ];
}

/** One registration for both would let a token of the sign-in app pass for the bot's own. */
function registrationProblems(given: Record<string, string | undefined>): string[] {
  const { BOT_ID: bot, SSO_APP_ID: sso } = given;
  if (!bot || bot.trim().toLowerCase() !== sso?.trim().toLowerCase()) return [];
  return ['SSO_APP_ID is the same as BOT_ID: register a second app for single sign-on and put its id there.'];
}

function databaseProblems(given: Record<string, string | undefined>): string[] {
  if (given['DATABASE_URL'] && given['DATA_DIR']) {
    return [
      'DATA_DIR and DATABASE_URL are both set: keep DATABASE_URL for a Postgres server, or DATA_DIR for one machine.',
    ];
  }
  if (given['DATABASE_URL'] || given['DATA_DIR']) return [];
  return [
    'DATABASE_URL is missing: set it to a Postgres server, or set DATA_DIR to a folder to keep the data on one machine.',
  ];
}

/** Without it, whoever owns the database could write the audit anew. The sandbox has nothing to prove. */
function signingProblems(given: Record<string, string | undefined>): string[] {
  if (given['SANDBOX'] === '1' || given['AUDIT_SIGNING_KEY']) return [];
  return [
    'AUDIT_SIGNING_KEY is missing: set it to an Ed25519 private key in PKCS #8, as PEM or base64; docs/audit.md says how to make one.',
  ];
}

function installProblems(given: Record<string, string | undefined>): string[] {
  if (given['PROACTIVE_INSTALL'] !== 'on' || given['TEAMS_APP_CATALOG_ID']) return [];
  return [
    'TEAMS_APP_CATALOG_ID is missing: with PROACTIVE_INSTALL=on, set it to the id of the app in the catalogue, or leave PROACTIVE_INSTALL out.',
  ];
}

function deepFreeze(config: Config): Config {
  for (const part of Object.values(config)) Object.freeze(part);
  return Object.freeze(config);
}
