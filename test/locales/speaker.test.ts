import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { speakerFor } from '../../locales/speaker.ts';

const afternoon = '2026-11-20T23:30:00.000Z';

describe('a speaker', () => {
  it('writes a date with the day first, so that nobody can misread it', () => {
    expect(speakerFor('en', 'UTC').date(afternoon)).toBe('20 November 2026');
    expect(speakerFor('en-US', 'UTC').date(afternoon)).toBe('20 November 2026');
  });

  it('reckons in the time zone of the reader, and names it', () => {
    expect(speakerFor('en', 'Europe/Amsterdam').date(afternoon)).toBe('21 November 2026');
    expect(speakerFor('en', 'America/New_York').dateTime(afternoon)).toMatch(/^20 November 2026 at 18:30 \S+$/);
  });

  it.each([undefined, '', 'Nowhere/At_All', 'W. Europe Standard Time'])('falls back to UTC for the zone %j', (zone) => {
    expect(speakerFor('en', zone).dateTime(afternoon)).toBe('20 November 2026 at 23:30 UTC');
  });

  it.each(['', 'xx', 'xx-YY', 'not a locale'])('falls back to English for the locale %j', (locale) => {
    expect(speakerFor(locale, 'UTC')).toMatchObject({ locale: 'en' });
    expect(speakerFor(locale, 'UTC').say('choice.cancel')).toBe('Cancel');
  });

  it('lists names as people do', () => {
    const to = speakerFor('en', 'UTC');
    const lists = [[], ['A'], ['A', 'B'], ['A', 'B', 'C']].map((names) => to.list(names));
    expect(lists).toEqual(['', 'A', 'A and B', 'A, B and C']);
  });

  it('counts as people do', () => {
    const to = speakerFor('en', 'UTC');
    expect(to.say('plan.people', { count: 1 })).toBe('1 person');
    expect(to.say('plan.people', { count: 3000 })).toBe('3,000 people');
  });
});

describe.each([
  ['nl-BE', 'nl', '20 december 2026', '21 november 2026 om 00:30 CET', 'A, B en C', '3.000 personen', '1 persoon'],
  ['zh-SG', 'zh-CN', '2026年12月20日', '2026年11月21日 00:30（GMT+1）', 'A、B 和 C', '3,000 人', '1 人'],
  ['zh-HK', 'zh-TW', '2026年12月20日', '2026年11月21日 00:30（GMT+1）', 'A、B 和 C', '3,000 位使用者', '1 位使用者'],
])('a speaker to a client in %s', (tag, locale, date, dateTime, list, many, one) => {
  const to = speakerFor(tag, 'Europe/Amsterdam');

  it('speaks its language, and says so to screen readers', () => {
    expect(to.locale).toBe(locale);
  });

  it('writes dates, times, lists, numbers and plurals as people do', () => {
    expect(to.date('2026-12-20T10:00:00.000Z')).toBe(date);
    expect(to.dateTime(afternoon)).toBe(dateTime);
    expect(to.list(['A', 'B', 'C'])).toBe(list);
    expect(to.say('plan.people', { count: 3000 })).toBe(many);
    expect(to.say('plan.people', { count: 1 })).toBe(one);
  });

  it('reckons in the time zone of the reader', () => {
    const elsewhere = speakerFor(tag, 'Asia/Taipei').dateTime('2026-11-20T16:05:00.000Z');
    expect(elsewhere).toMatch(/00:05/);
    expect(elsewhere).toMatch(/GMT\+8/);
  });
});

describe('sentences that follow each other', () => {
  it('stand apart as the language has it, and what is empty leaves no gap', () => {
    expect(speakerFor('en', 'UTC').paragraph(['', 'One.', '', 'Two.'])).toBe('One. Two.');
    expect(speakerFor('zh-TW', 'UTC').paragraph(['一。', '', '二。'])).toBe('一。二。');
    expect(speakerFor('nl', 'UTC').paragraph([])).toBe('');
  });

  it('count on where a list is cut', () => {
    expect(speakerFor('en', 'UTC').series(['A', 'B'])).toBe('A, B');
    expect(speakerFor('zh-CN', 'UTC').series(['A', 'B'])).toBe('A、B');
    expect(speakerFor('zh-CN', 'UTC').list(['王伟', '李明'])).toBe('王伟和李明');
  });
});

describe('a name in a Chinese sentence', () => {
  it('stands apart when it is Latin, and not when it is Chinese', () => {
    const to = speakerFor('zh-CN', 'UTC');
    expect(to.say('plan.title', { name: 'Ana Bowman', products: 'Microsoft 365 E3' })).toBe(
      '移除 Ana Bowman 的 Microsoft 365 E3',
    );
    expect(to.say('plan.title', { name: '王芳', products: 'Microsoft 365 E3' })).toBe('移除王芳的 Microsoft 365 E3');
    expect(to.say('request.asks', { requester: '王 芳' })).toBe('王 芳请你审批。');
  });
});

describe('a value in a sentence', () => {
  const to = speakerFor('en', 'UTC');

  it.each([
    '{{by}}',
    '{{reason}}',
    '$t(request.state.approved)',
    '$t(choice.cancel)',
    '<b>b</b>',
    '&amp;',
    '$&',
    '${x}',
  ])('stays as it is: %j', (name) => {
    expect(to.say('request.asks', { requester: name })).toBe(`${name} asks for your approval.`);
    expect(to.say('notice.denied', { by: name, reason: name })).toBe(`${name} denied your request. Reason: ${name}`);
  });

  it('stays as it is, whatever it is', () => {
    const hostile = fc.stringMatching(/^[a-z{}$(),.&<>"' -]{0,30}$/);
    fc.assert(
      fc.property(hostile, hostile, (requester, other) => {
        expect(to.say('request.asks', { requester })).toBe(`${requester} asks for your approval.`);
        expect(to.say('notice.denied', { by: requester, reason: other })).toBe(
          `${requester} denied your request. Reason: ${other}`,
        );
      }),
    );
  });
});
