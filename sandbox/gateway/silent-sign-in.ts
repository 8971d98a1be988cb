import { z } from 'zod';
import type { Tokens } from '../entra/tokens.ts';
import { contosoTenantId, ssoAppIdUri } from '../identities.ts';
import { activityFrom } from './activity.ts';
import type { Activity } from './activity.ts';
import type { DeliverToBot } from './bot-delivery.ts';
import type { Chat } from './chat-window.ts';
import type { Turns } from './turns.ts';

const oauthCard = z.looseObject({
  connectionName: z.string(),
  tokenExchangeResource: z.looseObject({ id: z.string(), uri: z.string() }),
});

export type OAuthCard = z.infer<typeof oauthCard>;

/** The card in a message that a Teams client with single sign-on answers by itself, before anybody sees it. */
export function silentCardIn(chat: Chat, activity: Activity): OAuthCard | undefined {
  if (!chat.persona.sso) return undefined;
  const attachment = activity.attachments?.find(
    ({ contentType }) => contentType === 'application/vnd.microsoft.card.oauth',
  );
  const card = oauthCard.safeParse(attachment?.content);
  return card.success && card.data.tokenExchangeResource.uri === ssoAppIdUri ? card.data : undefined;
}

export type SignInSilently = (chat: Chat, activity: Activity, card: OAuthCard, showCard: () => void) => void;

export function createSilentSignIn(tokens: Tokens, turns: Turns, deliver: DeliverToBot): SignInSilently {
  async function exchange(chat: Chat, activity: Activity, card: OAuthCard): Promise<boolean> {
    const { token } = await tokens.mintUserAssertion(contosoTenantId, chat.persona.user);
    const answer = await deliver(
      chat,
      activityFrom(chat.persona, {
        type: 'invoke',
        name: 'signin/tokenExchange',
        conversation: activity.conversation ?? { id: chat.persona.conversationId },
        value: { id: card.tokenExchangeResource.id, connectionName: card.connectionName, token },
      }),
    );
    return answer.status === 200;
  }
  return (chat, activity, card, showCard) => {
    turns.whenIdle(activity.conversation?.id ?? chat.persona.conversationId, () => {
      exchange(chat, activity, card).then((done) => (done ? undefined : showCard()), showCard);
    });
  };
}
