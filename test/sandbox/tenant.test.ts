import { expect, test } from 'vitest';
import { assignmentsOf, heldSkus } from '../../sandbox/tenant/assignments.ts';
import { cast } from '../../sandbox/tenant/cast.ts';
import { contoso } from '../../sandbox/tenant/contoso.ts';
import { planProblem } from '../../sandbox/tenant/plan-rules.ts';
import { freeSeats, ownedSkus } from '../../sandbox/tenant/seats.ts';
import { findSku, skuIdOf } from '../../sandbox/tenant/skus.ts';
import { createTenant } from '../../sandbox/tenant/tenant.ts';

const tenant = createTenant(contoso);

test('nobody at Contoso holds licences that break a rule of their own', () => {
  const broken = tenant.liveUsers().filter((user) => planProblem(heldSkus(assignmentsOf(tenant, user))));
  expect(broken.map((user) => user.displayName)).toEqual([]);
});

test('every id and every address is used once', () => {
  const users = tenant.users.all();
  expect(new Set(users.map(({ id }) => id)).size).toBe(users.length);
  expect(new Set(users.map(({ userPrincipalName }) => userPrincipalName.toLowerCase())).size).toBe(users.length);
});

test('Contoso owns every product that somebody holds, and has not given out more of a live one than it bought', () => {
  const owned = ownedSkus(tenant);
  const held = tenant.liveUsers().flatMap((user) => assignmentsOf(tenant, user).map(({ skuId }) => skuId));
  expect(held.filter((skuId) => !owned.some((sku) => sku.skuId === skuId))).toEqual([]);
  const live = owned.filter(({ capabilityStatus }) => capabilityStatus === 'Enabled' || capabilityStatus === 'Warning');
  expect(live.filter((sku) => freeSeats(sku) < 0)).toEqual([]);
});

test('somebody with a licence both directly and through a group takes one seat and has two entries', () => {
  const visio = skuIdOf('VISIOCLIENT');
  const entries = assignmentsOf(tenant, cast.bothWays).filter(({ skuId }) => skuId === visio);
  expect(entries.map(({ assignedByGroup }) => assignedByGroup === null)).toEqual([true, false]);
  const holders = tenant.liveUsers().filter((user) => heldSkus(assignmentsOf(tenant, user)).has(visio));
  expect(ownedSkus(tenant).find(({ skuId }) => skuId === visio)?.consumed).toBe(holders.length);
});

test('subscriptions are there in every state', () => {
  const statuses = new Set(tenant.subscriptions.all().map(({ status }) => status));
  expect([...statuses].sort()).toEqual(['Deleted', 'Enabled', 'LockedOut', 'Suspended', 'Warning']);
});

test('"E3" of Ana Bowman has one meaning', () => {
  const names = assignmentsOf(tenant, cast.anaBowman).map(({ skuId }) => findSku(skuId)?.name);
  expect(names).toEqual(['Microsoft 365 E3', 'Visio Plan 2']);
});

test('a longest name has 180 characters', () => {
  expect(cast.longName.displayName).toHaveLength(180);
});
