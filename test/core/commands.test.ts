import { describe, expect, it } from 'vitest';
import { createAllCommands } from '../../src/commands.ts';

const command = createAllCommands();

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
