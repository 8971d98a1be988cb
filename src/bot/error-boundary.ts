import { randomUUID } from 'node:crypto';
import type { PrivateConversationState, TurnContext } from 'botbuilder';
import type { Logger } from 'pino';
import { speakerIn } from '../../dialogs/turn.ts';
import { fallbackLanguage } from '../../locales/languages.ts';
import { speakerFor } from '../../locales/speaker.ts';
import { clickAnswer } from './card-click.ts';

/**
 * The one place where a surprise in a turn ends: it is logged with a reference, what was open in the chat is dropped so
 * that nobody is stuck, and the person gets a sentence with the reference. Stored requests are not touched.
 */
export function errorBoundary(state: PrivateConversationState, log: Logger) {
  return async (context: TurnContext, error: Error): Promise<void> => {
    const reference = randomUUID().slice(0, 8);
    log.error(
      { reference, err: error, activityType: context.activity.type, activityName: context.activity.name },
      'turn failed',
    );
    const { type } = context.activity;
    const speaker = speakerIn(context) ?? speakerFor(fallbackLanguage, undefined);
    const text = speaker.say('error.unexpected', { reference });
    await state
      .delete(context)
      .catch((failure: unknown) => log.error({ reference, err: failure }, 'state not cleared'));
    if (type === 'invoke') await context.sendActivity({ type: 'invokeResponse', value: clickAnswer({ text }) });
    await context.sendActivity({ type: 'message', text, textFormat: 'plain' });
  };
}
