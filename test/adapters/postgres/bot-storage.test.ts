import { TeamsSSOTokenExchangeMiddleware, TestAdapter } from 'botbuilder';
import type { Storage } from 'botbuilder';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPostgresBotStorage } from '../../../src/adapters/postgres/bot-storage.ts';
import type { BotStorage } from '../../../src/adapters/postgres/bot-storage.ts';
import { engines } from './engines.ts';
import type { RunningEngine } from './engines.ts';

const longAgo = new Date('2000-01-01T00:00:00.000Z');
const tomorrow = new Date(Date.now() + 86_400_000);

let keys = 0;
function newKey(): string {
  keys += 1;
  return `msteams/conversations/${keys}`;
}

describe.each(engines)('bot storage on $name', ({ start, skip }) => {
  describe.skipIf(skip)('does what botbuilder expects', () => {
    let engine: RunningEngine;
    let storage: BotStorage;

    beforeAll(async () => {
      engine = await start();
      storage = createPostgresBotStorage(engine.database);
    }, 60_000);
    afterAll(() => engine.stop());

    async function read(key: string) {
      return (await storage.read([key]))[key];
    }

    test('gives back what was written, and nothing for an unknown key', async () => {
      const key = newKey();
      await storage.write({ [key]: { dialog: { step: 2, 'odd key': null } } });
      expect(await storage.read([key, newKey()])).toEqual({
        [key]: { dialog: { step: 2, 'odd key': null }, eTag: expect.any(String) as string },
      });
      expect(await storage.read([])).toEqual({});
    });

    test('takes a new key although an eTag came with it, and does not keep that eTag', async () => {
      const key = newKey();
      await storage.write({ [key]: { eTag: 'sign-in 1' } });
      expect((await read(key))?.eTag).not.toBe('sign-in 1');
    });

    test('the same first write a second time is an eTag conflict', async () => {
      const key = newKey();
      await storage.write({ [key]: { eTag: 'sign-in 1' } });
      await expect(storage.write({ [key]: { eTag: 'sign-in 1' } })).rejects.toThrow(/etag conflict/i);
    });

    test('of three first writes at once, one succeeds', async () => {
      const key = newKey();
      const tries = Array.from({ length: 3 }, () => storage.write({ [key]: { eTag: 'sign-in 1' } }));
      const results = await Promise.allSettled(tries);
      expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    });

    test('what was read can be written once; after that somebody else was first', async () => {
      const key = newKey();
      await storage.write({ [key]: { count: 1 } });
      const seen = await read(key);
      await storage.write({ [key]: { ...seen, count: 2 } });
      await expect(storage.write({ [key]: { ...seen, count: 3 } })).rejects.toThrow(/etag conflict/i);
      expect(await read(key)).toMatchObject({ count: 2 });
    });

    test.each(['*', '', undefined])('eTag %j overwrites', async (eTag) => {
      const key = newKey();
      await storage.write({ [key]: { count: 1 } });
      await storage.write({ [key]: { count: 2, ...(eTag === undefined ? {} : { eTag }) } });
      expect(await read(key)).toMatchObject({ count: 2 });
    });

    test('a conflict on one key writes none of them', async () => {
      const [taken, free] = [newKey(), newKey()];
      await storage.write({ [taken]: {} });
      await expect(storage.write({ [free]: {}, [taken]: { eTag: 'old' } })).rejects.toThrow(/etag conflict/i);
      expect(await read(free)).toBeUndefined();
    });

    test('deleted is gone', async () => {
      const key = newKey();
      await storage.write({ [key]: {} });
      await storage.delete([key, newKey()]);
      expect(await read(key)).toBeUndefined();
    });

    test('sweeping removes old sign-in marks and leaves conversations alone', async () => {
      const [mark, conversation] = [newKey(), newKey()];
      await storage.write({ [mark]: { eTag: 'sign-in 1' }, [conversation]: { dialog: {} } });
      expect(await storage.sweep(longAgo)).toBe(0);
      expect(await read(mark)).toBeDefined();
      expect(await storage.sweep(tomorrow)).toBeGreaterThan(0);
      expect(await read(mark)).toBeUndefined();
      expect(await read(conversation)).toBeDefined();
    });

    test('a sign-in that arrives from two clients at once is exchanged for one turn', async () => {
      const ours: Storage = storage;
      const turns: string[] = [];
      const adapter = new TestAdapter(async (context) => void turns.push(context.activity.type));
      Object.assign(adapter, { exchangeToken: async () => ({ token: 'exchanged' }) });
      adapter.use(new TeamsSSOTokenExchangeMiddleware(ours, 'graph'));
      const activity = {
        type: 'invoke',
        name: 'signin/tokenExchange',
        channelId: 'msteams',
        conversation: { id: newKey(), isGroup: false, conversationType: 'personal', name: '' },
        value: { id: 'sign-in 1', token: 'from the client' },
      };
      await Promise.all([adapter.receiveActivity(activity), adapter.receiveActivity(activity)]);
      expect(turns).toEqual(['invoke']);
    });
  });
});
