import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cast } from '../../sandbox/tenant/cast.ts';
import type { DirectoryUser } from '../../sandbox/tenant/directory.ts';
import { openStage } from '../support/farewell.ts';
import type { Stage } from '../support/farewell.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage(undefined, undefined, { settings: () => ({ ADMIN_CONTACT: 'it@contoso.com' }) });
});
afterAll(() => stage.close());
beforeEach(async () => {
  stage.cloud.reset();
  await stage.alex.startsAs(cast.alex);
});

/** Who may approve from now on, beside Alex, who asks. */
function onlyThese(...people: DirectoryUser[]): void {
  const { roleAssignments } = stage.cloud.tenant;
  for (const held of roleAssignments.all()) {
    if (![cast.alex, ...people].some(({ id }) => id === held.principalId)) roleAssignments.remove(held.id);
  }
}

async function answerTo(text: string, title: string, locale = 'en-US'): Promise<string> {
  await stage.alex.says(text, { locale });
  await stage.alex.hears(title);
  expect(stage.alex.buttons('plan.request')).toBe(0);
  return stage.alex.sees().at(-1) ?? '';
}

const order = "remove Ana's E3 license";
const title = 'Nobody can approve this now';

describe('where nobody who may approve can be reached, the answer says', () => {
  it('who it is, what it takes, how Farewell gets to them, and whom else to ask', async () => {
    onlyThese(cast.secondGlobalAdmin, cast.secondLicenseAdmin);
    const answer = await answerTo(order, title);
    expect(answer).toMatch(
      /Farewell cannot reach them in Teams: (?:Debra Berger and 陳怡君|陳怡君 and Debra Berger)\./,
    );
    expect(answer).toContain('Global Administrator, License Administrator or User Administrator.');
    expect(answer).toContain('Ask them to open Farewell in Teams once: “Apps”, search for Farewell, “Add”.');
    expect(answer).toContain('Teams admin center, “Teams apps”, “Setup policies”, “Installed apps”.');
    expect(answer).toContain('Ask whoever looks after this in your organisation: it@contoso.com');
    expect(answer).not.toContain('Roles & admins');
  });

  it('the first few names, and how many more there are', async () => {
    const { roleAssignments, users } = stage.cloud.tenant;
    onlyThese();
    const people = users.all().filter((each) => each.userType === 'Member' && each.accountEnabled);
    const others = people
      .filter(({ id }) => ![cast.alex.id, cast.anaBowman.id, cast.megan.id].includes(id))
      .slice(0, 8);
    const [held] = roleAssignments.all();
    for (const [index, { id }] of others.entries())
      roleAssignments.put({ ...held!, id: `more-${index}`, principalId: id });
    expect(await answerTo(order, title)).toMatch(/in Teams: (?:[^,]+, ){4}[^,]+ and 3 more people\./);
  });

  it('where roles are given when nobody else has one', async () => {
    onlyThese();
    const answer = await answerTo(order, title);
    expect(answer).toContain('Nobody else may approve this.');
    expect(answer).toContain('Global Administrator, License Administrator or User Administrator.');
    expect(answer).toContain('Microsoft Entra admin center, “Roles & admins”.');
    expect(answer).toContain('it@contoso.com');
    expect(answer).not.toContain('Setup policies');
  });

  it.each([
    ['nl', 'verwijder de E3-licentie van Ana', 'Niemand kan dit nu goedkeuren', 'Debra Berger mag dit goedkeuren'],
    ['zh-CN', '移除 Ana 的 E3 许可证', '目前没有人可以批准', '联系不到他们：Debra Berger'],
    ['zh-TW', '移除 Ana 的 E3 授權', '目前沒有人可以核准', '聯絡不到他們：Debra Berger'],
  ])('it in the language of who asks: %s', async (locale, text, heading, who) => {
    onlyThese(cast.secondGlobalAdmin);
    const answer = await answerTo(text, heading, locale);
    for (const part of [who, '(Global Administrator)', '(Setup policies)', 'it@contoso.com']) {
      expect(answer).toContain(part);
    }
  });
});
