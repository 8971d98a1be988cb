import { matchPath } from '../http/routes.ts';
import type { AppEndpoint, Endpoint } from './call.ts';
import { GraphError } from './graph-error.ts';
import { administrativeUnitEndpoints } from './resources/administrative-units.ts';
import { assignLicenseEndpoints } from './resources/assign-license.ts';
import { deletedItemEndpoints } from './resources/deleted-items.ts';
import { groupEndpoints } from './resources/groups.ts';
import { installedAppEndpoints } from './resources/installed-apps.ts';
import { licenseDetailsEndpoints } from './resources/license-details.ts';
import { memberGroupEndpoints } from './resources/member-groups.ts';
import { membershipEndpoints } from './resources/memberships.ts';
import { organizationEndpoints } from './resources/organization.ts';
import { roleEndpoints } from './resources/roles.ts';
import { userEndpoints } from './resources/users.ts';

const endpoints: Endpoint[] = [
  ...userEndpoints,
  ...assignLicenseEndpoints,
  ...licenseDetailsEndpoints,
  ...memberGroupEndpoints,
  ...membershipEndpoints,
  ...groupEndpoints,
  ...roleEndpoints,
  ...administrativeUnitEndpoints,
  ...organizationEndpoints,
  ...deletedItemEndpoints,
];

interface Found<E> {
  endpoint: E;
  params: Record<string, string>;
}

export function findEndpoint(method: string, path: string): Found<Endpoint> {
  return findAmong(endpoints, method, path);
}

/** What only the app may ask, with nobody signed in; undefined for everything else. */
export function findAppEndpoint(method: string, path: string): Found<AppEndpoint> | undefined {
  const known = installedAppEndpoints.some(({ pattern }) => matchPath(pattern, path));
  return known ? findAmong(installedAppEndpoints, method, path) : undefined;
}

function findAmong<E extends Pick<Endpoint, 'method' | 'pattern'>>(
  candidates: readonly E[],
  method: string,
  path: string,
): Found<E> {
  let known = false;
  for (const endpoint of candidates) {
    const params = matchPath(endpoint.pattern, path);
    if (!params) continue;
    if (endpoint.method === method) return { endpoint, params };
    known = true;
  }
  if (known)
    throw new GraphError(405, 'Request_BadRequest', 'Specified HTTP method is not allowed for the request target.');
  throw new GraphError(400, 'BadRequest', `Resource not found for the segment '${path.split('/').at(-1) ?? ''}'.`);
}
