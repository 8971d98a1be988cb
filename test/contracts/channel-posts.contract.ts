import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ChannelPosts, RequestStore } from '../../src/core/ports.ts';
import { nothing, sampleRequest } from './samples.ts';

export interface ChannelPostsUnderTest {
  posts: ChannelPosts;
  store: RequestStore;
  stop(): Promise<void>;
}

export function describeChannelPosts(open: () => Promise<ChannelPostsUnderTest>): void {
  describe('the posts of the status channel', () => {
    let under: ChannelPostsUnderTest;
    const channelId = '19:licences@thread.tacv2';
    beforeEach(async () => {
      under = await open();
    });
    afterEach(() => under.stop());

    test('are kept by request and channel, and only grow newer', async () => {
      const request = sampleRequest();
      await under.store.create(request, nothing);
      const post = { requestId: request.id, channelId, activityId: 'message-1', shownVersion: 2 };
      expect(await under.posts.find(request.id, channelId)).toBeUndefined();
      await under.posts.save(post);
      await under.posts.save({ ...post, shownVersion: 1 });
      expect(await under.posts.find(request.id, channelId)).toEqual(post);
      await under.posts.save({ ...post, shownVersion: 3 });
      expect(await under.posts.find(request.id, channelId)).toEqual({ ...post, shownVersion: 3 });
      expect(await under.posts.find(request.id, '19:another@thread.tacv2')).toBeUndefined();
    });
  });
}
