import type { TenantId } from '../../core/identity.ts';
import type { ApproverReader } from '../../core/workflow/lockout.ts';
import { createGroupNames } from './assignments.ts';
import { createGraphCalls } from './graph-calls.ts';
import { createGraphClient } from './graph-client.ts';
import { readMembers } from './group-members.ts';
import { readRoleHolders } from './role-holders.ts';
import { readRoleDefinition, readRoleDefinitions } from './roles.ts';

export interface ApproverReaderParts {
  /** Without the version: https://graph.microsoft.com. */
  graphUrl: string;
  /** A token of the app itself, with the application permissions that an admin has granted. */
  appToken: (tenantId: TenantId) => Promise<string>;
}

/** The process waits with its start for the answer: an outage must not keep it down for long. */
const patience = { timeoutMilliseconds: 10_000, patienceSeconds: 10 };

/**
 * Reads who may approve in a tenant while nobody is signed in. Microsoft Graph, "List unifiedRoleAssignments", "List
 * unifiedRoleDefinitions" and "List group transitive members": the application permissions RoleManagement.Read.Directory,
 * GroupMember.Read.All, User.Read.All.
 */
export function createApproverReader({
  graphUrl,
  appToken,
}: ApproverReaderParts): (tenant: TenantId) => ApproverReader {
  const client = createGraphClient({ graphUrl, ...patience });
  return (tenantId) => {
    const calls = createGraphCalls(client, graphUrl, () => appToken(tenantId));
    return {
      readRoleHolders: (ids, units) => readRoleHolders(calls, tenantId, ids, units),
      readMembers: (id) => readMembers(calls, tenantId, id),
      readGroupName: createGroupNames(calls),
      readRoleDefinition: (id) => readRoleDefinition(calls, id),
      readRoleDefinitions: () => readRoleDefinitions(calls),
    };
  };
}
