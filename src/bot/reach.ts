import { TeamsInfo } from 'botbuilder';
import type { CloudAdapter, ConversationReference } from 'botbuilder';
import type { Logger } from 'pino';
import { personKey, samePerson } from '../core/identity.ts';
import type { PersonKey } from '../core/identity.ts';
import type { Contact, ContactBook, Reach } from '../core/ports.ts';
import { referenceOf } from './sender.ts';

export interface ReachSettings {
  /** Without middleware: nobody speaks in these turns. */
  adapter: CloudAdapter;
  botId: string;
  contacts: ContactBook;
  /** Installs Farewell for the person and gives the id of their chat. */
  installApp: (person: PersonKey) => Promise<string>;
  log: Logger;
}

/** Their chat, at the channel address that a neighbour in the tenant has. */
function chatReference(id: string, person: PersonKey, neighbour: Contact): Partial<ConversationReference> {
  const { bot, channelId, serviceUrl } = referenceOf(neighbour);
  const conversation = { id, tenantId: person.tenantId, conversationType: 'personal', isGroup: false, name: '' };
  return {
    ...(bot ? { bot } : {}),
    ...(channelId ? { channelId } : {}),
    ...(serviceUrl ? { serviceUrl } : {}),
    conversation,
  };
}

/** What the channel calls the person; thrown out when the chat turns out to be somebody else's. */
async function channelUserId(
  { adapter, botId }: ReachSettings,
  reference: Partial<ConversationReference>,
  person: PersonKey,
): Promise<string> {
  let found: string | undefined;
  await adapter.continueConversationAsync(botId, reference, async (context) => {
    const { id, aadObjectId } = await TeamsInfo.getMember(context, person.userId);
    const member = personKey.safeParse({ tenantId: person.tenantId, userId: aadObjectId });
    if (member.success && samePerson(member.data, person)) found = id;
  });
  if (found === undefined) throw new Error('the chat that Graph named is not the person’s');
  return found;
}

/** The news of the installation may have come first; it knows the person's language, so it is kept. */
async function keep(contacts: ContactBook, person: PersonKey, conversation: unknown, locale: string): Promise<void> {
  const known = await contacts.find(person);
  if (known && known.unreachableSince === undefined) return;
  await contacts.save({ locale, timeZone: undefined, ...known, person, conversation });
}

/** Reaches people by installing Farewell for them. Whatever goes wrong is logged: somebody else may still be reachable. */
export function createReach(settings: ReachSettings): Reach {
  const { contacts, installApp, log } = settings;
  return {
    async install(person, beside) {
      const neighbour = await contacts.find(beside);
      if (!neighbour) return false;
      try {
        const reference = chatReference(await installApp(person), person, neighbour);
        const user = { id: await channelUserId(settings, reference, person) };
        await keep(contacts, person, { ...reference, user }, neighbour.locale);
        log.info({ userId: person.userId }, 'Farewell was installed for somebody who may approve');
        return true;
      } catch (error) {
        log.warn({ err: error, userId: person.userId }, 'Farewell could not be installed for somebody');
        return false;
      }
    },
  };
}
