import { z } from 'zod';
import { catalogApp } from '../../gateway/teams.ts';
import type { DirectoryUser } from '../../tenant/directory.ts';
import type { AppCall, AppEndpoint } from '../call.ts';
import { badRequest, GraphError, resourceNotFound } from '../graph-error.ts';
import type { GraphAnswer } from '../graph-error.ts';

const roles = ['TeamsAppInstallation.ReadWriteSelfForUser.All', 'TeamsAppInstallation.ReadWriteForUser.All'];
const base = '/v1.0/users/:id/teamwork/installedApps';

export const installedAppEndpoints: AppEndpoint[] = [
  { method: 'POST', pattern: base, roles, answer: install },
  { method: 'GET', pattern: base, roles, answer: list },
  { method: 'GET', pattern: `${base}/:installation/chat`, roles, answer: chat },
];

const installation = z.object({ 'teamsApp@odata.bind': z.string() });
const byApp = /^teamsApp\/id eq '([^']*)'$/;

function userIn({ params, tenant }: AppCall): DirectoryUser {
  const id = params['id'] ?? '';
  const user = tenant.findUser(id);
  if (!user) throw resourceNotFound(id);
  return user;
}

/** The real ids are made of the person's and the app's as well, and nobody should look into them. */
function installationId(user: DirectoryUser): string {
  return Buffer.from(`${user.id}##${catalogApp.id}`).toString('base64url');
}

function install(call: AppCall): GraphAnswer {
  const user = userIn(call);
  const asked = installation.safeParse(call.body);
  if (!asked.success) throw badRequest('The request body does not name an app of the catalogue.');
  if (asked.data['teamsApp@odata.bind'] !== `${call.baseUrl}/v1.0/appCatalogs/teamsApps/${catalogApp.id}`) {
    throw new GraphError(404, 'NotFound', 'The app is not in the catalogue of this tenant.');
  }
  if (call.teams.isInstalled(user.id)) throw new GraphError(409, 'Conflict', 'The app is already installed.');
  call.teams.install(user.id);
  return { status: 201 };
}

function list(call: AppCall): GraphAnswer {
  const user = userIn(call);
  const expanded = call.query.get('$expand') === 'teamsApp';
  const wanted = byApp.exec(call.query.get('$filter') ?? '')?.[1];
  const there = call.teams.isInstalled(user.id) && wanted === catalogApp.id;
  const value = there ? [{ id: installationId(user), ...(expanded ? { teamsApp: catalogApp } : {}) }] : [];
  const context = `${call.baseUrl}/v1.0/$metadata#users('${user.id}')/teamwork/installedApps`;
  return { status: 200, body: { '@odata.context': context, value } };
}

function chat(call: AppCall): GraphAnswer {
  const user = userIn(call);
  if (call.params['installation'] !== installationId(user) || !call.teams.isInstalled(user.id)) {
    throw resourceNotFound(call.params['installation'] ?? '');
  }
  const id = call.teams.chatIdOf(user.id);
  return {
    status: 200,
    body: { '@odata.context': `${call.baseUrl}/v1.0/$metadata#chats/$entity`, id, chatType: 'oneOnOne' },
  };
}
