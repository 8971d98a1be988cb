import type { Speaker } from '../locales/speaker.ts';
import { knownRole } from '../src/core/known-roles.ts';
import { builtInRole } from '../src/core/policy.ts';

const named = {
  [builtInRole.globalAdministrator]: 'role.globalAdministrator',
  [builtInRole.licenseAdministrator]: 'role.licenseAdministrator',
  [builtInRole.userAdministrator]: 'role.userAdministrator',
} as const;

function isNamed(id: string): id is keyof typeof named {
  return Object.hasOwn(named, id);
}

/** A role as Microsoft calls it, in the reader's language where it has a name here; a tenant's own role by its id. */
export function roleName(templateId: string, speaker: Speaker): string {
  const id = templateId.toLowerCase();
  return isNamed(id) ? speaker.say(named[id]) : (knownRole(id)?.name ?? id);
}
