import { ConversationState, MemoryStorage, TestAdapter } from 'botbuilder';
import type { Activity, TurnContext } from 'botbuilder';
import { runDialog } from 'botbuilder-dialogs';
import type { DialogState } from 'botbuilder-dialogs';
import { RootDialog } from '../../dialogs/root-dialog.ts';
import { setTurn } from '../../dialogs/turn.ts';
import type { Turn } from '../../dialogs/turn.ts';
import en from '../../locales/en/understanding.json' with { type: 'json' };
import { speakerFor } from '../../locales/speaker.ts';
import { cardAction } from '../../cards/verbs.ts';
import { recognise } from '../../src/core/understanding/recognise.ts';
import { vocabulary } from '../../src/core/understanding/vocabulary.ts';
import type { Contoso } from '../support/contoso.ts';

/** A message, or a click on the newest button with this verb and what stands in the inputs. */
export type Said = string | { clicks: string; typed?: Record<string, string>; title?: string };

/** What one person says, and what the bot must say to it: every text must occur, in a message or on a card. */
export type Exchange = [said: Said, ...heard: string[]];

export interface Transcript {
  name: string;
  /** Changes Contoso before the conversation. */
  given?: (flow: Contoso) => void;
  by: Turn['sender'];
  exchanges: Exchange[];
}

function findButton(node: unknown, verb: string, title: string): Record<string, unknown> | undefined {
  if (Array.isArray(node)) return node.map((each) => findButton(each, verb, title)).findLast(Boolean);
  if (typeof node !== 'object' || node === null) return undefined;
  if ('verb' in node && node.verb === verb && String('title' in node ? node.title : '').startsWith(title))
    return { ...node };
  return findButton(Object.values(node), verb, title);
}

/** The library's adapter looks for an updated message among those nobody has read yet; a person has read them all. */
class RecordingAdapter extends TestAdapter {
  readonly updates: Partial<Activity>[] = [];

  override updateActivity(_context: TurnContext, activity: Partial<Activity>): Promise<void> {
    this.updates.push(activity);
    return Promise.resolve();
  }
}

/** Plays a transcript against the root dialog, on fakes, and gives what was heard after each thing that was said. */
export async function play(transcript: Transcript, flow: Contoso): Promise<string[]> {
  transcript.given?.(flow);
  const words = vocabulary.parse(en);
  const understand = (text: string): ReturnType<typeof recognise> => recognise(text, words, 'Farewell');
  const ledger = flow.requests.cards;
  const root = new RootDialog({ flow, connectionName: 'farewell', understand, ledger, command: () => undefined });
  const state = new ConversationState(new MemoryStorage());
  const dialogs = state.createProperty<DialogState>('dialogs');
  const cards: unknown[] = [];
  let answer: Turn['answer'];

  async function turn(context: TurnContext): Promise<void> {
    const { name, value } = context.activity as { name?: string; value?: unknown };
    const action = name === 'adaptiveCard/action' ? cardAction.parse(value) : undefined;
    const now: Turn = {
      sender: transcript.by,
      speaker: speakerFor('en', 'UTC'),
      cardAction: action,
      answer: undefined,
    };
    setTurn(context, now);
    await runDialog(root, context, dialogs);
    await state.saveChanges(context);
    answer = now.answer;
  }
  const adapter = new RecordingAdapter(turn);
  const heard: string[] = [];
  for (const [said] of transcript.exchanges) {
    answer = undefined;
    await adapter.receiveActivity(typeof said === 'string' ? said : click(cards, said));
    const replies = [...adapter.activeQueue.splice(0), ...adapter.updates.splice(0)];
    for (const reply of replies) cards.push(...(reply.attachments ?? []).map((each): unknown => each.content));
    const answered = answer as Turn['answer'];
    if (answered && 'card' in answered) cards.push(answered.card.content);
    heard.push(JSON.stringify([replies.map(({ text, attachments }) => [text, attachments]), answered]));
  }
  return heard;
}

function click(cards: unknown[], said: Exclude<Said, string>): Partial<Activity> {
  const button = findButton(cards, said.clicks, said.title ?? '');
  if (!button) throw new Error(`there is no button ${said.clicks}`);
  const data = typeof button['data'] === 'object' ? button['data'] : {};
  return { type: 'invoke', name: 'adaptiveCard/action', value: { ...data, ...said.typed, verb: said.clicks } };
}
