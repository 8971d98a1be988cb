import type { Activity, ConversationReference } from 'botbuilder';
import { TurnContext } from 'botbuilder';
import { z } from 'zod';
import { personKey } from '../core/identity.ts';
import type { LanguageOf } from '../../locales/language-of.ts';
import type { PersonKey } from '../core/identity.ts';
import type { Contact } from '../core/ports.ts';

/** The parts of an activity that are read before anything is known about it; the library's types promise too much. */
const envelope = z.object({
  from: z.object({ aadObjectId: z.string().optional() }).optional(),
  conversation: z.object({ tenantId: z.string().optional(), conversationType: z.string().optional() }).optional(),
  type: z.string(),
  text: z.string().nullish(),
  locale: z.string().optional(),
  localTimezone: z.string().optional(),
});

/** Who sent an activity, as the channel vouches for it; undefined for activities without a person. */
export function senderOf(activity: Activity): PersonKey | undefined {
  const { conversation, from } = envelope.parse(activity);
  const parsed = personKey.safeParse({ tenantId: conversation?.tenantId, userId: from?.aadObjectId });
  return parsed.success ? parsed.data : undefined;
}

/** The client's language and time zone; what it told before, or else English, where it does not say. */
function localeOf(activity: Activity, known: Contact | undefined): { locale: string; timeZone: string | undefined } {
  const { locale, localTimezone } = envelope.parse(activity);
  return { locale: locale ?? known?.locale ?? 'en', timeZone: localTimezone ?? known?.timeZone };
}

const storedReference = z.looseObject({
  channelId: z.string(),
  serviceUrl: z.string(),
  user: z.looseObject({ id: z.string() }),
  conversation: z.looseObject({ id: z.string() }),
});

/** The conversation reference kept in the contact book, checked on its way back out. */
export function referenceOf(contact: Contact): Partial<ConversationReference> & { user: { id: string } } {
  const { channelId, serviceUrl, user, conversation } = storedReference.parse(contact.conversation);
  const { id: userId } = user;
  return {
    channelId,
    serviceUrl,
    user: { ...user, id: userId, name: '' },
    conversation: { isGroup: false, conversationType: 'personal', name: '', ...conversation },
    ...botOf(contact),
  };
}

function botOf(contact: Contact): Pick<ConversationReference, 'bot'> | Record<string, never> {
  const parsed = z.object({ bot: z.looseObject({ id: z.string() }) }).safeParse(contact.conversation);
  return parsed.success ? { bot: { name: '', ...parsed.data.bot } } : {};
}

/** True in a one-to-one chat. Older clients leave the type out there. */
export function isPrivateChat(activity: Activity): boolean {
  return (envelope.parse(activity).conversation?.conversationType ?? 'personal') === 'personal';
}

const removal = z.union([
  z.object({ type: z.literal('installationUpdate'), action: z.literal('remove') }),
  z.object({
    type: z.literal('conversationUpdate'),
    recipient: z.object({ id: z.string() }),
    membersRemoved: z.array(z.object({ id: z.string() })).min(1),
  }),
]);

/** True when a person took the bot out of their Teams: it says so from there, and is gone. An update says something else. */
export function isRemoval(activity: Activity): boolean {
  const read = removal.safeParse(activity);
  if (!read.success || !isPrivateChat(activity)) return false;
  return (
    read.data.type === 'installationUpdate' || read.data.membersRemoved.some(({ id }) => id === activity.recipient.id)
  );
}

/** The sender as the contact book keeps people: how to reach them, their language, their time zone. */
export function contactOf(
  activity: Activity,
  person: PersonKey,
  known: Contact | undefined,
  languageOf: LanguageOf,
): Contact {
  const { bot, channelId, conversation, serviceUrl, user } = TurnContext.getConversationReference(activity);
  const { locale, timeZone } = localeOf(activity, known);
  const before = locale === known?.locale ? known.heardLanguage : undefined;
  const { type, text } = envelope.parse(activity);
  return {
    person,
    conversation: { bot, channelId, conversation, serviceUrl, user },
    locale,
    timeZone,
    heardLanguage: type === 'message' && text ? languageOf(text, before ?? locale) : before,
    chosenLanguage: known?.chosenLanguage,
  };
}
