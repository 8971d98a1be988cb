import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { operation } from './core/plan.ts';
import type { Operation } from './core/plan.ts';
import { defaultPolicy, onePolicyForAll, policy } from './core/policy.ts';
import type { Policies, Policy } from './core/policy.ts';
import { removalEntries, restoreEntries } from './policy-file/entries.ts';
import type { NamedEntries } from './policy-file/entries.ts';
import { problemsIn } from './policy-file/problems.ts';
import type { Surroundings } from './policy-file/problems.ts';

/** The file's form: one section for each operation. */
const sections = z.strictObject({
  'remove-licenses': removalEntries.default({}),
  'restore-licenses': restoreEntries.default({}),
} satisfies Record<Operation, z.ZodType<NamedEntries>>);
type Sections = z.infer<typeof sections>;

const withoutGroup = policy.omit({ approverGroup: true });

/** What a section leaves out is as in `base`. Roles and a group are one choice: who names one takes back the other. */
function settle(named: NamedEntries, base: Policy): Policy {
  const { approverRoles = [], approverGroup } = named.approverRoles || named.approverGroup ? named : base;
  const rules = withoutGroup.parse({ ...base, ...named, approverRoles });
  return approverGroup === undefined ? rules : { ...rules, approverGroup };
}

/** Giving back goes by the rules of the removal, where its own section does not say otherwise. */
function settleAll(file: Sections): Policies {
  const removal = settle(file['remove-licenses'], defaultPolicy);
  return { 'remove-licenses': removal, 'restore-licenses': settle(file['restore-licenses'], removal) };
}

export type ReadPolicies = { ok: true; policies: Policies } | { ok: false; problems: string[] };

/** Reads the policies once, at start. Every problem is one sentence that names the place in the file. */
export async function readPolicies(path: string | undefined, around: Surroundings): Promise<ReadPolicies> {
  if (path === undefined) return { ok: true, policies: onePolicyForAll(defaultPolicy) };
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return { ok: false, problems: [`POLICY_FILE names ${path}, which cannot be read.`] };
  const json = parsed(text);
  if (json === undefined) return { ok: false, problems: [`POLICY_FILE names ${path}, which is not JSON.`] };
  const read = sections.safeParse(json);
  if (!read.success) return { ok: false, problems: read.error.issues.map((issue) => sentence(path, issue)) };
  const policies = settleAll(read.data);
  const problems = operation.options.flatMap((each) =>
    problemsIn({ operation: each, named: read.data[each], rules: policies[each] }, around).map(
      ({ entry, what }) => `${path}, ${each}.${entry}: ${what}.`,
    ),
  );
  return problems.length === 0 ? { ok: true, policies } : { ok: false, problems };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function sentence(path: string, issue: z.core.$ZodIssue): string {
  return `${path}, ${issue.path.join('.') || 'as a whole'}: ${issue.message}.`;
}
