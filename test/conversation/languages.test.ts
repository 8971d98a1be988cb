import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cast } from '../../sandbox/tenant/cast.ts';
import { openStage } from '../support/farewell.ts';
import type { Stage } from '../support/farewell.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
  await stage.alex.startsAs(cast.alex);
});
afterAll(() => stage.close());

/** What a chat says when the client of its person is set to another language. */
const help: Record<string, RegExp> = {
  en: /I remove Microsoft 365 licences/,
  nl: /Ik verwijder Microsoft 365-licenties/,
  'zh-CN': /我负责移除 Microsoft 365 许可证/,
  'zh-TW': /我負責移除 Microsoft 365 授權/,
};

interface Scene {
  /** How Alex asks for his language, and what he then reads. */
  wish: string;
  chosen: string;
  order: string;
  title: string;
  waits: string;
  done: RegExp;
  /** What Megan's client is set to, and what she reads. */
  approver: { locale: string; language: string; asks: string; done: RegExp };
}

const scenes: Record<string, Scene> = {
  'nl-NL': {
    wish: 'Nederlands graag',
    chosen: 'Ik spreek voortaan Nederlands met je.',
    order: 'verwijder de E3-licentie van Ana',
    title: 'Microsoft 365 E3 verwijderen bij Ana Bowman',
    waits: 'Wacht op goedkeuring',
    done: /Klaar: Microsoft 365 E3 is verwijderd bij Ana Bowman\./,
    approver: {
      locale: 'zh-HK',
      language: 'zh-TW',
      asks: 'Alex Wilber 請您核准。',
      done: /移除 Ana Bowman 的 Microsoft 365 E3[^]*已完成[^]*由 Megan Bowen 於[^]*核准/,
    },
  },
  'zh-CN': {
    wish: '请说中文',
    chosen: '从现在起，我会用简体中文与你交流。',
    order: '移除王芳的 E3 许可证',
    title: '移除王芳的 Microsoft 365 E3',
    waits: '等待批准',
    done: /已完成：已移除王芳的 Microsoft 365 E3。/,
    approver: {
      locale: 'nl-BE',
      language: 'nl',
      asks: 'Alex Wilber vraagt om je goedkeuring.',
      done: /Microsoft 365 E3 verwijderen bij 王芳[^]*Klaar[^]*Goedgekeurd door Megan Bowen op/,
    },
  },
  'zh-TW': {
    wish: '請用繁體中文',
    chosen: '從現在起，我會用繁體中文與您交談。',
    order: '麻煩移除 Johanna Lorenz 的 E3 授權',
    title: '移除 Johanna Lorenz 的 Microsoft 365 E3',
    waits: '等待核准',
    done: /已完成：已移除 Johanna Lorenz 的 Microsoft 365 E3。/,
    approver: {
      locale: 'zh-SG',
      language: 'zh-CN',
      asks: 'Alex Wilber 请你审批。',
      done: /移除 Johanna Lorenz 的 Microsoft 365 E3[^]*已完成[^]*由 Megan Bowen 于[^]*批准/,
    },
  },
};

describe.each(Object.entries(scenes))('a removal asked for in %s', (_, scene) => {
  const { approver } = scene;

  it('is spoken about in the language that was asked for', async () => {
    await stage.megan.clears();
    cast.megan.preferredLanguage = approver.locale;
    await stage.megan.says('help');
    await stage.megan.hears(help[approver.language] ?? /^$/);
    await stage.alex.clears();
    await stage.alex.says(scene.wish);
    await stage.alex.hears(scene.chosen);
    await stage.alex.says(scene.order);
    await stage.alex.hears(scene.title);
    const answer = await stage.alex.clicks('plan.request', { reason: 'She left.', impactUnderstood: 'true' });
    expect(answer.text).toContain(scene.waits);
  });

  it('is brought to the approver in the language of her client', async () => {
    const card = await stage.megan.hears(approver.asks);
    expect(card['summary']).toContain(approver.asks.replace(/[.。]$/, ''));
  });

  it('ends in each one’s own language, on the cards that are already there and in words', async () => {
    await stage.megan.clicks('request.approve');
    await stage.megan.hears(approver.done);
    await stage.alex.hears(scene.done);
    expect(stage.megan.sees().join('\n')).not.toMatch(/Done|Approved|licence/);
    expect(stage.alex.sees().join('\n')).not.toMatch(/Done|Approved|licence/);
  });
});

describe('a card that is already there', () => {
  it('follows its reader into another language when it changes', async () => {
    await stage.alex.says("remove Ben Walters's E3 license");
    await stage.alex.hears('移除 Ben Walters 的 Microsoft 365 E3');
    await stage.alex.clicks('plan.request', { reason: 'He left.', impactUnderstood: 'true' });
    await stage.megan.hears(/Ben Walters[^]*等待批准/);
    await stage.megan.says('Nederlands graag');
    await stage.megan.hears('Ik spreek voortaan Nederlands met je.');
    await stage.alex.clicks('request.withdraw');
    await stage.megan.hears(/verwijderen bij Ben Walters[^]*Ingetrokken door Alex Wilber op/);
    await stage.alex.hears(/移除 Ben Walters[^]*已撤回/);
  });
});

describe('the language', () => {
  it('stays what was asked for, after a restart and whatever the client says', async () => {
    await stage.restart();
    await stage.alex.clears();
    await stage.alex.says('help', { locale: 'nl-NL' });
    await stage.alex.hears(help['zh-TW'] ?? /^$/);
  });

  it('can be looked up and taken back', async () => {
    await stage.alex.says('language');
    const asked = await stage.alex.hears(/要我用哪種語言與您交談？/);
    expect(JSON.stringify(asked)).toContain('"imBack"');
    await stage.alex.says('automatic');
    await stage.alex.hears('From now on I speak the language you write in');
  });

  it.each(Object.keys(help))('is that of the client where nothing else is known: %s', async (locale) => {
    await stage.alex.clears();
    await stage.alex.says('help', { locale });
    await stage.alex.hears(help[locale] ?? /^$/);
  });

  it('is that of the message where it is clear, and stays so for what follows', async () => {
    await stage.alex.clears();
    await stage.alex.says('het regent hier al de hele dag', { locale: 'en-US' });
    await stage.alex.hears('Dat begreep ik niet');
    await stage.alex.says('help', { locale: 'en-US' });
    await stage.alex.hears(help['nl'] ?? /^$/);
    await stage.alex.says('今天的天氣真的很好喔', { locale: 'en-US' });
    await stage.alex.hears('我沒有聽懂');
    await stage.alex.says('what is the weather like there', { locale: 'en-US' });
    await stage.alex.hears(/I did not understand/);
  });
});

describe('a question', () => {
  it.each([
    ['nl-NL', 'Welke Ana bedoel je?', '2', 'Je hebt gekozen: Ana Silva.'],
    ['zh-CN', '你指的是哪一位 Ana？', '第二个', '你选择了 Ana Silva。'],
    ['zh-TW', '您指的是哪一位 Ana？', 'ana silva', '您選擇了 Ana Silva。'],
    ['nl-NL', 'Welke Ana bedoel je?', 'nee', 'Geannuleerd. Er is niets gewijzigd.'],
    ['zh-TW', '您指的是哪一位 Ana？', '取消', '已取消。未變更任何內容。'],
  ])('in %s, “%s”, can be answered in writing: %s', async (locale, question, typed, answer) => {
    const wishes: Record<string, string> = { 'nl-NL': 'Nederlands', 'zh-CN': '简体中文', 'zh-TW': '繁體中文' };
    await stage.alex.clears();
    await stage.alex.says('cancel');
    await stage.alex.says(wishes[locale] ?? '');
    await stage.alex.says("remove Ana's license");
    await stage.alex.hears(question);
    await stage.alex.says(typed);
    await stage.alex.hears(answer);
    expect(stage.alex.buttons('choice.pick')).toBe(0);
  });
});
