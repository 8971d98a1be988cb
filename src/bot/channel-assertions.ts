import type { UserTokenClient } from 'botframework-connector';
import { z } from 'zod';
import { attempt, ProblemError } from '../core/errors.ts';
import { samePerson } from '../core/identity.ts';
import type { PersonKey } from '../core/identity.ts';
import type { Assertions, ContactBook, UserAssertion } from '../core/ports.ts';
import { referenceOf } from './sender.ts';

export interface ChannelAssertionsSettings {
  contacts: ContactBook;
  connectionName: string;
  userTokens: () => Promise<UserTokenClient>;
  /** Checks signature, audience and tenant; throws when the token is no good. */
  verify: (token: string) => Promise<UserAssertion>;
}

/** "No token" comes as nothing at all, or as an object without one. */
const stored = z.object({ token: z.string().min(1) });

/** Sign-ins as the Bot Framework token service keeps them, each held against the person it is asked for. */
export function createChannelAssertions(settings: ChannelAssertionsSettings): Assertions {
  const { contacts, connectionName, userTokens, verify } = settings;

  async function address(of: PersonKey): Promise<{ userId: string; channelId: string } | undefined> {
    const contact = await contacts.find(of);
    if (!contact) return undefined;
    const { user, channelId = 'msteams' } = referenceOf(contact);
    return { userId: user.id, channelId };
  }

  async function forget(of: PersonKey): Promise<void> {
    const at = await address(of);
    if (at) await (await userTokens()).signOutUser(at.userId, connectionName, at.channelId);
  }

  async function current(of: PersonKey): Promise<UserAssertion | undefined> {
    const at = await address(of);
    if (!at) return undefined;
    const answer: unknown = await (await userTokens()).getUserToken(at.userId, connectionName, at.channelId, '');
    const found = stored.safeParse(answer);
    if (!found.success) return undefined;
    const assertion = await attempt(() => verify(found.data.token));
    if (assertion.ok && samePerson(assertion.value, of)) return assertion.value;
    if (!assertion.ok && assertion.problem.kind === 'graph-unavailable') throw new ProblemError(assertion.problem);
    await forget(of);
    if (!assertion.ok && assertion.problem.kind === 'sign-in-needed') return undefined;
    throw new ProblemError({ kind: 'somebody-elses-sign-in' });
  }

  return { current, forget };
}
