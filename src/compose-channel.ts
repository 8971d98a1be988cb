import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import type { BotFrameworkAuthentication } from 'botframework-connector';
import { createBotClientApplication } from './adapters/entra/connector-credentials.ts';
import { ConnectorCredentialsFactory } from './bot/connector-credentials.ts';
import type { BotTokens } from './bot/connector-credentials.ts';
import type { Config } from './config.ts';

function createBotTokens(config: Config): BotTokens {
  const { id, password, tenantId } = config.bot;
  const application = createBotClientApplication({
    botId: id,
    botPassword: password,
    botTenantId: tenantId,
    entraUrl: config.entraUrl,
  });
  return async (scope) => {
    const token = await application.acquireTokenByClientCredential({ scopes: [scope] });
    if (!token?.expiresOn) throw new Error('Entra gave the bot no token');
    return { accessToken: token.accessToken, expiresOn: token.expiresOn };
  };
}

/** All of the channel's addresses or none: with one of them set the library has no defaults for the others. */
export function createChannelAuthentication(config: Config): BotFrameworkAuthentication {
  const { bot, channel } = config;
  const metadata = channel.metadataUrl;
  return new ConfigurationBotFrameworkAuthentication(
    {
      MicrosoftAppId: bot.id,
      MicrosoftAppTenantId: bot.tenantId,
      ToChannelFromBotLoginUrl: `https://login.microsoftonline.com/${bot.tenantId}`,
      ToChannelFromBotOAuthScope: channel.scope,
      ToBotFromChannelTokenIssuer: channel.issuer,
      ToBotFromChannelOpenIdMetadataUrl: metadata,
      // The front door lets no emulator token through; this only keeps the library from asking elsewhere.
      ToBotFromEmulatorOpenIdMetadataUrl: metadata,
      OAuthUrl: channel.tokenServiceUrl,
      CallerId: 'urn:botframework:azure',
      ValidateAuthority: true,
      ChannelService: '',
    },
    new ConnectorCredentialsFactory(bot.id, channel.scope, createBotTokens(config)),
  );
}
