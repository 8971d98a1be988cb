import { z } from 'zod';
import { requestId } from '../../core/identity.ts';
import type { ChannelPosts } from '../../core/ports.ts';
import type { Database } from './connection.ts';

const postRow = z.object({ requestId, channelId: z.string(), activityId: z.string(), shownVersion: z.number() });

/** Which message of the status channel is about which request. */
export function createPostgresChannelPosts(database: Database): ChannelPosts {
  return {
    async find(id, channelId) {
      const [row] = await database.query(
        `select request_id as "requestId", channel_id as "channelId", activity_id as "activityId",
           shown_version as "shownVersion"
         from farewell.channel_post where request_id = $1 and channel_id = $2`,
        [id, channelId],
      );
      return row && postRow.parse(row);
    },

    async save(post) {
      await database.query(
        `insert into farewell.channel_post (request_id, channel_id, activity_id, shown_version) values ($1, $2, $3, $4)
         on conflict (request_id, channel_id) do update set
           shown_version = greatest(channel_post.shown_version, excluded.shown_version)`,
        [post.requestId, post.channelId, post.activityId, post.shownVersion],
      );
    },
  };
}
