import { stringify } from 'yaml';
import { contosoTenantId } from '../identities.ts';
import { botAccount } from '../gateway/activity.ts';
import type { Persona } from '../personas.ts';
import { cast } from '../tenant/cast.ts';
import type { DirectoryUser } from '../tenant/directory.ts';

// The Playground wants exactly five others; they people its group chat.
const others = [cast.userAdmin, cast.billingAdmin, cast.anaBowman, cast.anaSilva, cast.plain];

/** The Playground's own file format; `userPrincipleName` is spelt as its schema spells it. */
export function playgroundConfig({ name, user, chatUserId, conversationId }: Persona): string {
  return stringify({
    version: '0.1.1',
    tenantId: contosoTenantId,
    bot: { id: botAccount.id, name: botAccount.name },
    currentUser: account(user, chatUserId),
    users: others.map((other) => account(other, `29:1-${name}-sees-${other.id}`)),
    personalChat: { id: conversationId },
    groupChat: { id: `19:${name}-group@thread.v2`, name: 'Group chat' },
    team: {
      id: `19:${name}-team@thread.tacv2`,
      name: 'Contoso IT',
      aadGroupId: '7ea30000-5a4d-4b0c-8f00-000000000001',
      channels: [{ id: `19:${name}-announcements@thread.tacv2`, name: 'Announcements' }],
    },
  });
}

function account(user: DirectoryUser, id: string): Record<string, string> {
  return {
    id,
    name: user.displayName,
    userPrincipleName: user.userPrincipalName,
    aadObjectId: user.id,
    givenName: user.givenName ?? '',
    surname: user.surname ?? '',
    email: user.mail ?? '',
  };
}
