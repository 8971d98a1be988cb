import en from '../locales/en/commands.json' with { type: 'json' };
import nl from '../locales/nl/commands.json' with { type: 'json' };
import zhCN from '../locales/zh-CN/commands.json' with { type: 'json' };
import zhTW from '../locales/zh-TW/commands.json' with { type: 'json' };
import { commandWords, createCommands, type Command } from './core/understanding/command.ts';

/** What is said as a whole message and is no request, with every language the bot has. */
export function createAllCommands(): (text: string) => Command | undefined {
  return createCommands([en, nl, zhCN, zhTW].map((words) => commandWords.parse(words)));
}
