import { z } from 'zod';

const sources = z.array(z.string().min(1));

export const ruleNames = [
  'injection',
  'strip',
  'cancel',
  'notCancel',
  'pending',
  'waitingForMe',
  'myRequests',
  'notPending',
  'impact',
  'notImpact',
  'resume',
  'notResume',
  'closeTenant',
  'notCloseTenant',
  'closeAccount',
  'notCloseAccount',
  'order',
  'need',
  'notOrder',
  'notMessage',
  'polite',
  'question',
  'handover',
  'failed',
  'list',
  'listFirst',
  'notList',
  'help',
  'notHelp',
  'signIn',
  'signOut',
  'greeting',
  'requester',
  'takeover',
  'except',
  'self',
  'ordinaryWord',
] as const;
export type RuleName = (typeof ruleNames)[number];

/**
 * One language as data, `locales/<language>/understanding.json`. Entries of `classes` are words in the short form of
 * expand.ts; entries of `rules` are regular expressions in which `{remove}` stands for the words of a class in every
 * language, `<U>` for the people and `<P>` for the products of the message.
 */
export const vocabulary = z.object({
  /** Names the rules in `why`. */
  language: z.string(),
  classes: z.record(z.string(), sources),
  /** Pieces of rules that come back often; only for the rules of the same file. */
  macros: z.record(z.string(), z.string()),
  rules: z.partialRecord(z.enum(ruleNames), sources),
});
export type Vocabulary = z.infer<typeof vocabulary>;
