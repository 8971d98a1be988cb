import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mutate, readMutants } from '../scripts/mutants.ts';

const root = join(import.meta.dirname, '..');
const mutants = readMutants(root);

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

describe('the mutation table', () => {
  it('takes out one rule at a time, at a place that there is once', () => {
    for (const mutant of mutants) {
      const source = read(mutant.file);
      expect(mutate(source, mutant), mutant.id).not.toBe(source);
    }
  });

  it('names tests that there are', () => {
    for (const { id, test } of mutants) {
      const source = read(test.file);
      // The name of a test of many is put together; what it is put together from stands in the file.
      for (const words of [test.name, ...(test.within ?? '').split(' ')]) {
        expect(source.includes(words), `${id}: ${words}`).toBe(true);
      }
    }
  });

  it('has every mutant once, and at least thirty', () => {
    expect(new Set(mutants.map(({ id }) => id)).size).toBe(mutants.length);
    expect(mutants.length).toBeGreaterThanOrEqual(30);
  });
});

describe('the documents', () => {
  it('count the mutants as they are', () => {
    expect(read('docs/security.md')).toContain(`${mutants.length} of ${mutants.length} mutants caught`);
  });

  it.each(['docs/acceptance.md', 'docs/security.md'])('%s names files that there are', (document) => {
    for (const [, file = ''] of read(document).matchAll(/`(test\/[\w./-]+\.ts)`/g)) {
      expect(() => read(file), file).not.toThrow();
    }
  });

  it('docs/acceptance.md has a mutant under every heading', () => {
    const [, ...sections] = read('docs/acceptance.md').split(/^## /m);
    for (const section of sections) {
      const files = [...section.matchAll(/^`(test\/[^`]+)`:$/gm)].map(([, file]) => file);
      const lines = [...section.matchAll(/^- (.+)$/gm)].map(([, line = '']) => line);
      const held = mutants.filter(
        ({ test }) =>
          files.includes(test.file) && lines.some((line) => line.endsWith(test.name) || test.within?.endsWith(line)),
      );
      expect(held, section.split('\n')[0]).not.toEqual([]);
    }
    expect(sections.length).toBeGreaterThanOrEqual(20);
  });

  it('docs/acceptance.md names tests by the words they have', () => {
    let file = '';
    let count = 0;
    for (const line of read('docs/acceptance.md').split('\n')) {
      file = /^`(test\/[^`]+)`:$/.exec(line)?.[1] ?? file;
      const name = /^- (.+)$/.exec(line)?.[1];
      if (name === undefined) continue;
      count += 1;
      expect(read(file).includes(name), `${file}: ${name}`).toBe(true);
    }
    expect(count).toBeGreaterThanOrEqual(50);
  });
});
