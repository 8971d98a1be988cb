import { contosoDomain, fabrikamDomain } from '../../identities.ts';
import { person } from './person.ts';

const longName = 'Hubert Blaine Wolfeschlegelsteinhausenbergerdorff '.repeat(4).slice(0, 180).trimEnd();

export const unusual = {
  synced: person({
    number: 64,
    displayName: 'Cameron White',
    alias: 'CameronW',
    onPremisesSyncEnabled: true,
    holds: ['SPE_E3'],
  }),
  guest: person({
    number: 65,
    displayName: 'Adele Vance',
    alias: `adelev_${fabrikamDomain}#EXT#`,
    mail: `adelev@${fabrikamDomain}`,
    userType: 'Guest',
    usageLocation: null,
    holds: ['POWER_BI_STANDARD'],
  }),
  disabled: person({
    number: 66,
    displayName: 'Delia Dennis',
    alias: 'DeliaD',
    accountEnabled: false,
    holds: ['SPE_E3'],
  }),
  /** A display name is data: this one tries to be a link, to see what the cards make of it. */
  markup: person({
    number: 67,
    displayName: 'Zoë [Admin](http://evil.example) van den Berg',
    alias: 'ZoeB',
    givenName: 'Zoë',
    surname: 'van den Berg',
    holds: ['SPE_E3'],
  }),
  longName: person({ number: 68, displayName: longName.padEnd(180, 'x'), alias: 'HubertW', holds: ['SPE_E3'] }),
  accented: person({ number: 69, displayName: 'Aña Muñoz', alias: 'MunozA', usageLocation: 'ES', holds: ['SPE_F1'] }),
  quoted: person({
    number: 70,
    displayName: "Siobhán O'Neill",
    alias: 'SiobhanO',
    usageLocation: 'IE',
    holds: ['SPE_E3'],
  }),
  sharedMailbox: person({
    number: 71,
    displayName: 'Contoso Reception',
    alias: 'reception',
    usageLocation: null,
    accountEnabled: false,
  }),
  withoutMail: person({ number: 72, displayName: 'Break Glass', alias: 'breakglass', mail: null, holds: [] }),
};

export const former = {
  leftRecently: person({
    number: 96,
    displayName: 'Raul Razo',
    alias: 'RaulR',
    deletedDateTime: '2026-11-02T14:00:00Z',
    holds: ['SPE_E3'],
  }),
  leftLongAgo: person({
    number: 97,
    displayName: 'Ana Trujillo',
    alias: 'AnaT',
    userPrincipalName: `9e4507005a4d4b0c8f00000000000061AnaT@${contosoDomain}`,
    deletedDateTime: '2026-10-22T07:45:00Z',
  }),
};
