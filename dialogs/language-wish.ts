import type { SuggestedActions, TurnContext } from 'botbuilder';
import { languageWish } from '../locales/language-wish.ts';
import { languages } from '../locales/languages.ts';
import { speakerFor } from '../locales/speaker.ts';
import type { Speaker } from '../locales/speaker.ts';
import type { ContactBook } from '../src/core/ports.ts';
import { say, textIn } from './say.ts';
import { speakerTo, turnOf } from './turn.ts';

/** What each language calls itself. */
function languageNames(): string[] {
  return languages.map((language) => speakerFor(language, undefined).say('language.name'));
}

/** Buttons that write a language's name in the sender's place. */
function nameButtons(speaker: Speaker, to: string): SuggestedActions {
  const titles = [...languageNames(), speaker.say('language.automatic')];
  return { to: [to], actions: titles.map((title) => ({ type: 'imBack', title, value: title })) };
}

async function ask(context: TurnContext, speaker: Speaker): Promise<void> {
  const text = speaker.say('language.question', { names: speaker.list(languageNames()) });
  const suggestedActions = nameButtons(speaker, context.activity.from.id);
  await context.sendActivity({ type: 'message', text, textFormat: 'plain', suggestedActions });
}

/** "speak Dutch", "language": answers in the language that is wanted from now on, and leaves what is open as it is. */
export async function answerLanguageWish(contacts: ContactBook, context: TurnContext): Promise<boolean> {
  const turn = turnOf(context);
  const wish = languageWish(textIn(context), turn.speaker.locale);
  if (!wish) return false;
  if (wish.kind === 'ask') {
    await ask(context, turn.speaker);
    return true;
  }
  await contacts.chooseLanguage(turn.sender, wish.kind === 'choose' ? wish.language : undefined);
  const contact = await contacts.find(turn.sender);
  if (contact) turn.speaker = speakerTo(contact);
  await say(context, turn.speaker.say(wish.kind === 'choose' ? 'language.chosen' : 'language.followed'));
  return true;
}
