import type { Logger } from 'pino';
import { createAppTokens } from './adapters/entra/app-tokens.ts';
import { createApproverReader } from './adapters/graph/approver-reader.ts';
import type { Config } from './config.ts';
import { attempt } from './core/errors.ts';
import { tenantId } from './core/identity.ts';
import type { TenantId } from './core/identity.ts';
import type { Policy } from './core/policy.ts';
import { countApprovers, isLockedOut, isTight } from './core/workflow/lockout.ts';
import type { ApproverCount, ApproverReader } from './core/workflow/lockout.ts';

/**
 * A sentence for each tenant in which nothing could ever be approved by this policy; none where that is not checked. Graph
 * being away is no reason to stay down: each request is checked again.
 */
export async function approverProblems(config: Config, policy: Policy, log: Logger): Promise<string[]> {
  if (!config.checkApprovers) return [];
  const { allowedTenants, entraUrl, graphUrl, sso } = config;
  const appToken = createAppTokens({ ssoAppId: sso.appId, ssoAppSecret: sso.appSecret, entraUrl });
  const readerFor = createApproverReader({ graphUrl, appToken });
  const tenants = allowedTenants.map((id) => tenantId.parse(id));
  const problems = await Promise.all(tenants.map((tenant) => problemIn(tenant, readerFor(tenant), policy, log)));
  return problems.filter((problem) => problem !== undefined);
}

async function problemIn(
  tenant: TenantId,
  reader: ApproverReader,
  policy: Policy,
  log: Logger,
): Promise<string | undefined> {
  const counted = await attempt(() => countApprovers(reader, policy));
  if (!counted.ok && counted.problem.kind === 'graph-forbidden') return forbidden(tenant);
  if (!counted.ok) log.warn({ tenant, problem: counted.problem.kind }, 'approvers not checked');
  else if (isLockedOut(counted.value)) return lockedOut(tenant, counted.value);
  else if (isTight(counted.value)) log.warn({ tenant }, 'all who may approve are needed, so none of them can ask');
  return undefined;
}

function lockedOut(tenant: TenantId, { needed, eligible, groupName }: ApproverCount): string {
  const people = eligible === 1 ? '1 person' : `${eligible} people`;
  const [where, remedy] =
    groupName === undefined
      ? ['', 'give an approver role to more people']
      : [` in the group "${groupName}"`, 'add people to the group'];
  return `The policy wants ${needed} approvals, and ${people}${where} may give one in the tenant ${tenant}: lower "approvals", or ${remedy}.`;
}

function forbidden(tenant: TenantId): string {
  return `CHECK_APPROVERS is on, and Graph does not let Farewell read who may approve in the tenant ${tenant}: grant the application permissions RoleManagement.Read.Directory, GroupMember.Read.All and User.Read.All to the app registration for single sign-on, or leave CHECK_APPROVERS out.`;
}
