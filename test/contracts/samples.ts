import { randomUUID } from 'node:crypto';
import type { AuditEntry } from '../../src/core/audit.ts';
import type { Step } from '../../src/core/execution.ts';
import { requestId, skuId, tenantId, userId } from '../../src/core/identity.ts';
import type { Person } from '../../src/core/identity.ts';
import { planDigest } from '../../src/core/plan.ts';
import type { Plan, PlanTarget } from '../../src/core/plan.ts';
import { defaultPolicy } from '../../src/core/policy.ts';
import type { Policy } from '../../src/core/policy.ts';
import type { Change, PartyCard } from '../../src/core/ports.ts';
import { openRequest } from '../../src/core/request.ts';
import type { Request } from '../../src/core/request.ts';

export const contoso = tenantId.parse('aaaaaaaa-0000-4000-8000-000000000001');
export const nothing: Change = { audit: [], followUps: [] };

/** Somebody nobody has seen before: tests that share a database never meet. */
export function samplePerson(displayName: string): Person {
  const userPrincipalName = `${displayName.replaceAll(' ', '.').toLowerCase()}@contoso.example`;
  return { tenantId: contoso, userId: userId.parse(randomUUID()), displayName, userPrincipalName };
}

export function sampleTarget(of: Person): PlanTarget {
  return {
    user: { userId: of.userId, displayName: of.displayName, userPrincipalName: of.userPrincipalName },
    remove: [
      {
        skuId: skuId.parse('05e9a617-0261-4cee-bb44-138d3ef5d965'),
        skuPartNumber: 'SPE_E3',
        productName: 'Microsoft 365 E3',
        path: { kind: 'direct' },
        disabledPlans: [],
        state: 'Active',
      },
    ],
    stillInherited: [],
    keeps: [],
    effects: [{ kind: 'lost', service: 'mail' }],
    otherLosses: [],
  };
}

export interface SampleRequest {
  requester?: Person;
  approvers?: Person[];
  targets?: Person[];
  reason?: string;
  now?: string;
  standBy?: Person[];
  policy?: Policy;
  breakGlass?: boolean;
}

/** A request of Alex that waits for Megan, about Ana. */
export function sampleRequest(wanted: SampleRequest = {}): Request {
  const { requester = samplePerson('Alex Wilber'), approvers = [samplePerson('Megan Bowen')] } = wanted;
  const { targets = [samplePerson('Ana Bowman')], reason = 'She left.', now = '2026-11-20T09:00:00.000Z' } = wanted;
  const plan: Plan = {
    operation: 'remove-licenses',
    tenantId: contoso,
    readAt: now,
    targets: targets.map(sampleTarget),
  };
  const id = requestId.parse(randomUUID());
  const { standBy = [], policy = defaultPolicy, breakGlass = false } = wanted;
  const draft = { id, plan, planDigest: planDigest(plan), requester, reason, approvers, standBy, breakGlass };
  return openRequest(draft, policy, new Date(now));
}

export function sampleCard(of: Request, change: Partial<PartyCard> = {}): PartyCard {
  const { tenantId: tenant, userId: user } = of.requester;
  return {
    requestId: of.id,
    party: { tenantId: tenant, userId: user },
    role: 'requester',
    activityId: undefined,
    shownVersion: 0,
    toldVersion: 0,
    ...change,
  };
}

export function sampleStep(of: Request, index: number, change: Partial<Step> = {}): Step {
  const target = of.plan.targets[0];
  if (!target) throw new Error('a plan has a target');
  const skuIds = target.remove.map((license) => license.skuId);
  return {
    requestId: of.id,
    index,
    userId: target.user.userId,
    skuIds,
    state: 'pending',
    graphRequestIds: [],
    ...change,
  };
}

export function sampleEntry(of: Request, event: AuditEntry['event'] = 'request-submitted'): AuditEntry {
  const { tenantId: tenant, userId: user } = of.requester;
  const actor = { tenantId: tenant, userId: user };
  return { at: of.createdAt, event, requestId: of.id, actor, data: { reason: of.reason, planDigest: of.planDigest } };
}
