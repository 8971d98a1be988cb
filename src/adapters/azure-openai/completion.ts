import { z } from 'zod';
import type { OutsideReader } from '../../core/understanding/outside-reader.ts';

type Said = Awaited<ReturnType<OutsideReader['read']>>;

/** The part that is read here of what the service answers; it may add to it at any time. */
const completion = z.looseObject({
  choices: z.tuple(
    [
      z.looseObject({
        finish_reason: z.string(),
        message: z.looseObject({ content: z.string().nullish(), refusal: z.string().nullish() }),
      }),
    ],
    z.unknown(),
  ),
});

/** What the model says, out of the body of a chat completion. */
export function saidIn(body: string | undefined): Said {
  const parsed = completion.safeParse(fromJson(body));
  if (!parsed.success) return { kind: 'silent', reason: 'unreadable' };
  const [{ finish_reason: end, message }] = parsed.data.choices;
  if (end === 'content_filter' || typeof message.refusal === 'string') return { kind: 'silent', reason: 'refused' };
  const answer = end === 'stop' ? fromJson(message.content) : undefined;
  return answer === undefined ? { kind: 'silent', reason: 'unreadable' } : { kind: 'answered', answer };
}

function fromJson(text: string | null | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
