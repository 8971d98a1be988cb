import { digestOf } from '../digest.ts';
import type { Step } from '../execution.ts';
import type { Plan, PlanTarget } from '../plan.ts';
import type { LicenseWriter, WriteResult } from '../ports.ts';

interface Try {
  step: Step;
  target: PlanTarget;
  clientRequestId: string;
}

/** Names one try of a step to Graph, in the form of a GUID as Graph wants it. What it is for is in the audit before. */
export function attemptId({ requestId: id, index }: Step, at: string): string {
  const hex = digestOf([id, index, at]);
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

/** The one write of a step: what the plan takes away, or gives back with the service plans that were off before. */
export function sendStep(
  writer: LicenseWriter,
  { operation }: Plan,
  { step, target, clientRequestId }: Try,
): Promise<WriteResult> {
  const { skuIds, userId } = step;
  if (operation === 'remove-licenses') return writer.removeLicenses(userId, skuIds, clientRequestId);
  const licenses = target.remove.map(({ skuId, disabledPlans }) => ({ skuId, disabledPlans }));
  return writer.addLicenses(userId, licenses, clientRequestId);
}
