import { knownRole, mistypedRole, rolesKnownOn } from '../core/known-roles.ts';
import type { Operation } from '../core/plan.ts';
import type { Policy } from '../core/policy.ts';
import type { NamedEntries } from './entries.ts';

/** The settings that a policy is held against. */
export interface Surroundings {
  /** Whether the start asks Graph who may approve, and so whether it can look up a role. */
  checkApprovers: boolean;
  allowedTenants: readonly string[];
}

/** A section of the file: what it names, and the policy that comes of it. */
export interface Section {
  operation: Operation;
  named: NamedEntries;
  rules: Policy;
}

/** What is wrong, as the end of a sentence that begins with the entry. */
export interface PolicyProblem {
  entry: keyof NamedEntries;
  what: string;
}

/**
 * What a section says that cannot be meant. Only what the file names is held against it: a default never contradicts.
 * A hold may be longer than `executionHours`, which are counted from its end.
 */
export function problemsIn(section: Section, around: Surroundings): PolicyProblem[] {
  return [
    ...groupProblems(section, around),
    ...roleProblems(section, around),
    ...clockProblems(section),
    ...(section.operation === 'restore-licenses' ? restoreProblems(section) : []),
  ];
}

function groupProblems({ named }: Section, { allowedTenants }: Surroundings): PolicyProblem[] {
  const entry = 'approverGroup';
  if (named.approverGroup === undefined) return [];
  if (named.approverRoles) return [{ entry, what: 'stands beside approverRoles: keep one of them' }];
  if (allowedTenants.length === 1) return [];
  const what = `belongs to one tenant, and ALLOWED_TENANTS names ${allowedTenants.length}, so that in the others nobody could ever approve: use approverRoles, or run one Farewell for each tenant`;
  return [{ entry, what }];
}

function roleProblems({ named }: Section, { checkApprovers }: Surroundings): PolicyProblem[] {
  if (checkApprovers) return [];
  const unknown = (named.approverRoles ?? []).filter((id) => knownRole(id) === undefined);
  return unknown.map((id) => ({
    entry: 'approverRoles',
    what: `${id} is no built-in role of Microsoft Entra as of ${rolesKnownOn}${nearly(id)}: correct it, or, if it is a role of your own, set CHECK_APPROVERS=on, so that the start looks it up in Microsoft Graph`,
  }));
}

/** Says which built-in role an id was probably meant for. */
export function nearly(id: string): string {
  const meant = mistypedRole(id);
  return meant ? ` ("${meant.name}" is ${meant.id})` : '';
}

function clockProblems({ named, rules }: Section): PolicyProblem[] {
  const entries = ['remindAfterHours', 'escalateAfterHours'] as const;
  const late = entries.filter((entry) => named[entry] !== undefined && rules[entry] >= rules.approvalHours);
  return late.map((entry) => ({
    entry,
    what: `is ${rules[entry]}, and after ${rules.approvalHours} hours (approvalHours) nobody can approve any more: make it less`,
  }));
}

function restoreProblems({ named, rules }: Section): PolicyProblem[] {
  if (named.approvals === undefined || rules.undoNeedsApproval) return [];
  const what = `is ${named.approvals}, and undoNeedsApproval is false, so that none would be asked for: set undoNeedsApproval to true here, or leave approvals out`;
  return [{ entry: 'approvals', what }];
}
