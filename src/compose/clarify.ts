import type { Logger } from 'pino';
import { createAzureOpenAiReader } from '../adapters/azure-openai/azure-openai-reader.ts';
import type { AzureOpenAiSettings } from '../adapters/azure-openai/azure-openai-reader.ts';
import { promptVersion } from '../adapters/azure-openai/prompt.ts';
import { createBotTokens } from '../adapters/entra/connector-credentials.ts';
import type { Config } from '../config.ts';
import { createClarify } from '../core/understanding/outside-reader.ts';
import type { Clarify } from '../core/understanding/outside-reader.ts';

const SCOPE = 'https://cognitiveservices.azure.com/.default';

const SAID = {
  read: 'message read outside',
  dropped: 'reading from outside dropped',
  silent: 'message not read outside',
} as const;

/** Undefined where no message leaves this process, as it is by default. */
export function createClarifyFor(config: Config, log: Logger): Clarify | undefined {
  if (!config.azureOpenAi) return undefined;
  const { endpoint, deployment } = config.azureOpenAi;
  const reader = createAzureOpenAiReader({ endpoint, deployment, credential: credentialOf(config) });
  log.info({ deployment, promptVersion }, 'doubtful messages are read outside');
  return createClarify(reader, (outcome) => {
    log[outcome.kind === 'silent' ? 'warn' : 'info']({ outcome }, SAID[outcome.kind]);
  });
}

/** Without a key the bot's own registration asks, which the resource has to let in. */
function credentialOf({ azureOpenAi, bot, entraUrl }: Config): AzureOpenAiSettings['credential'] {
  if (azureOpenAi?.apiKey) return { kind: 'key', key: azureOpenAi.apiKey };
  const registration = { botId: bot.id, botPassword: bot.password, botTenantId: bot.tenantId, entraUrl };
  const tokens = createBotTokens(registration);
  return { kind: 'token', token: async () => (await tokens(SCOPE)).accessToken };
}
