import { z } from 'zod';
import { userId } from '../../core/identity.ts';
import type { TenantId } from '../../core/identity.ts';
import type { DirectoryPerson } from '../../core/ports.ts';

export const personSelect = '$select=id,displayName,userPrincipalName,accountEnabled,userType';

export const graphUser = z.object({
  id: userId,
  displayName: z.string().nullish(),
  userPrincipalName: z.string(),
  accountEnabled: z.boolean().nullish(),
  userType: z.string().nullish(),
});
export type GraphUser = z.infer<typeof graphUser>;

export function personFrom(user: GraphUser, tenantId: TenantId): DirectoryPerson {
  return {
    tenantId,
    userId: user.id,
    displayName: user.displayName || user.userPrincipalName,
    userPrincipalName: user.userPrincipalName,
    // Graph leaves it out for nobody who may sign in: null is not a yes.
    accountEnabled: user.accountEnabled === true,
    guest: user.userType === 'Guest',
  };
}
