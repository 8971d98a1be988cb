import type { Logger } from 'pino';
import { createAppTokens } from '../adapters/entra/app-tokens.ts';
import { createApproverReader } from '../adapters/graph/approver-reader.ts';
import type { Config } from '../config.ts';
import { attempt } from '../core/errors.ts';
import { tenantId } from '../core/identity.ts';
import type { TenantId } from '../core/identity.ts';
import { powerlessRoles, unknownRoles } from '../core/known-roles.ts';
import type { Operation } from '../core/plan.ts';
import { allowsRemoval } from '../core/policy.ts';
import type { Policies, Policy } from '../core/policy.ts';
import { countApprovers, isLockedOut, isTight, policiesToCount } from '../core/workflow/lockout.ts';
import type { ApproverCount, ApproverReader } from '../core/workflow/lockout.ts';
import { nearly } from '../policy-file/problems.ts';

interface Tenant {
  id: TenantId;
  reader: ApproverReader;
}

/**
 * A sentence for each role that no tenant has, and for each tenant in which nothing could ever be approved by these
 * policies; none where that is not checked. Graph being away is no reason to stay down: each request is checked again.
 */
export async function approverProblems(config: Config, policies: Policies, log: Logger): Promise<string[]> {
  for (const { name } of powerlessRoles(policies)) log.warn({ role: name }, powerless);
  if (!config.checkApprovers) return [];
  const { allowedTenants, entraUrl, graphUrl, sso } = config;
  const appToken = createAppTokens({ ssoAppId: sso.appId, ssoAppSecret: sso.appSecret, entraUrl });
  const readerFor = createApproverReader({ graphUrl, appToken });
  const tenants = allowedTenants.map((id) => tenantId.parse(id)).map((id) => ({ id, reader: readerFor(id) }));
  const unknown = await eachOf(unknownRoles(policies), (id) => roleProblem(id, tenants, log));
  if (unknown.length > 0) return unknown;
  const counts = policiesToCount(policies).flatMap((counted) => tenants.map((tenant) => ({ tenant, counted })));
  return eachOf(counts, ({ tenant, counted }) => lockOut(tenant, counted, log));
}

/** An approver decides, and somebody else has to be able to carry it out: that may be wanted, and is seldom known. */
const powerless = 'a role may approve what its holders could not do themselves';

async function eachOf<T>(all: readonly T[], check: (each: T) => Promise<string | undefined>): Promise<string[]> {
  const problems = await Promise.all(all.map(check));
  return [...new Set(problems.filter((problem) => problem !== undefined))];
}

/** Nothing where one tenant has the role: each may have roles of its own. */
async function roleProblem(id: string, tenants: readonly Tenant[], log: Logger): Promise<string | undefined> {
  const answers = await Promise.all(
    tenants.map(async (tenant) => ({ tenant, role: await attempt(() => tenant.reader.readRoleDefinition(id)) })),
  );
  const definitions = answers.flatMap(({ role }) => (role.ok && role.value ? [role.value] : []));
  const usable = definitions.find(({ isEnabled }) => isEnabled);
  if (usable) {
    if (!allowsRemoval(usable.allowedActions)) log.warn({ role: id }, powerless);
    return undefined;
  }
  for (const { tenant, role } of answers) {
    if (role.ok) continue;
    if (role.problem.kind === 'graph-forbidden') return forbidden(tenant.id);
    log.warn({ tenant: tenant.id, role: id, problem: role.problem.kind }, 'role not checked');
    return undefined;
  }
  const where = tenants.map((tenant) => tenant.id).join(', ');
  return definitions.length > 0
    ? `The policy lets the role ${id} approve, and it is switched off: switch it on in Microsoft Entra, or take it out of the policy.`
    : `The policy lets the role ${id} approve, which is neither built in${nearly(id)} nor a role of the tenant ${where}: correct it, or take it out of the policy.`;
}

async function lockOut(
  { id, reader }: Tenant,
  [operation, rules]: [Operation, Policy],
  log: Logger,
): Promise<string | undefined> {
  const counted = await attempt(() => countApprovers(reader, rules));
  if (!counted.ok && counted.problem.kind === 'graph-forbidden') return forbidden(id);
  if (!counted.ok) log.warn({ tenant: id, operation, problem: counted.problem.kind }, 'approvers not checked');
  else if (isLockedOut(counted.value)) return lockedOut(id, operation, counted.value);
  else if (isTight(counted.value)) {
    log.warn({ tenant: id, operation }, 'all who may approve are needed, so none of them can ask');
  }
  return undefined;
}

function lockedOut(tenant: TenantId, operation: Operation, count: ApproverCount): string {
  const { needed, eligible, groupName } = count;
  const approvals = needed === 1 ? '1 approval' : `${needed} approvals`;
  const people = eligible === 1 ? '1 person' : `${eligible} people`;
  const where = groupName === undefined ? '' : ` in the group "${groupName}"`;
  const more = groupName === undefined ? 'give an approver role to more people' : 'add people to the group';
  const why =
    eligible < needed
      ? ''
      : ', who are the only ones that may ask: as nobody approves their own request, none could ever be approved';
  return `The policy of ${operation} wants ${approvals}, and ${people}${where} may give one in the tenant ${tenant}${why}: lower "approvals", or ${more}.`;
}

function forbidden(tenant: TenantId): string {
  return `CHECK_APPROVERS is on, and Graph does not let Farewell read who may approve in the tenant ${tenant}: grant the application permissions RoleManagement.Read.Directory, GroupMember.Read.All and User.Read.All to the app registration for single sign-on, or leave CHECK_APPROVERS out.`;
}
