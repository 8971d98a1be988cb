import { describe, expect, it } from 'vitest';
import type { Problem } from '../../src/core/errors.ts';
import { stepFailure } from '../../src/core/execution.ts';
import { leftOut, service } from '../../src/core/plan.ts';
import { decision, requestState } from '../../src/core/request.ts';
import { lostRight, setback } from '../../src/core/setback.ts';
import { change } from '../../src/core/what-changed.ts';
import { example, requestList } from '../../cards/verbs.ts';
import type { Intent } from '../../src/core/understanding/intent.ts';
import { readSources } from './say-calls.ts';
import { placeholdersOf, pluralOf, sentencesOf } from './sentence-tree.ts';

const sentences = sentencesOf('en');
const keys = new Set(sentences.map((sentence) => sentence.key));
const sources = readSources(['src', 'dialogs', 'cards', 'locales']);

const problems = [
  'billing-role-only',
  'own-request',
  'target-decides',
  'guest',
  'not-asked',
  'decided-by-you',
  'preferred-not-eligible',
  'ticket-missing',
  'break-glass-off',
  'away-date',
  'stand-in-not-eligible',
  'not-an-operator',
  'request-unknown',
  'not-yours',
  'expired',
  'reason-missing',
  'impact-not-understood',
  'nothing-to-remove',
  'nothing-to-give-back',
  'undo-over',
  'somebody-elses-sign-in',
  'sign-in-needed',
  'consent-needed',
  'graph-forbidden',
  'graph-busy',
  'graph-unavailable',
] satisfies Problem['kind'][];
const silent = new Set<string>(['awaiting-approval', 'executing', 'withdrawn', 'approved']);
const kindsOf = (options: readonly { shape: { kind: { value: string } } }[]): string[] =>
  options.map((option) => option.shape.kind.value);
const consequences = ['mailbox-closed', 'files-frozen', 'teams-closed', 'office-apps-unlicensed'];

const meanings = [
  'remove_license',
  'list_licenses',
  'license_impact',
  'close_account',
  'close_tenant',
  'pending_requests',
] satisfies Intent['kind'][];

/** What a key with something put in can become. A new family of keys has to be written down here. */
const families: Record<string, readonly string[]> = {
  'service.*': service.options,
  'consequence.*.what': consequences,
  'consequence.*.text': consequences,
  'request.state.*': requestState.options,
  'requests.*.title': requestList.options,
  'requests.*.none': requestList.options,
  'requests.*.show': requestList.options,
  'requests.asked.*': decision.shape.verdict.options,
  'plan.leftOut.*': leftOut.shape.why.options,
  'request.setback.*': kindsOf(setback.options).flatMap((kind) =>
    kind === 'role-lost' ? ['role-lost-requester', 'role-lost-approver'] : [kind],
  ),
  'request.failure.*': kindsOf(stepFailure.options),
  'request.lost.*': lostRight.options,
  'request.change.*': kindsOf(change.options),
  'request.history.*': ['reminded', 'policy-tightened', 'held', 'released', 'sign-in-awaited', 'signed-in'],
  'notice.*': requestState.options.filter((state) => !silent.has(state)),
  'problem.*': problems,
  'problem.*-*': ['role-missing', 'account-disabled'],
  'meaning.*.title': meanings,
  'meaning.*.detail': meanings,
  'resolve.*': ['person-missing', 'everyone-with-product'],
  'help.*.what': example.options,
  'help.*.example': example.options,
  'closeAccount.link.*': [
    ...['closeAccount', 'unmanagedCheck', 'selfServiceSignUp', 'exportLogs'],
    ...['privacyRights', 'privacyGdpr', 'leaveHelp', 'closePersonalHelp'],
  ],
  'closeAccount.kind.*': ['work', 'tenant', 'leave', 'personal'],
  'closeAccount.kind.*Detail': ['work', 'tenant', 'leave', 'personal'],
  'closeAccount.address.*': ['missing', 'several', 'too-long'],
  'closeAccount.unchecked.*': ['too-often', 'unreachable'],
  'licenseList.state.*': ['Active', 'ActiveWithError', 'Disabled', 'Error'],
  'outOfScope.*.text': ['assign', 'buy', 'block', 'delete'],
  'outOfScope.*.open': ['assign', 'buy', 'block', 'delete'],
};

function expand(key: string): string[] {
  if (!key.includes('*')) return [key];
  const family = families[key];
  if (!family) throw new Error(`the keys ${key} are not among the families of this test`);
  const first = family.map((value) => key.replace('*', value));
  return first.flatMap((each) =>
    each.includes('*') ? ['requester', 'approver'].map((who) => each.replace('*', who)) : [each],
  );
}

/** Of an undo the same is said in other words, where there are some. */
function withRestore(key: string): string[] {
  return keys.has(`restore.${key}`) ? [key, `restore.${key}`] : [key];
}

const said = sources.calls.flatMap((call) => call.keys.flatMap(expand).flatMap(withRestore));

describe('the sentences', () => {
  it('are all there: nothing is said that has no sentence', () => {
    expect(said.length).toBeGreaterThan(50);
    expect(said.filter((key) => !keys.has(key))).toEqual([]);
  });

  it('are all said somewhere', () => {
    const used = new Set([...said, ...[...sources.literals].flatMap(withRestore)]);
    expect([...keys].filter((key) => !used.has(key))).toEqual([]);
  });

  it('are said with every value they name', () => {
    const missing = sources.calls.flatMap(({ keys: patterns, values, place }) => {
      if (!values) return [];
      const wanted = sentences.filter((sentence) =>
        patterns.flatMap(expand).flatMap(withRestore).includes(sentence.key),
      );
      return wanted.flatMap(({ path, text }) =>
        placeholdersOf(text)
          .filter((name) => !values.includes(name))
          .map((name) => `${place}: ${path} wants ${name}`),
      );
    });
    expect(missing).toEqual([]);
  });

  it('have a form for one and a form for several where they count', () => {
    for (const sentence of sentences) {
      if (!placeholdersOf(sentence.text).includes('count')) continue;
      if (['list.more', 'effect.more', 'request.outcome.done'].includes(sentence.path.replace(/^restore[.]/, '')))
        continue;
      expect(pluralOf(sentence), sentence.path).toBeDefined();
    }
  });

  it('are plain: no exclamation marks, no markup, no space too many', () => {
    for (const { path, text } of sentences) expect(text, path).not.toMatch(/!|please|[<>*`[\]]| {2}|^ | $/i);
  });
});
