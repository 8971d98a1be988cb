import { join, resolve } from 'node:path';
import {
  botAppId,
  botSecret,
  connectionName,
  contosoTenantId,
  ssoAppId,
  ssoAppIdUri,
  ssoAppSecret,
} from '../identities.ts';
import { auditSigningKey } from './audit-key.ts';
import type { ChildPlan } from './children.ts';
import type { Settings } from './settings.ts';

/** The bot as in production: only addresses, ids and keys are other ones. */
export function planBot(settings: Settings, cloudUrl: string): ChildPlan {
  return {
    name: 'The bot',
    args: [settings.SANDBOX_BOT_ENTRY],
    cwd: process.cwd(),
    env: {
      SANDBOX: '1',
      PORT: String(settings.SANDBOX_BOT_PORT),
      BOT_ID: botAppId,
      BOT_PASSWORD: botSecret,
      BOT_TENANT_ID: contosoTenantId,
      SSO_APP_ID: ssoAppId,
      SSO_APP_SECRET: ssoAppSecret,
      SSO_APP_ID_URI: ssoAppIdUri,
      OAUTH_CONNECTION_NAME: connectionName,
      ALLOWED_TENANTS: contosoTenantId,
      ENTRA_URL: cloudUrl,
      CHANNEL_METADATA_URL: `${cloudUrl}/bf/v1/.well-known/openidconfiguration`,
      TOKEN_SERVICE_URL: `${cloudUrl}/bf`,
      GRAPH_URL: `${cloudUrl}/graph`,
      AUDIT_SIGNING_KEY: auditSigningKey(settings.SANDBOX_STATE_DIR),
      ...(settings.DATABASE_URL === undefined
        ? { DATA_DIR: settings.SANDBOX_DATA_DIR }
        : { DATABASE_URL: settings.DATABASE_URL }),
    },
    log: join(resolve(settings.SANDBOX_STATE_DIR), 'bot.log'),
    quiet: false,
    readyUrl: `http://127.0.0.1:${settings.SANDBOX_BOT_PORT}/readyz`,
  };
}

const warning = 40;

/** What of the bot's log is worth showing on the terminal: pino lines from `warn` up, and everything that is no log line. */
export function worthShowing(line: string): string | undefined {
  const entry = parsed(line);
  if (!entry) return line.trim() === '' ? undefined : `bot: ${line}`;
  const { level, msg } = entry;
  if (typeof level === 'number' ? level < warning : !['warn', 'error', 'fatal'].includes(String(level)))
    return undefined;
  return `bot: ${typeof msg === 'string' ? msg : line}`;
}

function parsed(line: string): { level?: unknown; msg?: unknown } | undefined {
  try {
    const entry: unknown = JSON.parse(line);
    return typeof entry === 'object' && entry !== null ? entry : undefined;
  } catch {
    return undefined;
  }
}
