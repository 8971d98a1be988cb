import { cast } from './cast.ts';
import type { SkuPartNumber } from './skus.ts';
import type { Subscription, SubscriptionStatus } from './directory.ts';

interface Bought extends Partial<Subscription> {
  number: number;
  skuPartNumber: SkuPartNumber;
  totalLicenses: number;
  status?: SubscriptionStatus;
}

function bought({ number, ...given }: Bought): Subscription {
  const tail = number.toString(16).padStart(12, '0');
  return {
    id: `5b000000-5a4d-4b0c-8f00-${tail}`,
    commerceSubscriptionId: `c0333e2c-5a4d-4b0c-8f00-${tail}`,
    status: 'Enabled',
    isTrial: false,
    createdDateTime: '2024-01-15T10:00:00Z',
    nextLifecycleDateTime: '2027-01-15T10:00:00Z',
    ownerId: null,
    ownerTenantId: null,
    ownerType: null,
    ...given,
  };
}

export const subscriptions: Subscription[] = [
  bought({ number: 1, skuPartNumber: 'SPE_E3', totalLicenses: 40 }),
  bought({ number: 2, skuPartNumber: 'SPE_E3', totalLicenses: 5, nextLifecycleDateTime: '2027-06-30T00:00:00Z' }),
  bought({ number: 3, skuPartNumber: 'SPE_E5', totalLicenses: 5 }),
  bought({ number: 4, skuPartNumber: 'SPB', totalLicenses: 3 }),
  bought({ number: 5, skuPartNumber: 'VISIOCLIENT', totalLicenses: 6 }),
  bought({ number: 6, skuPartNumber: 'MCOEV', totalLicenses: 2 }),
  bought({ number: 7, skuPartNumber: 'EXCHANGESTANDARD', totalLicenses: 4 }),
  bought({ number: 8, skuPartNumber: 'EXCHANGEARCHIVE_ADDON', totalLicenses: 1 }),
  bought({ number: 9, skuPartNumber: 'SPE_F1', totalLicenses: 10 }),
  /** Bought by a person with their own card: an admin can see it, but not hand it out or take it away in the admin centre. */
  bought({
    number: 10,
    skuPartNumber: 'POWER_BI_PRO',
    totalLicenses: 3,
    ownerId: cast.selfServiceBuyer.id,
    ownerType: 'User',
  }),
  bought({ number: 11, skuPartNumber: 'POWER_BI_STANDARD', totalLicenses: 1_000_000, nextLifecycleDateTime: null }),
  bought({ number: 12, skuPartNumber: 'FLOW_FREE', totalLicenses: 10_000, nextLifecycleDateTime: null }),
  bought({
    number: 13,
    skuPartNumber: 'Microsoft_365_Copilot',
    totalLicenses: 25,
    isTrial: true,
    nextLifecycleDateTime: '2026-12-20T00:00:00Z',
  }),
  bought({
    number: 14,
    skuPartNumber: 'PROJECTPROFESSIONAL',
    totalLicenses: 2,
    status: 'Warning',
    nextLifecycleDateTime: '2026-12-01T00:00:00Z',
  }),
  bought({
    number: 15,
    skuPartNumber: 'ENTERPRISEPACK',
    totalLicenses: 8,
    status: 'Suspended',
    nextLifecycleDateTime: '2027-01-05T00:00:00Z',
  }),
  bought({
    number: 16,
    skuPartNumber: 'EMS',
    totalLicenses: 8,
    status: 'LockedOut',
    nextLifecycleDateTime: '2027-02-01T00:00:00Z',
  }),
  bought({
    number: 17,
    skuPartNumber: 'AAD_PREMIUM',
    totalLicenses: 4,
    status: 'Deleted',
    nextLifecycleDateTime: null,
  }),
  bought({ number: 18, skuPartNumber: 'WINDOWS_STORE', totalLicenses: 25, nextLifecycleDateTime: null }),
];
