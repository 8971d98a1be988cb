const topics = ['delete', 'block', 'buy', 'assign'] as const;

/** What people ask Farewell for and is done elsewhere. */
export type OutOfScopeTopic = (typeof topics)[number];

/** Words of one language for each topic. Entries are regular expression sources. */
export type OutOfScopeWords = Record<OutOfScopeTopic, readonly string[]>;

/**
 * What a message that asks for nothing Farewell does is about, in any of the languages. It only picks the page to point
 * to, so a wrong guess changes nothing.
 */
export function outOfScopeTopic(message: string, languages: readonly OutOfScopeWords[]): OutOfScopeTopic | undefined {
  return topics.find((topic) =>
    languages.some((language) => language[topic].some((source) => new RegExp(source, 'iu').test(message))),
  );
}
