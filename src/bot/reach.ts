import { TeamsInfo } from 'botbuilder';
import type { CloudAdapter, ConversationReference } from 'botbuilder';
import type { Logger } from 'pino';
import { keyOf, personKey, samePerson } from '../core/identity.ts';
import type { PersonKey } from '../core/identity.ts';
import type { AuditLog, Clock, Contact, ContactBook, Reach } from '../core/ports.ts';
import { referenceOf } from './sender.ts';

export interface ReachSettings {
  /** Without middleware: nobody speaks in these turns. */
  adapter: CloudAdapter;
  botId: string;
  contacts: ContactBook;
  /** Installs Farewell for the person and gives the id of their chat. */
  installApp: (person: PersonKey) => Promise<string>;
  audit: AuditLog;
  clock: Pick<Clock, 'now'>;
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

/** The only act in the tenant that Farewell does under its own permission: for whom, and who wanted to ask them. */
async function record({ audit, clock }: ReachSettings, person: PersonKey, beside: PersonKey): Promise<void> {
  const data = { installedFor: person.userId, permission: 'TeamsAppInstallation.ReadWriteSelfForUser.All' };
  await audit.append([{ at: clock.now().toISOString(), event: 'app-installed', actor: keyOf(beside), data }]);
}

/** Reaches people by installing Farewell for them. Whatever goes wrong is logged: somebody else may still be reachable. */
export function createReach(settings: ReachSettings): Reach {
  const { contacts, installApp, log } = settings;
  return {
    async install(person, beside) {
      const neighbour = await contacts.find(beside);
      if (!neighbour) return false;
      try {
        const chatId = await installApp(person);
        await record(settings, person, beside);
        const reference = chatReference(chatId, person, neighbour);
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
