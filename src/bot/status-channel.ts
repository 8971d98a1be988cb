import { CardFactory } from 'botbuilder';
import type { Activity, CloudAdapter, ConversationReference, TurnContext } from 'botbuilder';
import type { Logger } from 'pino';
import { z } from 'zod';
import { requestCard } from '../../cards/request.card.ts';
import { speakerFor } from '../../locales/speaker.ts';
import type { RequestId } from '../core/identity.ts';
import type { ChannelPosts, RequestStore } from '../core/ports.ts';
import type { Request } from '../core/request.ts';

/** A channel of a team in which everybody may see how requests go. */
export interface StatusChannel {
  conversationId: string;
  serviceUrl: string;
  tenantId: string;
  /** What is spoken there. */
  language: string;
}

export interface StatusChannelSettings {
  adapter: CloudAdapter;
  botId: string;
  channel: StatusChannel;
  requests: RequestStore;
  posts: ChannelPosts;
  log: Logger;
}

/** The bot was taken out of the team, or the message is gone: trying again changes nothing. */
const hopeless = z.object({ statusCode: z.union([z.literal(403), z.literal(404)]) });

function referenceTo({ conversationId, serviceUrl, tenantId }: StatusChannel): Partial<ConversationReference> {
  const conversation = { id: conversationId, tenantId, conversationType: 'channel', isGroup: true, name: '' };
  return { channelId: 'msteams', serviceUrl, conversation };
}

/** Many read along, wherever they are: in the channel's language, and in UTC. */
async function drawing({ channel, requests }: StatusChannelSettings, request: Request): Promise<Partial<Activity>> {
  const steps = await requests.readSteps(request.id);
  const card = requestCard({ request, steps, reader: 'onlooker' }, speakerFor(channel.language, undefined));
  return { type: 'message', attachments: [CardFactory.adaptiveCard(card.content)], summary: card.fallbackText };
}

async function post(settings: StatusChannelSettings, context: TurnContext, request: Request): Promise<void> {
  const { channel, posts } = settings;
  const before = await posts.find(request.id, channel.conversationId);
  if (before && before.shownVersion >= request.version) return;
  const activity = await drawing(settings, request);
  if (before) await context.updateActivity({ ...activity, id: before.activityId });
  const activityId = before?.activityId ?? (await context.sendActivity(activity))?.id;
  if (activityId === undefined) return;
  await posts.save({
    requestId: request.id,
    channelId: channel.conversationId,
    activityId,
    shownVersion: request.version,
  });
}

/**
 * Shows in a channel how a request goes, without buttons. It reads what is stored and decides nothing: a channel that is
 * away is tried again, and nobody else waits for it.
 */
export function createStatusChannel(settings: StatusChannelSettings): (id: RequestId) => Promise<void> {
  const { adapter, botId, channel, log, requests } = settings;
  return async (id) => {
    const request = await requests.find(id);
    if (request?.tenantId !== channel.tenantId) return;
    let failure: unknown;
    await adapter.continueConversationAsync(botId, referenceTo(channel), async (context) => {
      await post(settings, context, request).catch((error: unknown) => (failure = error));
    });
    if (hopeless.safeParse(failure).success) log.warn({ requestId: id }, 'the status channel takes no card');
    else if (failure !== undefined) throw new Error('the status channel was not reached', { cause: failure });
  };
}

/** Shows a request in several places. Fails as a whole, and only after all were tried. */
export function showIn(places: readonly ((id: RequestId) => Promise<void>)[]): (id: RequestId) => Promise<void> {
  return async (id) => {
    const failures: unknown[] = [];
    for (const show of places) await show(id).catch((error: unknown) => void failures.push(error));
    if (failures.length > 0) throw new AggregateError(failures, 'a request was not shown everywhere');
  };
}
