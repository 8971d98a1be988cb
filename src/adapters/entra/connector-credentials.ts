import type { ConfidentialClientApplication } from '@azure/msal-node';
import { createClientApplication } from './client-application.ts';

export interface BotRegistration {
  botId: string;
  botPassword: string;
  botTenantId: string;
  entraUrl: string;
}

/**
 * The bot's own credentials for the channel. ConnectorCredentialsFactory uses them: the library's password
 * factory builds an older MSAL that cannot be led to another address. One for the process, as it caches the bot's token.
 */
export function createBotClientApplication(bot: BotRegistration): ConfidentialClientApplication {
  return createClientApplication({
    clientId: bot.botId,
    clientSecret: bot.botPassword,
    tenantId: bot.botTenantId,
    entraUrl: bot.entraUrl,
  });
}
