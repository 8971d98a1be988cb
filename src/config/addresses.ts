/** Only these are dialled; the issuer and the scope are names that happen to look like addresses. */
export const dialled = ['CHANNEL_METADATA_URL', 'TOKEN_SERVICE_URL', 'ENTRA_URL', 'GRAPH_URL'] as const;

/** One channel belongs to one tenant: the requests of another are not for its eyes. */
export function statusChannelProblems(given: Record<string, string | undefined>): string[] {
  const { ALLOWED_TENANTS: tenants, STATUS_CHANNEL_ID: id, STATUS_CHANNEL_SERVICE_URL: address } = given;
  if (!id && !address) return [];
  if (!id) return ['STATUS_CHANNEL_ID is missing: with STATUS_CHANNEL_SERVICE_URL, set it to the id of the channel.'];
  if (!address) {
    return ["STATUS_CHANNEL_SERVICE_URL is missing: with STATUS_CHANNEL_ID, set it to the channel's service URL."];
  }
  const several = (tenants ?? '').split(',').filter((each) => each.trim() !== '').length > 1;
  const crowded = several ? ['STATUS_CHANNEL_ID would show the requests of one tenant to another: leave it out.'] : [];
  return [...crowded, ...addressProblems('STATUS_CHANNEL_SERVICE_URL', given)];
}

interface StatusChannelVariables {
  ALLOWED_TENANTS: readonly string[];
  STATUS_CHANNEL_ID?: string | undefined;
  STATUS_CHANNEL_SERVICE_URL?: string | undefined;
  STATUS_CHANNEL_LANGUAGE: string;
}

/** Undefined where none is named; what contradicts itself was refused before. */
export function statusChannelFrom(
  from: StatusChannelVariables,
): Record<'conversationId' | 'serviceUrl' | 'tenantId' | 'language', string> | undefined {
  const { STATUS_CHANNEL_ID: conversationId, STATUS_CHANNEL_SERVICE_URL: serviceUrl } = from;
  const [tenantId] = from.ALLOWED_TENANTS;
  if (!conversationId || !serviceUrl || !tenantId) return undefined;
  return { conversationId, serviceUrl, tenantId, language: from.STATUS_CHANNEL_LANGUAGE };
}

/** Words of people go there: it takes an address, a model, and nothing by half. */
export function azureOpenAiProblems(given: Record<string, string | undefined>): string[] {
  const { AZURE_OPENAI_ENDPOINT: address, AZURE_OPENAI_DEPLOYMENT: deployment, AZURE_OPENAI_API_KEY: key } = given;
  if (!address) {
    const [other] = [deployment && 'AZURE_OPENAI_DEPLOYMENT', key && 'AZURE_OPENAI_API_KEY'].filter(Boolean);
    if (!other) return [];
    return [
      `AZURE_OPENAI_ENDPOINT is missing: with ${other}, set it to the address of the Azure OpenAI resource, or leave both out.`,
    ];
  }
  const parsed = URL.parse(address);
  const more = parsed !== null && `${parsed.origin}/` !== parsed.href;
  return [
    ...(deployment
      ? []
      : ['AZURE_OPENAI_DEPLOYMENT is missing: with AZURE_OPENAI_ENDPOINT, set it to the name of the deployment.']),
    ...(more
      ? ['AZURE_OPENAI_ENDPOINT is more than a host: leave out the path, as in https://NAME.openai.azure.com.']
      : []),
    ...addressProblems('AZURE_OPENAI_ENDPOINT', given),
  ];
}

/** Tokens travel to these addresses: encrypted, or not off this machine. */
export function addressProblems(name: string, given: Record<string, string | undefined>): string[] {
  const sandbox = given['SANDBOX'] === '1';
  const address = given[name];
  if (address === undefined) {
    return sandbox ? [`${name} is missing: with SANDBOX=1 it must be an address of the sandbox on this machine.`] : [];
  }
  const parsed = URL.parse(address);
  if (!parsed) return [];
  if (sandbox && !isLoopback(parsed)) {
    return [
      `${name} is not on this machine: with SANDBOX=1 it must be a 127.0.0.1 or localhost address, without it leave SANDBOX out.`,
    ];
  }
  if (!sandbox && parsed.protocol !== 'https:')
    return [`${name} is not https: use an https address, or set SANDBOX=1 for the sandbox.`];
  return [];
}

function isLoopback(address: URL): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(address.hostname);
}
