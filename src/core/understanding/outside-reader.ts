import type { Kind } from './intent.ts';
import { checkReading, type Dropped } from './outside-reading.ts';
import type { Understanding } from './recogniser.ts';

/** Why nobody outside said anything; `status` is HTTP's, where it came to one. */
export interface Silence {
  kind: 'silent';
  reason: 'late' | 'busy' | 'unreachable' | 'no-token' | 'refused' | 'unreadable';
  status?: number;
}

/** Reads a message outside this process: only what is handed over here ever leaves it. */
export interface OutsideReader {
  /** Stands as `why` with what it read. */
  readonly name: string;
  /** What is expected to go wrong is a value. The answer is unchecked: somebody else's word about somebody else's words. */
  read(text: string, locale: string): Promise<{ kind: 'answered'; answer: unknown } | Silence>;
}

/** What came of asking, for the log: never a word of the message. */
export type AskedOutside = { kind: 'read'; as: Kind } | Dropped | Silence;

/** What a message that allows more than one reading asks for, once somebody else was asked. */
export type Clarify = (doubtful: Understanding, text: string, locale: string) => Promise<Understanding>;

/** Whatever goes wrong outside, what was understood here stands, and the person is asked as ever. */
export function createClarify(reader: OutsideReader, report: (outcome: AskedOutside) => void): Clarify {
  return async (doubtful, text, locale) => {
    if (!mayBeAsked(doubtful)) return doubtful;
    const said = await reader.read(text, locale);
    const checked = said.kind === 'silent' ? said : checkReading(said.answer, text, doubtful);
    if (checked.kind !== 'read') {
      report(checked);
      return doubtful;
    }
    report({ kind: 'read', as: checked.intent.kind });
    return { ...checked.intent, why: reader.name };
  };
}

/** Only in doubt, and never about a message that tries to change what a bot is: a reader outside could obey it. */
function mayBeAsked({ alternatives = [], why }: Understanding): boolean {
  return alternatives.length > 0 && !why.includes('.injection');
}
