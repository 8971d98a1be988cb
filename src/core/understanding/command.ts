import { z } from 'zod';

/** What is said as a whole message and is no request: `locales/<language>/commands.json`, regular expression sources. */
export const commandWords = z.object({
  away: z.array(z.string().min(1)),
  operator: z.array(z.string().min(1)),
  /** Wants to see what the sender was asked to decide, and did decide. */
  asked: z.array(z.string().min(1)),
});
export type CommandWords = z.infer<typeof commandWords>;
export type Command = keyof CommandWords;
/** What shows the sender's own card of settings. */
export type SettingsCommand = Exclude<Command, 'asked'>;

const names = ['away', 'operator', 'asked'] as const satisfies readonly Command[];
const LONGEST = 100;

/** Recognises the commands of all these languages; a message is a command only as a whole. */
export function createCommands(languages: readonly CommandWords[]): (text: string) => Command | undefined {
  const patterns = names.map((name) => {
    const sources = languages.flatMap((words) => words[name]);
    return { name, pattern: new RegExp(`^(?:${sources.join('|')})$`, 'iu') };
  });
  return (text) => {
    const plain = text
      .replaceAll(/[’‘`´]/gu, "'")
      .replaceAll(/\s+/gu, ' ')
      .replaceAll(/^[\s"'“”]+|[\s"'“”.!?。！？]+$/gu, '');
    if (plain.length > LONGEST) return undefined;
    return patterns.find(({ pattern }) => pattern.test(plain))?.name;
  };
}
