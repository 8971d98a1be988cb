import { defineConfig } from 'vitest/config';

const unit = ['core', 'cards', 'dialogs', 'fakes', 'locales', 'bot'].map((folder) => `test/${folder}/**/*.test.ts`);
const ends = 'test/e2e/**/*.test.ts';

/** Fast ones first: what needs only the CPU, then what needs a database or HTTP, then the whole product in a browser. */
export default defineConfig({
  test: {
    reporters: process.env['CI'] === 'true' ? ['default', './test/support/no-skips.ts'] : ['default'],
    testTimeout: 60_000,
    hookTimeout: Number(process.env['TEST_HOOK_PATIENCE'] ?? 120_000),
    // Most of the time tests wait for each other's processes and databases: on two cores two files at once are faster.
    maxWorkers: 2,
    projects: [
      { extends: true, test: { name: 'unit', include: [...unit, 'test/config.test.ts'], sequence: { groupOrder: 0 } } },
      {
        extends: true,
        test: {
          name: 'parts',
          include: ['test/**/*.test.ts'],
          exclude: [...unit, ends, 'test/config.test.ts'],
          sequence: { groupOrder: 1 },
        },
      },
      { extends: true, test: { name: 'e2e', include: [ends], fileParallelism: false, sequence: { groupOrder: 2 } } },
    ],
    // The core decides about irreversible acts: every branch of it is tested, and `npm test` fails where one is not.
    coverage: {
      provider: 'v8',
      include: ['src/core/**'],
      reporter: ['text-summary'],
      thresholds: { branches: 100 },
    },
  },
});
