import { describe, expect, it } from 'vitest';
import { elsewhere } from '../../locales/elsewhere.ts';
import { outOfScopeTopic } from '../../src/core/understanding/out-of-scope.ts';
import type { OutOfScopeTopic } from '../../src/core/understanding/out-of-scope.ts';

describe('what is done elsewhere', () => {
  it.each<[string, OutOfScopeTopic]>([
    ['assign E3 to Bob', 'assign'],
    ['can you give Bob a Visio license?', 'assign'],
    ['buy five more E3 licences', 'buy'],
    ['cancel our Visio subscription', 'buy'],
    ['block Bob', 'block'],
    ["disable Ana's account", 'block'],
    ['delete the user Bob', 'delete'],
    ['wijs E3 toe aan Bob', 'assign'],
    ['geef Bob een Visio-licentie', 'assign'],
    ['koop vijf extra licenties', 'buy'],
    ['zeg het abonnement op', 'buy'],
    ['blokkeer Bob', 'block'],
    ['verwijder de gebruiker Bob', 'delete'],
    ['给小李分配E3', 'assign'],
    ['购买五个Visio许可证', 'buy'],
    ['禁用小李的账号', 'block'],
    ['删除用户小李', 'delete'],
    ['把E3指派給小李', 'assign'],
    ['採購五個Visio授權', 'buy'],
    ['封鎖小李', 'block'],
    ['刪除使用者小李', 'delete'],
  ])('%s: %s', (text, topic) => {
    expect(outOfScopeTopic(text, elsewhere)).toBe(topic);
  });

  it.each(['the weather is nice', 'unassign is a word', 'het weer is mooi', '取消分配', '取消指派', '天气很好', ''])(
    'is not seen in: %s',
    (text) => {
      expect(outOfScopeTopic(text, elsewhere)).toBeUndefined();
    },
  );

  it('has words for every topic in every language', () => {
    expect(elsewhere).toHaveLength(4);
    for (const language of elsewhere) {
      for (const words of Object.values(language)) expect(words.length).toBeGreaterThan(0);
    }
  });
});
