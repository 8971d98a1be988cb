import type { Kind } from '../src/core/understanding/intent.ts';
import type { Command } from '../src/core/understanding/command.ts';
import type { Understanding } from '../src/core/understanding/recogniser.ts';
import { doubtIn } from './meaning-dialog.ts';

/** What is small talk, or speaks of something that is open in a chat: it begins nothing. */
const chat: ReadonlySet<Kind> = new Set(['cancel', 'greeting', 'help', 'none']);

/** Whether a message begins something: what is answered to one person alone, with a dialog or with what they may see. */
export function isOrder(understood: Understanding, command: Command | undefined): boolean {
  return command !== undefined || !chat.has(understood.kind) || doubtIn(understood) !== undefined;
}
