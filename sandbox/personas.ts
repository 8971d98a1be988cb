import { cast } from './tenant/cast.ts';
import type { DirectoryUser } from './tenant/directory.ts';

export type PersonaName = 'alex' | 'megan' | 'debra';

/** Somebody who sits at a chat window. `sso` is what the real Teams client decides by itself: can it get a token silently? */
export interface Persona {
  name: string;
  user: DirectoryUser;
  sso: boolean;
  chatUserId: string;
  conversationId: string;
}

function persona(name: string, user: DirectoryUser, sso: boolean): Persona {
  return { name, user, sso, chatUserId: `29:1-${name}`, conversationId: `a:1-${name}-personal` };
}

/** Somebody else at a chat window: always signed in by hand, like Alex. */
export function guestPersona(user: DirectoryUser): Persona {
  return persona(user.id, user, false);
}

export const personas: Record<PersonaName, Persona> = {
  alex: persona('alex', cast.alex, false),
  megan: persona('megan', cast.megan, true),
  /** Never opened Farewell: her window is there, and nobody has installed anything in it. */
  debra: persona('debra', cast.secondGlobalAdmin, true),
};
