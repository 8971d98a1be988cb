import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFile } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const copied = [
  'src',
  'dialogs',
  'cards',
  'locales',
  'sandbox',
  'types',
  'package.json',
  'tsconfig.json',
  '.dependency-cruiser.cjs',
];

let copy: string;

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'farewell-structure-'));
  for (const name of copied) await cp(join(root, name), join(copy, name), { recursive: true });
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));
});
afterAll(() => rm(copy, { recursive: true, force: true }));

/** What the boundary check says of the copy. */
function check(): Promise<{ green: boolean; words: string }> {
  const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const folders = ['src', 'dialogs', 'cards', 'locales', 'sandbox'];
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [cruiser, ...folders, '--config', '.dependency-cruiser.cjs'],
      { cwd: copy },
      (error, stdout) => {
        resolve({ green: error === null, words: stdout });
      },
    );
  });
}

async function planted(files: Record<string, string>): Promise<{ green: boolean; words: string }> {
  for (const [name, text] of Object.entries(files)) await writeFile(join(copy, name), text);
  try {
    return await check();
  } finally {
    for (const name of Object.keys(files)) await rm(join(copy, name));
  }
}

describe('the boundary check', () => {
  it('is green for the sources, and has read them', async () => {
    const { green, words } = await check();
    expect(green).toBe(true);
    const [, modules = '0'] = /\((\d+) modules/.exec(words) ?? [];
    expect(Number(modules)).toBeGreaterThan(150);
  });

  it.each<[string, string, Record<string, string>]>([
    [
      'a type that core takes from an SDK',
      'core-without-sdks',
      { 'src/core/planted.ts': "import type { Activity } from 'botbuilder';\nexport type Planted = Activity;\n" },
    ],
    [
      'a type that core takes from an adapter',
      'core-knows-nothing',
      {
        'src/core/planted.ts':
          "import type { Database } from '../adapters/postgres/connection.ts';\nexport type Planted = Database;\n",
      },
    ],
    [
      'core that reads a file',
      'core-without-system',
      { 'src/core/planted.ts': "import { readFileSync } from 'node:fs';\nexport const planted = readFileSync;\n" },
    ],
    [
      'botbuilder outside its rooms',
      'botbuilder-behind-the-face',
      { 'cards/planted.ts': "import { CardFactory } from 'botbuilder';\nexport const planted = CardFactory;\n" },
    ],
    [
      'an adapter that knows another',
      'adapters-reach-core',
      {
        'src/adapters/graph/planted.ts':
          "import type { Database } from '../postgres/connection.ts';\nexport type Planted = Database;\n",
      },
    ],
    [
      'production code that knows the sandbox',
      'farewell-knows-no-sandbox',
      {
        'src/bot/planted.ts':
          "import { botAppId } from '../../sandbox/identities.ts';\nexport const planted = botAppId;\n",
      },
    ],
    [
      'a sandbox that knows production code',
      'sandbox-meets-farewell-on-http',
      { 'sandbox/planted.ts': "import { readConfig } from '../src/config.ts';\nexport const planted = readConfig;\n" },
    ],
    [
      'a circle of types',
      'no-circles',
      {
        'src/core/planted-a.ts': "import type { B } from './planted-b.ts';\nexport interface A { b: B }\n",
        'src/core/planted-b.ts': "import type { A } from './planted-a.ts';\nexport interface B { a: A }\n",
      },
    ],
  ])('sees %s', async (_, rule, files) => {
    const { green, words } = await planted(files);
    expect(green).toBe(false);
    expect(words).toContain(rule);
  });
});
