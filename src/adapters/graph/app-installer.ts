import { z } from 'zod';
import { ProblemError } from '../../core/errors.ts';
import type { PersonKey, TenantId } from '../../core/identity.ts';
import { quoted } from './odata.ts';
import { createGraphCalls } from './graph-calls.ts';
import type { GraphCalls } from './graph-calls.ts';
import { createGraphClient } from './graph-client.ts';
import { problemOf, readRefusal } from './graph-errors.ts';

export interface AppInstallerParts {
  /** Without the version: https://graph.microsoft.com. */
  graphUrl: string;
  /** The id of the app in the tenant's catalogue, which is not the one in its manifest. */
  teamsAppId: string;
  /** A token of the app itself, with the application permissions that an admin has granted; `renew` for a fresh one. */
  appToken: (tenantId: TenantId, renew: boolean) => Promise<string>;
}

/** Installs Farewell for a person and gives the id of the chat they have with it then. Throws a ProblemError. */
export type InstallApp = (person: PersonKey) => Promise<string>;

const installations = z.object({ value: z.array(z.object({ id: z.string() })) });
const chat = z.object({ id: z.string() });

/** Somebody waits for the answer in a chat, and the bot goes on without: better soon than sure. */
const patience = { timeoutMilliseconds: 5_000, patienceSeconds: 2 };

/**
 * Microsoft Teams, "Proactively install your bot for users using Microsoft Graph". Needs the application permission
 * TeamsAppInstallation.ReadWriteSelfForUser.All; "self" is the registration that the manifest's webApplicationInfo names.
 */
export function createAppInstaller({ graphUrl, teamsAppId, appToken }: AppInstallerParts): InstallApp {
  const client = createGraphClient({ graphUrl, ...patience });
  const scopes = ['https://graph.microsoft.com/.default'];
  return async ({ tenantId, userId }) => {
    let renew = false;
    const calls = createGraphCalls(client, graphUrl, () => appToken(tenantId, renew));
    const path = `/users/${userId}/teamwork/installedApps`;
    const body = { 'teamsApp@odata.bind': `${graphUrl}/v1.0/appCatalogs/teamsApps/${teamsAppId}` };
    let response = await calls.send({ method: 'post', path, scopes, body });
    if (response.status === 403) {
      // An admin may have granted the permission after the token was made.
      renew = true;
      response = await calls.send({ method: 'post', path, scopes, body });
      renew = false;
    }
    // 409: it is there already, by somebody's policy or from another process of ours.
    if (!response.ok && response.status !== 409) throw problemOf(await readRefusal(response));
    return readChat(calls, path, teamsAppId, scopes);
  };
}

async function readChat(calls: GraphCalls, path: string, app: string, scopes: readonly string[]): Promise<string> {
  const filter = encodeURIComponent(`teamsApp/id eq ${quoted(app)}`);
  const query = `$expand=teamsApp&$filter=${filter}`;
  const installed = await calls.read({ path: `${path}?${query}`, scopes, schema: installations });
  const [first] = installed?.value ?? [];
  const found = first && (await calls.read({ path: `${path}/${first.id}/chat`, scopes, schema: chat }));
  if (!found) throw new ProblemError({ kind: 'graph-unavailable' });
  return found.id;
}
