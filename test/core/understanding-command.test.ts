import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const COMMAND = join(import.meta.dirname, '../../scripts/understand.ts');

function run(lines: readonly string[]): unknown[] {
  const output = execFileSync(process.execPath, [COMMAND], { input: `${lines.join('\n')}\n`, encoding: 'utf8' });
  return output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}

const nothing = { intent: 'none', users: [], products: [], scope: null };

describe('the judging command', () => {
  it('answers every line in its order, whatever is in it', () => {
    const lines = [
      JSON.stringify({ id: 'a', locale: 'en', text: "remove Ana's E3" }),
      JSON.stringify({ id: 'b', locale: 'nl', text: 'annuleren' }),
      '{"id": "c", "text": "remove',
      'nonsense',
      JSON.stringify({ id: 5, locale: 'xx', text: '谁有E5？' }),
      JSON.stringify({ id: 'f', locale: 'en', text: 7 }),
      '',
      JSON.stringify({ locale: 'en', text: '' }),
    ];
    expect(run(lines)).toEqual([
      { id: 'a', intent: 'remove_license', users: ['Ana'], products: ['E3'], scope: 'listed' },
      { ...nothing, id: 'b', intent: 'cancel' },
      { ...nothing, id: 'c' },
      { ...nothing, id: null },
      { id: 5, intent: 'list_licenses', users: [], products: ['E5'], scope: 'all_users' },
      { ...nothing, id: 'f' },
      { ...nothing, id: null },
      { ...nothing, id: null },
    ]);
  });

  it('answers 1,000 messages', { timeout: 60_000 }, () => {
    const texts = [
      "Could you take Visio Plan 2 off Ana Bowman and Bob, they don't need it",
      '把王芳的Visio 计划 2收回',
    ];
    const lines = Array.from({ length: 1_000 }, (_, id) => JSON.stringify({ id, locale: 'en', text: texts[id % 2] }));
    expect(run(lines)).toHaveLength(1_000);
  });
});
