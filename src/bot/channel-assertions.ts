import type { UserTokenClient } from 'botframework-connector';
import { z } from 'zod';
import { attempt, ProblemError } from '../core/errors.ts';
import { samePerson } from '../core/identity.ts';
import type { PersonKey } from '../core/identity.ts';
import type { Assertions, ContactBook, UserAssertion } from '../core/ports.ts';
import type { Recorder } from '../core/workflow/refusal-entry.ts';
import { recordRefusedSignIn } from './refused-sign-in.ts';
import { referenceOf } from './sender.ts';

export interface ChannelAssertionsSettings extends Recorder {
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
    const checked = await attempt(() => verify(found.data.token));
    if (checked.ok && samePerson(checked.value, of)) return checked.value;
    if (!checked.ok && checked.problem.kind === 'graph-unavailable') throw new ProblemError(checked.problem);
    await forget(of);
    if (!checked.ok && checked.problem.kind === 'sign-in-needed') return undefined;
    await recordRefusedSignIn(settings, { by: of, from: 'token-service', checked });
    throw new ProblemError({ kind: 'somebody-elses-sign-in' });
  }

  return { current, forget };
}
