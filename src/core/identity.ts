import { z } from 'zod';

/** A directory object id or tenant id: a GUID, kept in lower case so that two spellings of one id compare equal. */
const guid = z.guid().transform((value) => value.toLowerCase());

export const tenantId = guid.brand<'TenantId'>();
export const userId = guid.brand<'UserId'>();
export const groupId = guid.brand<'GroupId'>();
export const skuId = guid.brand<'SkuId'>();
export const unitId = guid.brand<'UnitId'>();
export const requestId = guid.brand<'RequestId'>();

export type TenantId = z.infer<typeof tenantId>;
export type UserId = z.infer<typeof userId>;
export type GroupId = z.infer<typeof groupId>;
export type SkuId = z.infer<typeof skuId>;
export type UnitId = z.infer<typeof unitId>;
export type RequestId = z.infer<typeof requestId>;

/** Who somebody is, everywhere in Farewell: never a name, a mail address or a channel's user id. */
export const personKey = z.object({ tenantId, userId });
export type PersonKey = z.infer<typeof personKey>;

export const person = personKey.extend({ displayName: z.string(), userPrincipalName: z.string() });
export type Person = z.infer<typeof person>;

/** True when both keys name the same account. */
export function samePerson(a: PersonKey, b: PersonKey): boolean {
  return a.tenantId === b.tenantId && a.userId === b.userId;
}

/** Only the key of somebody of whom more is known: what else there is, a token for one, must not travel on. */
export function keyOf({ tenantId: tenant, userId: user }: PersonKey): PersonKey {
  return { tenantId: tenant, userId: user };
}
