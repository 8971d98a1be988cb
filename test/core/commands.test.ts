import { describe, expect, it } from 'vitest';
import en from '../../locales/en/commands.json' with { type: 'json' };
import nl from '../../locales/nl/commands.json' with { type: 'json' };
import zhCn from '../../locales/zh-CN/commands.json' with { type: 'json' };
import zhTw from '../../locales/zh-TW/commands.json' with { type: 'json' };
import { commandWords, createCommands } from '../../src/core/understanding/command.ts';

const command = createCommands([en, nl, zhCn, zhTw].map((words) => commandWords.parse(words)));

describe('a command', () => {
  it.each(["I'm away", 'I am on holiday until Friday.', 'Ik ben op vakantie', '我要请假', '我會不在', 'I’m back!'])(
    '"%s" is about being away',
    (text) => {
      expect(command(text)).toBe('away');
    },
  );

  it.each(['pause all removals', 'Pauzeer alle verwijderingen', '暂停所有移除', '恢復'])(
    '"%s" is the operator’s',
    (text) => {
      expect(command(text)).toBe('operator');
    },
  );

  it.each([
    "remove Ana's E3, she is away",
    'Ana is on leave',
    'please do not pause',
    `I am away ${'x'.repeat(200)}`,
    '',
  ])('"%s" is none', (text) => {
    expect(command(text)).toBeUndefined();
  });
});
