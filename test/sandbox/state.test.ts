import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startCloud } from '../../sandbox/cloud.ts';
import type { Cloud } from '../../sandbox/cloud.ts';
import { changeLicenses } from '../../sandbox/tenant/license-change.ts';
import { cast } from '../../sandbox/tenant/cast.ts';
import { skuIdOf } from '../../sandbox/tenant/skus.ts';

let stateDir: string;
let cloud: Cloud;

beforeEach(async () => {
  stateDir = mkdtempSync(join(tmpdir(), 'sandbox-state-'));
  cloud = await startCloud({ port: 0, headless: true, stateDir });
});
afterEach(async () => {
  await cloud.stop();
  rmSync(stateDir, { recursive: true });
});

async function restart(): Promise<void> {
  await cloud.stop();
  cloud = await startCloud({ port: 0, headless: true, stateDir });
}

async function keyIds(path: string): Promise<unknown> {
  const { keys } = (await (await fetch(`${cloud.url}${path}`)).json()) as { keys: { kid: string }[] };
  return keys.map(({ kid }) => kid);
}

test('a restart keeps both signing keys', async () => {
  const paths = ['/bf/v1/.well-known/keys', `/${cloud.tenant.id}/discovery/v2.0/keys`];
  const before = await Promise.all(paths.map(keyIds));
  await restart();
  expect(await Promise.all(paths.map(keyIds))).toEqual(before);
});

test('a restart keeps what has changed in the tenant, and a reset undoes it', async () => {
  const user = cloud.tenant.users.get(cast.anaBowman.id);
  if (!user) throw new Error('Ana is missing');
  changeLicenses(cloud.tenant, user, { add: [], remove: [skuIdOf('SPE_E3')] }, Date.now());
  await restart();
  expect(cloud.tenant.users.get(cast.anaBowman.id)?.licenses).toEqual([]);
  await fetch(`${cloud.url}/control/reset`, { method: 'POST' });
  expect(cloud.tenant.users.get(cast.anaBowman.id)?.licenses).toHaveLength(1);
  await restart();
  expect(cloud.tenant.users.get(cast.anaBowman.id)?.licenses).toHaveLength(1);
});

test('a restart keeps who is signed in', async () => {
  const who = { chatUserId: 'a', connectionName: 'farewell', channelId: 'msteams' };
  cloud.tokenService.signIns.keep(who, { tenantId: 't', oid: 'o', token: 'x', expiresAt: 1 });
  await restart();
  expect(cloud.tokenService.signIns.token(who)?.oid).toBe('o');
});

test('no half-written file stays behind', () => {
  expect(readdirSync(stateDir).filter((name) => !name.endsWith('.json'))).toEqual([]);
});
