import { afterAll, beforeAll, expect, it } from 'vitest';
import { cast } from '../../sandbox/tenant/cast.ts';
import { openStage } from '../support/farewell.ts';
import type { Stage } from '../support/farewell.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage(undefined, undefined, {
    settings: (cloud) => ({
      STATUS_CHANNEL_ID: cloud.channel.conversationId,
      STATUS_CHANNEL_SERVICE_URL: `${cloud.url}/connector/${cloud.chats.alex.port}`,
      STATUS_CHANNEL_LANGUAGE: 'zh-TW',
    }),
  });
});
afterAll(() => stage.close());

it('the status channel speaks the language it is given, and each person theirs', async () => {
  await stage.alex.startsAs(cast.alex);
  await stage.alex.says("remove Ana's E3 license");
  await stage.alex.hears('I understand the impact');
  await stage.alex.clicks('plan.request', { reason: 'She left.', impactUnderstood: 'true' });
  await stage.megan.hears('asks for your approval');
  const { attachments } = await stage.cloud.channel.window.waitFor(({ attachments: cards }) => cards?.length === 1);
  expect(attachments?.[0]?.content).toMatchObject({ lang: 'zh-TW' });
  expect(JSON.stringify(attachments)).toContain('移除 Ana Bowman 的 Microsoft 365 E3');
});
