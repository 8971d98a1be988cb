import type { Logger } from 'pino';
import { createAppTokens } from '../adapters/entra/app-tokens.ts';
import { createAppInstaller } from '../adapters/graph/app-installer.ts';
import { createReach } from '../bot/reach.ts';
import type { ReachSettings } from '../bot/reach.ts';
import type { Config } from '../config.ts';
import type { Reach } from '../core/ports.ts';

/** Undefined where Farewell installs itself for nobody. The adapter is one without middleware: nobody speaks there. */
export function createReachFor(
  config: Config,
  adapter: ReachSettings['adapter'],
  { audit, clock, contacts }: Pick<ReachSettings, 'audit' | 'clock' | 'contacts'>,
  log: Logger,
): Reach | undefined {
  if (!config.proactiveInstall) return undefined;
  const { bot, entraUrl, graphUrl, proactiveInstall, sso } = config;
  const appToken = createAppTokens({ ssoAppId: sso.appId, ssoAppSecret: sso.appSecret, entraUrl });
  const installApp = createAppInstaller({ graphUrl, teamsAppId: proactiveInstall.teamsAppId, appToken });
  return createReach({ adapter, botId: bot.id, audit, clock, contacts, installApp, log });
}
