import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the pretend cloud must not forget when it is started again: one JSON value per name. */
export interface State {
  read: (name: string) => unknown;
  write: (name: string, value: unknown) => void;
}

export function createMemoryState(): State {
  const values = new Map<string, string>();
  return {
    read(name) {
      const text = values.get(name);
      return text === undefined ? undefined : (JSON.parse(text) as unknown);
    },
    write(name, value) {
      values.set(name, JSON.stringify(value));
    },
  };
}

export function createFileState(directory: string): State {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  return {
    read(name) {
      try {
        return JSON.parse(readFileSync(join(directory, `${name}.json`), 'utf8')) as unknown;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw new Error(`${join(directory, `${name}.json`)} cannot be read. Start again with --fresh.`, {
          cause: error,
        });
      }
    },
    // A crash in the middle leaves the old file: readers see the old value or the new one, never half of one.
    write(name, value) {
      const file = join(directory, `${name}.json`);
      const draft = `${file}.${process.pid}.tmp`;
      writeFileSync(draft, JSON.stringify(value), { mode: 0o600 });
      renameSync(draft, file);
    },
  };
}
