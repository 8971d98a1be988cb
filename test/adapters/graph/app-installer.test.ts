import { describe, expect, test } from 'vitest';
import { createAppInstaller } from '../../../src/adapters/graph/app-installer.ts';
import { alexId, contoso, refusal, startPretendGraph } from './pretend-graph.ts';
import type { Answered, Asked } from './pretend-graph.ts';

const teamsAppId = 'ca7a1060-5a4d-4b0c-8f00-0000000000ca';
const installedApps = `/v1.0/users/${alexId}/teamwork/installedApps`;

/** What Graph says to the three calls, unless told otherwise. */
interface Said {
  installed?: Answered;
  listed?: Answered;
  chat?: Answered;
}

function answering({ installed, listed, chat }: Said): (asked: Asked) => Answered {
  return ({ method, path }) => {
    if (method === 'POST') return installed ?? { status: 201, body: '' };
    if (path.endsWith('/chat')) return chat ?? { body: { id: '19:alex@unq.gbl.spaces', chatType: 'oneOnOne' } };
    return listed ?? { body: { value: [{ id: 'installation-1', teamsApp: { id: teamsAppId } }] } };
  };
}

async function installing(
  said: Said,
  check: (install: () => Promise<string>, asked: Asked[], url: string) => Promise<void>,
): Promise<void> {
  const graph = await startPretendGraph(answering(said));
  const appToken = (tenantId: string, renew: boolean): Promise<string> =>
    Promise.resolve(`${renew ? 'fresh ' : ''}app in ${tenantId}`);
  const installApp = createAppInstaller({ graphUrl: graph.url, teamsAppId, appToken });
  try {
    await check(() => installApp({ tenantId: contoso, userId: alexId }), graph.asked, graph.url);
  } finally {
    await graph.stop();
  }
}

describe('installing Farewell for somebody', () => {
  test('names the app in the catalogue, finds its installation and gives the chat, all in the name of the app', () =>
    installing({}, async (install, asked, url) => {
      expect(await install()).toBe('19:alex@unq.gbl.spaces');
      expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
        `POST ${installedApps}`,
        `GET ${installedApps}`,
        `GET ${installedApps}/installation-1/chat`,
      ]);
      expect(asked[0]?.body).toEqual({ 'teamsApp@odata.bind': `${url}/v1.0/appCatalogs/teamsApps/${teamsAppId}` });
      expect(asked[1]?.query.get('$filter')).toBe(`teamsApp/id eq '${teamsAppId}'`);
      expect(new Set(asked.map(({ headers }) => headers['authorization']))).toEqual(
        new Set([`Bearer app in ${contoso}`]),
      );
    }));

  test('is as good when it was there already', () =>
    installing({ installed: refusal(409, 'The app is already installed.') }, async (install) => {
      expect(await install()).toBe('19:alex@unq.gbl.spaces');
    }));

  test('asks for a fresh token when the permission may be newer than the one it has', () =>
    installing({ installed: refusal(403, 'Missing role permissions') }, async (install, asked) => {
      await expect(install()).rejects.toMatchObject({ problem: { kind: 'graph-forbidden' } });
      const tokens = asked.map(({ headers }) => headers['authorization']);
      expect(tokens).toEqual([`Bearer app in ${contoso}`, `Bearer fresh app in ${contoso}`]);
    }));

  test.each<[string, Said, string]>([
    ['the permission is missing', { installed: refusal(403, 'Missing role permissions') }, 'graph-forbidden'],
    ['the app is not in the catalogue', { installed: refusal(404, 'not found') }, 'graph-unavailable'],
    ['Graph is away', { installed: refusal(503, 'away') }, 'graph-unavailable'],
    ['the installation cannot be found', { listed: { body: { value: [] } } }, 'graph-unavailable'],
    ['there is no chat', { chat: refusal(404, 'not found') }, 'graph-unavailable'],
  ])('is a problem when %s', (_, said, kind) =>
    installing(said, async (install) => {
      await expect(install()).rejects.toMatchObject({ problem: { kind } });
    }),
  );
});
