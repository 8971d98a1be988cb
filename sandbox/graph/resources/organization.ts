import { ownedSkus } from '../../tenant/seats.ts';
import type { Endpoint } from '../call.ts';
import { resourceNotFound } from '../graph-error.ts';
import { answerCollection } from '../odata/collection.ts';
import { answerOne } from '../odata/single.ts';
import { organizationShape } from '../shapes/organization.ts';
import { subscribedSkuShape } from '../shapes/subscribed-sku.ts';
import { subscriptionShape } from '../shapes/subscription.ts';

const directory = ['Directory.Read.All', 'Directory.ReadWrite.All'];
const organization = ['Organization.Read.All', 'Organization.ReadWrite.All', ...directory];
const skus = ['LicenseAssignment.Read.All', ...organization];

export const organizationEndpoints: Endpoint[] = [
  {
    method: 'GET',
    pattern: '/v1.0/organization',
    scopes: ['User.Read', ...organization],
    answer: (call) =>
      answerCollection(call, [call.tenant], {
        shape: organizationShape,
        options: ['$select'],
        context: 'organization',
      }),
  },
  {
    method: 'GET',
    pattern: '/v1.0/organization/:id',
    scopes: ['User.Read', ...organization],
    answer(call) {
      if (call.params['id'] !== call.tenant.id) throw resourceNotFound(call.params['id'] ?? '');
      return answerOne(call, call.tenant, organizationShape, 'organization');
    },
  },
  {
    method: 'GET',
    pattern: '/v1.0/subscribedSkus',
    scopes: skus,
    answer: (call) =>
      answerCollection(call, ownedSkus(call.tenant), {
        shape: subscribedSkuShape,
        options: ['$select', '$skiptoken'],
        context: 'subscribedSkus',
      }),
  },
  {
    method: 'GET',
    pattern: '/v1.0/subscribedSkus/:id',
    scopes: skus,
    answer(call) {
      const id = call.params['id'] ?? '';
      const sku = ownedSkus(call.tenant).find(({ skuId }) => id === `${call.tenant.id}_${skuId}`);
      if (!sku) throw resourceNotFound(id);
      return answerOne(call, sku, subscribedSkuShape, 'subscribedSkus');
    },
  },
  {
    method: 'GET',
    pattern: '/v1.0/directory/subscriptions',
    scopes: organization,
    answer: (call) =>
      answerCollection(call, call.tenant.subscriptions.all(), {
        shape: subscriptionShape,
        options: ['$select', '$filter', '$top', '$skiptoken'],
        context: 'directory/subscriptions',
      }),
  },
];
