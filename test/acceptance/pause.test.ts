import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { personas } from '../../sandbox/personas.ts';
import { holdsE3, noServer, openScene, signIn } from './scene.ts';
import type { Scene } from './scene.ts';

describe.skipIf(noServer)('an operator’s pause', () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await openScene();
  });
  afterAll(() => scene.close());
  beforeEach(async () => {
    await scene.database.query('delete from farewell.execution_pause');
    await scene.begins();
    await signIn(scene.cloud, personas.megan);
  });

  const pauses = (): Promise<unknown> => scene.megan.forges({ verb: 'operator.pause', data: { reason: 'Wait.' } });
  const resumes = (): Promise<unknown> => scene.megan.forges({ verb: 'operator.resume', data: {} });

  it('is said before anything is sent, before anybody decides, and with the decision', async () => {
    await pauses();
    await scene.alex.says("remove Ana's E3 license");
    await scene.alex.hears(
      /An operator paused all removals on .*only when the pause is over\.[^]*I understand the impact/,
    );
    const sent = await scene.alex.clicks('plan.request', { reason: 'She left.', impactUnderstood: 'true' });
    expect(sent.text).toMatch(/Waiting for approval[^]*Once approved, this one waits until the pause ends/);
    await scene.megan.hears(/asks for your approval[^]*Once approved, this one waits until the pause ends/);
    const decided = await scene.megan.clicks('request.approve');
    expect(decided.text).toMatch(/^Approved: An operator paused all removals on .*its time runs out on/);
    await scene.alex.hears('Megan Bowen approved your request. An operator paused all removals, so it waits.');
    await scene.alex.hears(/Approved\n[^]*This one goes on when the pause ends/);
    expect(holdsE3(scene.cloud)).toBe(true);
    await resumes();
    await scene.alex.hears('Done: Microsoft 365 E3 was removed from Ana Bowman.');
    await scene.megan.hears(/Done\n/);
    for (const who of [scene.alex, scene.megan]) {
      const cards = who.sees().filter((text) => text.includes('Requested by Alex Wilber on'));
      expect(cards.join('\n')).not.toContain('paused');
    }
  });

  it('that begins or ends while a request waits is said, and not said any more, on the cards that are there', async () => {
    await scene.requested();
    expect(scene.megan.sees().join('\n')).not.toContain('paused');
    await pauses();
    for (const who of [scene.alex, scene.megan]) await who.hears('Once approved, this one waits until the pause ends');
    await resumes();
    await scene.megan.hears(/^(?![^]*paused)[^]*asks for your approval/);
    await scene.alex.hears(/^(?![^]*paused)[^]*Waiting for one of/);
    expect(scene.megan.buttons('request.approve')).toBe(1);
  });

  it.each([
    ['en-US', "remove Ana's E3 license", 'You can still ask for this'],
    ['nl-NL', 'verwijder de E3-licentie van Ana', 'Je kunt dit nog wel aanvragen'],
    ['zh-CN', '移除 Ana 的 E3 许可证', '你仍可提交申请，但要等暂停结束后才会执行'],
    ['zh-TW', '移除 Ana 的 E3 授權', '您仍可送出申請，但要等暫停結束後才會執行'],
  ])('is said on the plan in %s', async (locale, order, said) => {
    await pauses();
    await scene.alex.says(order, { locale });
    await scene.alex.hears(said);
    await scene.alex.says('cancel', { locale });
  });
});
