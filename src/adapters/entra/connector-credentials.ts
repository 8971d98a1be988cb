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

/** A token of the bot itself for a scope, and when it ends. */
export function createBotTokens(
  bot: BotRegistration,
): (scope: string) => Promise<{ accessToken: string; expiresOn: Date }> {
  const application = createBotClientApplication(bot);
  return async (scope) => {
    const token = await application.acquireTokenByClientCredential({ scopes: [scope] });
    if (!token?.expiresOn) throw new Error('Entra gave the bot no token');
    return { accessToken: token.accessToken, expiresOn: token.expiresOn };
  };
}
