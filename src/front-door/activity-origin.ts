import { z } from 'zod';
import { Refusal } from './refusal.ts';

export interface OriginRules {
  botId: string;
  allowedTenants: readonly string[];
  /** From the channel's token. */
  serviceUrl: string;
}

const activity = z.looseObject({
  type: z.string().min(1),
  name: z.string().optional(),
  serviceUrl: z.string().min(1),
  channelId: z.string().min(1),
  from: z.looseObject({ id: z.string().min(1), aadObjectId: z.string().optional() }),
  recipient: z.looseObject({ id: z.string() }).optional(),
  conversation: z.looseObject({ id: z.string().min(1), tenantId: z.string().min(1) }),
  channelData: z.looseObject({ tenant: z.looseObject({ id: z.string().min(1) }) }),
});
export type Activity = z.infer<typeof activity>;

/** What Teams may send in the bot's own name: the news that it was added somewhere. */
const sentByTheBotItself = new Set(['conversationUpdate', 'installationUpdate']);

/**
 * The token says who carried the activity, not what is in it: a valid token with another body passes the signature.
 * So the body itself must name the channel, the tenant and the person, and must not be one the SDK trusts blindly.
 */
export function checkOrigin(body: unknown, rules: OriginRules): Activity {
  const read = activity.safeParse(body);
  if (!read.success) throw new Refusal('malformed', 'the body is not an activity of Teams');
  const sent = read.data;
  if (comparable(sent.serviceUrl) !== comparable(rules.serviceUrl)) {
    throw new Refusal('unauthorized', "the activity's service URL is not the token's");
  }
  if (sent.channelId !== 'msteams') throw new Refusal('forbidden', 'another channel');
  checkTenant(sent, rules);
  if (!isFromPerson(sent) && !isFromBot(sent, rules)) throw new Refusal('forbidden', 'nobody signed in sent it');
  // OAuthPrompt takes the value of such an event for a token, whoever sent it. Teams never sends one.
  if (sent.name?.toLowerCase() === 'tokens/response') throw new Refusal('forbidden', 'a token event');
  return sent;
}

function checkTenant({ conversation, channelData }: Activity, { allowedTenants }: OriginRules): void {
  const tenant = conversation.tenantId.toLowerCase();
  if (channelData.tenant.id.toLowerCase() !== tenant) throw new Refusal('forbidden', 'two different tenants');
  if (!allowedTenants.includes(tenant)) throw new Refusal('forbidden', 'a foreign tenant');
}

function isFromPerson({ from }: Activity): boolean {
  return z.guid().safeParse(from.aadObjectId).success;
}

function isFromBot({ type, from, recipient }: Activity, { botId }: OriginRules): boolean {
  if (!sentByTheBotItself.has(type)) return false;
  return [`28:${botId}`, botId, recipient?.id].includes(from.id);
}

function comparable(serviceUrl: string): string {
  return serviceUrl.replace(/\/+$/, '').toLowerCase();
}
