import { ClaimsIdentity } from 'botframework-connector';
import type { BotFrameworkAuthentication, UserTokenClient } from 'botframework-connector';
import { ConnectorCredentialsFactory } from './connector-credentials.ts';
import type { BotTokens } from './connector-credentials.ts';
import { PatientAuthentication } from './patient-authentication.ts';

export interface ChannelSettings {
  bot: { id: string; tenantId: string };
  channel: { issuer: string; metadataUrl: string; tokenServiceUrl: string; scope: string };
  tokens: BotTokens;
  /** For how long one call to the channel is tried. */
  patienceMilliseconds?: number;
}

/** Longer than the library's own few tries after an error take, which is about six seconds. */
const usualPatience = 30_000;

/** All of the channel's addresses or none: with one of them set the library has no defaults for the others. */
export function createChannelAuthentication(settings: ChannelSettings): BotFrameworkAuthentication {
  const { bot, channel, tokens, patienceMilliseconds = usualPatience } = settings;
  const metadata = channel.metadataUrl;
  return new PatientAuthentication(
    patienceMilliseconds,
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
    new ConnectorCredentialsFactory(bot.id, channel.scope, tokens),
  );
}

/** Where the channel keeps people's sign-ins, spoken to as the bot. */
export function createUserTokens(
  botId: string,
  authentication: BotFrameworkAuthentication,
): () => Promise<UserTokenClient> {
  const identity = new ClaimsIdentity([
    { type: 'aud', value: botId },
    { type: 'appid', value: botId },
  ]);
  return () => authentication.createUserTokenClient(identity);
}
