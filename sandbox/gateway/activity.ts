import { z } from 'zod';
import { botAppId, contosoTenantId } from '../identities.ts';
import type { Persona } from '../personas.ts';

const account = z.looseObject({
  id: z.string().optional(),
  name: z.string().optional(),
  aadObjectId: z.string().optional(),
});

/** As much of a Bot Framework activity as a channel has to understand. */
export const activitySchema = z.looseObject({
  type: z.string(),
  id: z.string().optional(),
  name: z.string().optional(),
  text: z.string().optional(),
  value: z.unknown().optional(),
  from: account.optional(),
  recipient: account.optional(),
  conversation: z.looseObject({ id: z.string() }).optional(),
  channelData: z.record(z.string(), z.unknown()).nullish(),
  attachments: z
    .array(z.looseObject({ contentType: z.string().optional(), content: z.unknown().optional() }))
    .nullish(),
});

export type Activity = z.infer<typeof activitySchema>;

export const botAccount = { id: `28:${botAppId}`, name: 'Farewell' };

/** What the real channel writes on every activity, and the Playground does not or not rightly. */
export function stamp(activity: Activity, persona: Persona, serviceUrl: string): Activity {
  const { id, ...conversation } = activity.conversation ?? { id: persona.conversationId };
  return {
    ...activity,
    channelId: 'msteams',
    serviceUrl,
    locale: activity['locale'] ?? persona.user.preferredLanguage ?? 'en-US',
    recipient: activity.recipient ?? botAccount,
    conversation: { conversationType: 'personal', ...conversation, tenantId: contosoTenantId, id },
    channelData: { ...activity.channelData, tenant: { id: contosoTenantId } },
  };
}

export function activityFrom(persona: Persona, given: Partial<Activity> & { type: string }): Activity {
  return {
    id: crypto.randomUUID(),
    timestamp: new Date().toISOString(),
    from: { id: persona.chatUserId, name: persona.user.displayName, aadObjectId: persona.user.id },
    recipient: botAccount,
    conversation: { id: persona.conversationId, conversationType: 'personal' },
    channelData: {},
    entities: [
      {
        type: 'clientInfo',
        locale: persona.user.preferredLanguage,
        country: persona.user.usageLocation,
        platform: 'Web',
      },
    ],
    ...given,
  };
}
