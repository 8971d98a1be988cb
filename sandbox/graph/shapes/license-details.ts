import { findSku } from '../../tenant/skus.ts';
import type { Shape } from './shape.ts';

export interface HeldSku {
  skuId: string;
  disabledPlans: string[];
}

export const licenseDetailsShape: Shape<HeldSku> = {
  entity: 'licenseDetails',
  defaults: ['id', 'skuId', 'skuPartNumber', 'servicePlans'],
  properties: {
    id: ({ skuId }) => Buffer.from(skuId.replaceAll('-', ''), 'hex').toString('base64url'),
    skuId: ({ skuId }) => skuId,
    skuPartNumber: ({ skuId }) => findSku(skuId)?.skuPartNumber ?? null,
    servicePlans: ({ skuId, disabledPlans }) =>
      (findSku(skuId)?.servicePlans ?? []).map((plan) => ({
        ...plan,
        provisioningStatus: disabledPlans.includes(plan.servicePlanId) ? 'Disabled' : 'Success',
        appliesTo: 'User',
      })),
  },
};
