import { admins } from './people/admins.ts';
import { colleagues } from './people/colleagues.ts';
import { former, unusual } from './people/unusual.ts';

/** Everybody at Contoso, by the part they play. */
export const cast = { ...admins, ...colleagues, ...unusual, ...former };
