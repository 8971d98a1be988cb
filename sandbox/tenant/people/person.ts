import { contosoDomain } from '../../identities.ts';
import { skuIdOf } from '../skus.ts';
import type { SkuPartNumber } from '../skus.ts';
import type { DirectLicense, DirectoryUser } from '../directory.ts';

export interface PersonSeed extends Partial<Omit<DirectoryUser, 'id'>> {
  number: number;
  displayName: string;
  alias: string;
  holds?: SkuPartNumber[];
}

/** People are numbered by hand: their ids end up in saved state and in screenshots, so they must never shift. */
export function personId(number: number): string {
  return `9e450700-5a4d-4b0c-8f00-${number.toString(16).padStart(12, '0')}`;
}

export function directLicense(skuPartNumber: SkuPartNumber, disabledPlans: string[] = []): DirectLicense {
  return { skuId: skuIdOf(skuPartNumber), disabledPlans, lastUpdatedDateTime: '2026-02-03T08:15:00Z' };
}

export function person(seed: PersonSeed): DirectoryUser {
  const { number, alias, holds = [], ...given } = seed;
  const upn = `${alias}@${contosoDomain}`;
  const [first, ...rest] = seed.displayName.split(' ');
  return {
    id: personId(number),
    givenName: first ?? null,
    surname: rest.join(' ') || null,
    userPrincipalName: upn,
    mail: upn,
    jobTitle: null,
    department: null,
    accountEnabled: true,
    userType: 'Member',
    usageLocation: 'NL',
    preferredLanguage: 'en-US',
    onPremisesSyncEnabled: null,
    createdDateTime: '2023-04-11T09:30:00Z',
    deletedDateTime: null,
    licenses: holds.map((skuPartNumber) => directLicense(skuPartNumber)),
    ...given,
  };
}
