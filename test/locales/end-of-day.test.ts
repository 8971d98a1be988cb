import { expect, it } from 'vitest';
import { endOfDay } from '../../locales/end-of-day.ts';
import { speakerFor } from '../../locales/speaker.ts';

it.each([
  ['UTC', '2026-12-04', '2026-12-04T23:59:59.999Z'],
  ['Europe/Amsterdam', '2026-12-04', '2026-12-04T22:59:59.999Z'],
  ['Europe/Amsterdam', '2026-10-25', '2026-10-25T22:59:59.999Z'],
  ['Asia/Taipei', '2026-12-04', '2026-12-04T15:59:59.999Z'],
  ['Pacific/Kiritimati', '2026-12-04', '2026-12-04T09:59:59.999Z'],
  ['America/Los_Angeles', '2026-03-08', '2026-03-09T06:59:59.999Z'],
])('in %s, %s ends at %s, and is shown as that day', (timeZone, day, end) => {
  expect(endOfDay(day, timeZone)).toBe(end);
  const shown = new Date(`${day}T12:00:00.000Z`).getUTCDate();
  expect(speakerFor('en', timeZone).date(end)).toMatch(new RegExp(`^${shown} `));
});
