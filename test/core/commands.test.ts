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
    'What did I approve?',
    'which requests was I asked about last week',
    'Show me the requests I denied',
    'Asked of me',
    'Welke aanvragen heb ik goedgekeurd?',
    'wat is mij allemaal voorgelegd',
    'Aan mij voorgelegd',
    'Aanvragen die ik afgewezen heb',
    '我批准过哪些申请？',
    '我拒绝过的申请',
    '请我审批过的',
    '我核准過哪些申請？',
    '我的簽核紀錄',
    '請我核准過的',
  ])('"%s" asks for what the sender was asked about', (text) => {
    expect(command(text)).toBe('asked');
  });

  it.each(['I approve', 'approved', 'what is waiting for me', 'my requests', 'did I approve?', 'goedgekeurd'])(
    '"%s" does not',
    (text) => {
      expect(command(text)).toBeUndefined();
    },
  );

  it.each([
    '我同意',
    '我批准',
    '等待我审批的申请',
    '我的申请',
    '我核准',
    '等待我核准的申請',
    '同意的申請',
    '请移除我的许可证',
  ])('"%s" does not either', (text) => {
    expect(command(text)).toBeUndefined();
  });

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
