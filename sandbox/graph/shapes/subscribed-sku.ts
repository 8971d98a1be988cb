import type { OwnedSku } from '../../tenant/seats.ts';
import { skuOf } from '../../tenant/skus.ts';
import type { Shape } from './shape.ts';

const forTheCompany = 'WINDOWS_STORE';

export const subscribedSkuShape: Shape<OwnedSku> = {
  entity: 'subscribedSku',
  defaults: [
    ...['accountName', 'accountId', 'appliesTo', 'capabilityStatus', 'consumedUnits', 'id', 'skuId', 'skuPartNumber'],
    ...['subscriptionIds', 'prepaidUnits', 'servicePlans'],
  ],
  properties: {
    accountName: (_, tenant) => tenant.organization.domain.split('.')[0] ?? null,
    accountId: (_, tenant) => tenant.id,
    appliesTo: (sku) => (sku.skuPartNumber === forTheCompany ? 'Company' : 'User'),
    capabilityStatus: (sku) => sku.capabilityStatus,
    consumedUnits: (sku) => sku.consumed,
    id: (sku, tenant) => `${tenant.id}_${sku.skuId}`,
    skuId: (sku) => sku.skuId,
    skuPartNumber: (sku) => sku.skuPartNumber,
    subscriptionIds: (sku) => sku.subscriptionIds,
    prepaidUnits: (sku) => sku.units,
    servicePlans: (sku) =>
      skuOf(sku.skuPartNumber).servicePlans.map((plan) => ({
        ...plan,
        provisioningStatus: 'Success',
        appliesTo: 'User',
      })),
  },
};
