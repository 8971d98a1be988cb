import type { Subscription } from '../../tenant/directory.ts';
import { skuOf } from '../../tenant/skus.ts';
import type { SkuPartNumber } from '../../tenant/skus.ts';
import type { Shape } from './shape.ts';

export const subscriptionShape: Shape<Subscription> = {
  entity: 'companySubscription',
  defaults: [
    ...[
      'id',
      'commerceSubscriptionId',
      'createdDateTime',
      'isTrial',
      'nextLifecycleDateTime',
      'ownerId',
      'ownerTenantId',
    ],
    ...['ownerType', 'serviceStatus', 'skuId', 'skuPartNumber', 'status', 'totalLicenses'],
  ],
  properties: {
    id: (one) => one.id,
    commerceSubscriptionId: (one) => one.commerceSubscriptionId,
    createdDateTime: (one) => one.createdDateTime,
    isTrial: (one) => one.isTrial,
    nextLifecycleDateTime: (one) => one.nextLifecycleDateTime,
    ownerId: (one) => one.ownerId,
    ownerTenantId: (one) => one.ownerTenantId,
    ownerType: (one) => one.ownerType,
    skuId: (one) => skuOf(one.skuPartNumber as SkuPartNumber).skuId,
    skuPartNumber: (one) => one.skuPartNumber,
    status: (one) => one.status,
    totalLicenses: (one) => one.totalLicenses,
    serviceStatus: (one) =>
      skuOf(one.skuPartNumber as SkuPartNumber).servicePlans.map((plan) => ({
        ...plan,
        provisioningStatus: one.status === 'Enabled' ? 'Success' : 'Disabled',
        appliesTo: 'User',
      })),
  },
};
