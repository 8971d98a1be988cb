import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockDataDir } from '../../../src/adapters/postgres/data-dir-lock.ts';

let folder: string;
let dataDir: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'farewell-lock-'));
  dataDir = join(folder, 'data');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the data of an embedded database', () => {
  it('belongs to one living process', async () => {
    await writeFile(`${dataDir}.lock`, String(process.ppid));
    await expect(lockDataDir(dataDir)).rejects.toThrow(`is in use by process ${process.ppid}`);
  });

  it('is taken over from a dead one, and from a lock that says nothing', async () => {
    await writeFile(`${dataDir}.lock`, '4194303');
    await lockDataDir(dataDir);
    expect(await readFile(`${dataDir}.lock`, 'utf8')).toBe(String(process.pid));
    await writeFile(`${dataDir}.lock`, 'nonsense');
    const unlock = await lockDataDir(dataDir);
    await unlock();
    await expect(readFile(`${dataDir}.lock`)).rejects.toThrow('ENOENT');
  });
});
