import { createAssertionVerifier } from '../adapters/entra/user-assertion.ts';
import { createPostgresAuditLog } from '../adapters/postgres/audit-log.ts';
import type { Database } from '../adapters/postgres/connection.ts';
import { createPostgresContactBook } from '../adapters/postgres/contact-book.ts';
import type { ChannelAssertionsSettings } from '../bot/channel-assertions.ts';
import type { Config } from '../config.ts';
import type { Clock } from '../core/ports.ts';

/** How people prove who they are, for chat, clicks and executions alike. */
export type SignIn = ChannelAssertionsSettings;

export function createSignIn(
  config: Config,
  clock: Clock,
  database: Database,
  userTokens: SignIn['userTokens'],
): SignIn {
  const { appId, appIdUri, connectionName } = config.sso;
  const { allowedTenants, entraUrl } = config;
  return {
    audit: createPostgresAuditLog(database),
    clock,
    contacts: createPostgresContactBook(database),
    connectionName,
    userTokens,
    verify: createAssertionVerifier({ entraUrl, ssoAppId: appId, ssoAppIdUri: appIdUri, allowedTenants }),
  };
}
