import { skuOf } from '../skus.ts';
import { directLicense, person } from './person.ts';

const switchedOff = skuOf('SPE_E3')
  .servicePlans.filter((plan) => plan.servicePlanName === 'YAMMER_ENTERPRISE' || plan.servicePlanName === 'SWAY')
  .map((plan) => plan.servicePlanId);

export const colleagues = {
  anaBowman: person({
    number: 32,
    displayName: 'Ana Bowman',
    alias: 'AnaB',
    jobTitle: 'Designer',
    department: 'Design',
    holds: ['SPE_E3'],
  }),
  anaSilva: person({
    number: 33,
    displayName: 'Ana Silva',
    alias: 'AnaS',
    jobTitle: 'Office Manager',
    usageLocation: 'PT',
    holds: ['SPB'],
  }),
  /** Visio both directly and through the group Design: taking the direct half changes nothing for him. */
  bothWays: person({
    number: 34,
    displayName: 'Ben Walters',
    alias: 'BenW',
    department: 'Design',
    holds: ['SPE_E3', 'VISIOCLIENT'],
  }),
  /** Teams Phone needs a plan inside Microsoft 365 E3, so E3 alone cannot be taken away. */
  withAddOn: person({
    number: 35,
    displayName: 'Christie Cline',
    alias: 'ChristieC',
    jobTitle: 'Sales',
    holds: ['SPE_E3', 'MCOEV'],
  }),
  withArchive: person({
    number: 36,
    displayName: 'Emily Braun',
    alias: 'EmilyB',
    holds: ['EXCHANGESTANDARD', 'EXCHANGEARCHIVE_ADDON'],
  }),
  selfServiceBuyer: person({
    number: 37,
    displayName: 'Grady Archie',
    alias: 'GradyA',
    holds: ['SPE_E3', 'POWER_BI_PRO'],
  }),
  disabledPlans: person({
    number: 38,
    displayName: 'Henrietta Mueller',
    alias: 'HenriettaM',
    usageLocation: 'DE',
    licenses: [directLicense('SPE_E3', switchedOff)],
  }),
  groupError: person({
    number: 39,
    displayName: 'Irvin Sayers',
    alias: 'IrvinS',
    department: 'Sales',
    holds: ['SPE_F1'],
  }),
  plain: person({
    number: 40,
    displayName: 'Johanna Lorenz',
    alias: 'JohannaL',
    jobTitle: 'Engineer',
    holds: ['SPE_E3'],
  }),
  unlicensed: person({ number: 41, displayName: 'Lee Gu', alias: 'LeeG' }),
  inheritedOnly: person({ number: 42, displayName: 'Lidia Holloway', alias: 'LidiaH', department: 'Design' }),
  noUsageLocation: person({
    number: 43,
    displayName: 'Miriam Graham',
    alias: 'MiriamG',
    usageLocation: null,
    holds: ['SPE_E3'],
  }),
  manyLicenses: person({
    number: 44,
    displayName: 'Pradeep Gupta',
    alias: 'PradeepG',
    holds: ['SPE_E5', 'VISIOCLIENT', 'PROJECTPROFESSIONAL', 'POWER_BI_PRO', 'Microsoft_365_Copilot', 'FLOW_FREE'],
  }),
  chinese: person({
    number: 45,
    displayName: '王芳',
    alias: 'FangW',
    givenName: '芳',
    surname: '王',
    usageLocation: 'CN',
    preferredLanguage: 'zh-CN',
    holds: ['SPE_E3'],
  }),
  dutch: person({
    number: 46,
    displayName: 'Anouk de Vries',
    alias: 'AnoukV',
    givenName: 'Anouk',
    surname: 'de Vries',
    preferredLanguage: 'nl-NL',
    holds: ['SPE_E3', 'VISIOCLIENT'],
  }),
  legacyProducts: person({
    number: 47,
    displayName: 'Allan Deyoung',
    alias: 'AllanD',
    holds: ['ENTERPRISEPACK', 'EMS', 'AAD_PREMIUM'],
  }),
};
