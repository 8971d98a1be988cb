import type { Activity } from 'botbuilder';
import { z } from 'zod';

const mention = z.object({
  type: z.literal('mention'),
  text: z.string().min(1),
  mentioned: z.object({ id: z.string() }),
});
const message = z.object({
  text: z.string().min(1),
  entities: z.array(z.unknown()).min(1),
  recipient: z.object({ id: z.string() }),
});

const tag = /<\/?at\b[^<>]*>/giu;
const leading = /^[\s,:;，、：；]+/u;

/**
 * A message without the at-mention that brought it to the bot; other people's names stay, without their tags. Undefined
 * where nobody is mentioned. Microsoft Teams, "Channel and group conversations": a mention stands in the text as
 * `<at>Name</at>`, with an entity that says who is meant.
 */
export function wordsBesideMention(activity: Activity): string | undefined {
  const read = message.safeParse(activity);
  if (!read.success) return undefined;
  const { entities, recipient, text } = read.data;
  const mentions = entities.flatMap((entity) => mention.safeParse(entity).data ?? []);
  if (mentions.length === 0) return undefined;
  const ours = mentions.filter(({ mentioned }) => mentioned.id === recipient.id);
  const rest = ours.reduce((left, each) => left.replace(each.text, ' '), text.replaceAll('&nbsp;', ' '));
  return rest.replaceAll(tag, '').replace(leading, '').trim();
}
