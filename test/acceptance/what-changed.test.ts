import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cast } from '../../sandbox/tenant/cast.ts';
import type { DirectoryUser } from '../../sandbox/tenant/directory.ts';
import { groups } from '../../sandbox/tenant/groups.ts';
import { skuIdOf } from '../../sandbox/tenant/skus.ts';
import { approvedAndWaiting, E3, eventsOf, goesOn, holdsE3, noServer, openScene, stateOf } from './scene.ts';
import type { Click, Scene } from './scene.ts';

const visio = skuIdOf('VISIOCLIENT');
const teams = '57ff2da0-773e-42df-b2af-ffb7a2317929';

describe.skipIf(noServer)('between approval and execution', () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await openScene();
  });
  afterAll(() => scene.close());
  beforeEach(() => scene.begins());

  function changes(user: DirectoryUser, change: (now: DirectoryUser) => Partial<DirectoryUser>): void {
    const now = scene.cloud.tenant.users.get(user.id)!;
    scene.cloud.tenant.users.put({ ...now, ...change(now) });
  }

  /** Everybody in "All of Contoso" gets an E3 from now on. */
  function everybodyGetsE3(): void {
    scene.cloud.tenant.groups.put({ ...groups.everybody, licenses: [{ skuId: E3, disabledPlans: [] }] });
  }

  async function dataOf({ requestId }: Click, event: string): Promise<unknown[]> {
    const text = 'select data from farewell.audit where request_id = $1 and event = $2 order by seq';
    return (await scene.database.query(text, [requestId, event])).map((row) => row['data']);
  }

  const direct = { kind: 'direct' };
  const viaEverybody = { kind: 'group', groupId: groups.everybody.id };
  const viaDesign = { kind: 'group', groupId: groups.design.id };

  describe('of one person', () => {
    it.each<[string, () => void, RegExp, object[]]>([
      [
        'the licence goes',
        () => changes(cast.anaBowman, () => ({ licenses: [] })),
        /What changed: Microsoft 365 E3 is gone; it was assigned directly\./,
        [{ kind: 'license-gone', skuId: E3, path: direct }],
      ],
      [
        'a group gives it as well',
        everybodyGetsE3,
        /What changed: Microsoft 365 E3 is now also inherited from the group All of Contoso\./,
        [{ kind: 'path-added', skuId: E3, path: viaEverybody }],
      ],
      [
        'it comes by another path',
        () => {
          everybodyGetsE3();
          changes(cast.anaBowman, () => ({ licenses: [] }));
        },
        /Microsoft 365 E3 was assigned directly and is now inherited from the group All of Contoso\./,
        [{ kind: 'path-changed', skuId: E3, before: direct, path: viaEverybody }],
      ],
      [
        'service plans are switched off',
        () =>
          changes(cast.anaBowman, ({ licenses }) => ({
            licenses: licenses.map((license) => ({ ...license, disabledPlans: [teams] })),
          })),
        /Now switched off in Microsoft 365 E3, assigned directly: Microsoft Teams\./,
        [{ kind: 'plans-off', skuId: E3, path: direct, planIds: [teams] }],
      ],
      [
        'another licence goes',
        () => scene.cloud.tenant.groups.put({ ...groups.design, memberIds: [] }),
        /What changed: Visio Plan 2 is gone; it was inherited from the group Design\./,
        [{ kind: 'license-gone', skuId: visio, path: viaDesign }],
      ],
    ])('%s: both are told that, on the card and in words', async (_, change, what, recorded) => {
      const click = await approvedAndWaiting(scene);
      change();
      await goesOn(scene);
      const words = /no longer valid, and nothing was changed\. The licences of Ana Bowman changed after this was/;
      const card = /No longer valid[^]*The licences of Ana Bowman changed after this was requested/;
      for (const who of [scene.alex, scene.megan]) {
        await who.hears(new RegExp(`${card.source}[^]*${what.source}`));
        await who.hears(new RegExp(`^[^\\n]*${words.source}[^\\n]*${what.source}`));
      }
      expect(await stateOf(scene.database, click.requestId)).toBe('void');
      expect(await eventsOf(scene.database, click.requestId)).not.toContain('step-sent');
      expect(await dataOf(click, 'request-voided')).toEqual([
        { state: 'void', setback: { kind: 'target-changed', displayName: 'Ana Bowman', changes: recorded } },
      ]);
    });
  });

  describe('of one among several', () => {
    it('a licence changes: that person is skipped, named with what changed, and the others lose theirs', async () => {
      const click = await approvedAndWaiting(scene, cast.anaBowman, cast.bothWays, cast.plain);
      changes(cast.anaBowman, () => ({ licenses: [] }));
      changes(cast.bothWays, ({ licenses }) => ({
        licenses: licenses.map((license) => ({ ...license, disabledPlans: [teams] })),
      }));
      await goesOn(scene);
      const both = cast.bothWays.displayName;
      for (const who of [scene.alex, scene.megan]) {
        await who.hears(
          /Waiting for Alex Wilber to sign in again since [^]*Alex Wilber signed in on [^]* and it went on/,
        );
        await who.hears(
          /Ana Bowman: the licences changed after the approval, so nothing was removed\. What changed: Microsoft 365 E3 is gone; it was assigned directly\./,
        );
        await who.hears(
          new RegExp(`${both}: the licences changed after the approval[^\\n]*Now switched off in Microsoft 365 E3`),
        );
      }
      expect([holdsE3(scene.cloud, cast.bothWays), holdsE3(scene.cloud, cast.plain)]).toEqual([true, false]);
      expect(await stateOf(scene.database, click.requestId)).toBe('partly-failed');
      expect(await dataOf(click, 'step-finished')).toMatchObject([
        {
          userId: cast.anaBowman.id,
          failure: { kind: 'changed', changes: [{ kind: 'license-gone', skuId: E3, path: direct }] },
        },
        {
          userId: cast.bothWays.id,
          failure: { kind: 'changed', changes: [{ kind: 'plans-off', planIds: [teams] }, {}] },
        },
        { userId: cast.plain.id, state: 'done', failure: null },
      ]);
      expect(JSON.stringify(await dataOf(click, 'step-finished'))).not.toContain('Microsoft 365 E3');
    });
  });
});
