import { generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { inflateSync } from 'node:zlib';
import { AppManifestUtils } from '@microsoft/app-manifest';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { colour, outline } from '../scripts/draw-icons.ts';
import { scopes } from '../src/adapters/graph/scopes.ts';
import { readConfig } from '../src/config.ts';
import { recognise } from '../src/core/understanding/recognise.ts';
import { vocabulary } from '../src/core/understanding/vocabulary.ts';

const root = new URL('../', import.meta.url);
const bytes = (path: string) => readFileSync(new URL(path, root));
const text = (path: string) => bytes(path).toString('utf8');

const command = z.object({ title: z.string(), description: z.string() });
const commandList = z.object({ scopes: z.array(z.string()), commands: z.array(command) });
const manifestShape = z.looseObject({
  $schema: z.string(),
  manifestVersion: z.string(),
  localizationInfo: z.object({
    defaultLanguageTag: z.string(),
    additionalLanguages: z.array(z.object({ languageTag: z.string(), file: z.string() })),
  }),
  description: z.object({ short: z.string(), full: z.string() }),
  icons: z.object({ color: z.string(), outline: z.string() }),
  bots: z.tuple([
    z.looseObject({ botId: z.string(), scopes: z.array(z.string()), commandLists: z.array(commandList) }),
  ]),
  validDomains: z.array(z.string()),
  webApplicationInfo: z.object({ id: z.string(), resource: z.string() }),
});
const localization = z.record(z.string(), z.string());
const step = z.object({
  uses: z.string(),
  with: z.record(z.string(), z.unknown()),
  writeToEnvironmentFile: z.record(z.string(), z.string()).default({}),
});
type Step = z.infer<typeof step>;
const project = z.object({
  version: z.string(),
  environmentFolderPath: z.string(),
  provision: z.array(step),
  publish: z.array(step).optional(),
});

const values: Record<string, string> = {
  TEAMS_APP_ID: '7ea05a99-5a4d-4b0c-8f00-000000000001',
  BOT_ID: 'b07b07b0-5a4d-4b0c-8f00-0000000000b0',
  SSO_APP_ID: '550550a0-5a4d-4b0c-8f00-0000000000a5',
  SSO_APP_TENANT_ID: 'c0150c01-5a4d-4b0c-8f00-000000000001',
  BOT_TENANT_ID: 'c0150c01-5a4d-4b0c-8f00-000000000001',
  SECRET_AUDIT_SIGNING_KEY: generateKeyPairSync('ed25519')
    .privateKey.export({ type: 'pkcs8', format: 'der' })
    .toString('base64'),
  SECRET_BOT_PASSWORD: 'a-bot-secret-as-long-as-entra-makes-them',
  SECRET_SSO_APP_SECRET: 'a-sso-secret-as-long-as-entra-makes-them',
};
const placeholder = /\$\{\{\s*([A-Z0-9_]+)\s*\}\}/g;
const variablesIn = (source: string) => [...source.matchAll(placeholder)].map(([, name]) => name!);

const environments = { dev: 'teamsapp.yml', local: 'teamsapp.local.yml' };
const declared = (name: string): Record<string, string | undefined> => parseEnv(text(`env/.env.${name}`));

function filledIn(source: string): string {
  const known = { ...declared('dev'), ...values };
  return source.replace(placeholder, (whole, name: string) => known[name] ?? whole);
}

const template = text('appPackage/manifest.json');
const manifest = manifestShape.parse(JSON.parse(filledIn(template)));
const languages = manifest.localizationInfo.additionalLanguages;
const wordsOf = (file: string) => localization.parse(JSON.parse(filledIn(text(`appPackage/${file}`))));

/** Validates with the toolkit's own function, which reads the schema from the package and not from the network. */
async function problemsOf(document: { $schema?: unknown }): Promise<string[]> {
  return AppManifestUtils.validateAgainstSchema(document as never);
}

/** What Teams does with a localization file: each key is a path into the manifest. */
function localized(file: string): z.infer<typeof manifestShape> {
  const copy = structuredClone(manifest);
  for (const [path, words] of Object.entries(wordsOf(file))) {
    if (path === '$schema') continue;
    const steps = path.split(/[.[\]]+/).filter(Boolean);
    const last = steps.pop()!;
    const holder = steps.reduce<unknown>((place, key) => (place as Record<string, unknown>)[key], copy);
    (holder as Record<string, unknown>)[last] = words;
  }
  return copy;
}

describe('the manifest', () => {
  test('passes the schema it names, and that schema is on this machine', async () => {
    expect(manifest.$schema).toContain(`/v${manifest.manifestVersion}/`);
    const schema = manifest.$schema.replace('https://developer.microsoft.com/', '@microsoft/app-manifest/build/');
    expect(existsSync(new URL(import.meta.resolve(schema)))).toBe(true);
    expect(await problemsOf(manifest)).toEqual([]);
  });

  test('fails that schema as long as ids are missing', async () => {
    const problems = await problemsOf(JSON.parse(template) as object);
    expect(problems.join('\n')).toMatch(/id must match pattern/);
    expect(problems.join('\n')).toMatch(/botId must match pattern/);
  });

  test('offers the bot to one person, a team and a group chat, each with commands', () => {
    const [bot] = manifest.bots;
    expect(bot.scopes.toSorted()).toEqual(['groupChat', 'personal', 'team']);
    expect(bot.commandLists.flatMap((list) => list.scopes).toSorted()).toEqual(['groupChat', 'personal', 'team']);
  });

  test('signs people in to an app that is not the bot', () => {
    const { id, resource } = manifest.webApplicationInfo;
    expect(id).not.toBe(manifest.bots[0].botId);
    expect(resource).toBe(`api://botid-${manifest.bots[0].botId}`);
    expect(manifest.validDomains).toContain('token.botframework.com');
  });
});

describe('languages', () => {
  test('are English, Dutch, and Chinese in both scripts', () => {
    expect(manifest.localizationInfo.defaultLanguageTag).toBe('en');
    expect(languages.map((language) => language.languageTag)).toEqual(['nl', 'zh-cn', 'zh-tw']);
  });

  const paths = [
    'name.short',
    'name.full',
    'description.short',
    'description.full',
    ...manifest.bots[0].commandLists.flatMap((list, at) =>
      list.commands.flatMap((_, index) =>
        ['title', 'description'].map((key) => `bots[0].commandLists[${at}].commands[${index}].${key}`),
      ),
    ),
  ];

  test.each(languages)('$languageTag says everything English says, and nothing else', ({ file }) => {
    const { $schema, ...words } = wordsOf(file);
    expect(Object.keys(words).toSorted()).toEqual(paths.toSorted());
    expect($schema).toContain(`/v${manifest.manifestVersion}/`);
  });

  test.each(languages)('$languageTag passes the localization schema', async ({ file }) => {
    const words = wordsOf(file);
    const schema = (await AppManifestUtils.fetchSchema(words['$schema']!)) as Record<string, unknown>;
    delete schema['$schema'];
    // Not the toolkit's function: it reads patterns as Unicode ones, and one pattern in Microsoft's schema is none.
    const ajv = new Ajv({ strict: false, unicodeRegExp: false, validateFormats: false, allErrors: true });
    const passes = ajv.compile(schema);
    expect(passes(words), ajv.errorsText(passes.errors)).toBe(true);
    expect(passes({ ...words, 'name.shorter': 'Bye' })).toBe(false);
  });

  test.each(languages)(
    'the manifest in $languageTag keeps within the lengths of the manifest schema',
    async (language) => {
      expect(await problemsOf(localized(language.file))).toEqual([]);
    },
  );

  test.each(languages)('$languageTag is translated: no sentence is left in English', ({ file }) => {
    const words = wordsOf(file);
    const english = manifest.bots[0].commandLists.flatMap((list) => list.commands.map((one) => one.description));
    for (const sentence of [...english, manifest.description.short, manifest.description.full]) {
      expect(Object.values(words)).not.toContain(sentence);
    }
  });

  const everyone = [{ languageTag: 'en', manifest }, ...languages.map((l) => ({ ...l, manifest: localized(l.file) }))];

  test.each(everyone)('commands in $languageTag fit where Teams shows them', ({ manifest: shown }) => {
    for (const { title, description } of shown.bots[0].commandLists.flatMap((list) => list.commands)) {
      // The schema allows more since 1.20; a Teams client cuts at these.
      expect(title.length, title).toBeLessThanOrEqual(32);
      expect(description.length, description).toBeLessThanOrEqual(128);
    }
  });

  /** The folders of `locales/`, by the tag Teams uses. A language without a vocabulary yet is skipped. */
  const spoken = new Map(
    readdirSync(new URL('locales/', root))
      .filter((folder) => existsSync(new URL(`locales/${folder}/understanding.json`, root)))
      .map((folder) => [folder.toLowerCase(), folder]),
  );

  test.each(everyone.filter((one) => spoken.has(one.languageTag)))(
    'Farewell understands every command it suggests in $languageTag',
    ({ languageTag, manifest: shown }) => {
      const words = vocabulary.parse(JSON.parse(text(`locales/${spoken.get(languageTag)!}/understanding.json`)));
      const kinds = shown.bots[0].commandLists.map((list) =>
        list.commands.map(({ title }) => recognise(title, words, 'Farewell').kind),
      );
      expect(kinds).toEqual([['remove_license', 'help', 'cancel', 'sign_in', 'sign_out'], ['help']]);
    },
  );

  test('English is among the languages that are checked against the vocabulary', () => {
    expect([...spoken.keys()]).toContain('en');
  });
});

/** Reads PNGs as scripts/draw-icons.ts writes them: 8 bits, red green blue alpha, filters 0 and 1. */
function pixels(png: Buffer): { width: number; height: number; pixels: number[][] } {
  expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  expect(png.subarray(12, 16).toString()).toBe('IHDR');
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  expect([...png.subarray(24, 29)]).toEqual([8, 6, 0, 0, 0]);
  const data = png.subarray(41, 41 + png.readUInt32BE(33));
  const raw = inflateSync(data);
  expect(raw.length).toBe(height * (width * 4 + 1));
  const found: number[][] = [];
  for (let row = 0; row < height; row++) {
    const start = row * (width * 4 + 1);
    const filter = raw[start]!;
    expect([0, 1]).toContain(filter);
    const line = raw.subarray(start + 1, start + 1 + width * 4);
    if (filter === 1) for (let at = 4; at < line.length; at++) line[at] = (line[at]! + line[at - 4]!) & 0xff;
    for (let at = 0; at < line.length; at += 4) found.push([...line.subarray(at, at + 4)]);
  }
  return { width, height, pixels: found };
}

describe('icons', () => {
  test('the colour icon has 192 by 192 pixels and no hole in it', () => {
    const icon = pixels(bytes(`appPackage/${manifest.icons.color}`));
    expect([icon.width, icon.height]).toEqual([192, 192]);
    expect(icon.pixels.every(([, , , alpha]) => alpha === 255)).toBe(true);
    expect(new Set(icon.pixels.map(String)).size).toBeGreaterThan(3);
  });

  test('the ground of the colour icon is the accent colour', () => {
    const [corner] = pixels(bytes(`appPackage/${manifest.icons.color}`)).pixels;
    expect(`#${Buffer.from(corner!.slice(0, 3)).toString('hex')}`).toBe(String(manifest['accentColor']).toLowerCase());
  });

  test('the outline icon has 32 by 32 pixels, white on transparent', () => {
    const icon = pixels(bytes(`appPackage/${manifest.icons.outline}`));
    expect([icon.width, icon.height]).toEqual([32, 32]);
    expect(icon.pixels.every(([red, green, blue]) => red === 255 && green === 255 && blue === 255)).toBe(true);
    const alphas = icon.pixels.map(([, , , alpha]) => alpha);
    expect(alphas.filter((alpha) => alpha === 255).length).toBeGreaterThan(100);
    expect(alphas.filter((alpha) => alpha === 0).length).toBeGreaterThan(500);
  });

  test('drawn again, they are the same to the byte', () => {
    expect(colour.equals(bytes(`appPackage/${manifest.icons.color}`))).toBe(true);
    expect(outline.equals(bytes(`appPackage/${manifest.icons.outline}`))).toBe(true);
  });
});

/** Where a step reads a file, the variables in that file are the step's too. */
function filesOf({ with: settings }: Step): string[] {
  const templates = z
    .array(z.object({ path: z.string(), parameters: z.string() }))
    .catch([])
    .parse(settings['templates']);
  const manifestPath = z.string().optional().parse(settings['manifestPath']);
  const ofLanguages = manifestPath?.endsWith('/manifest.json') ? languages.map(({ file }) => `appPackage/${file}`) : [];
  return [
    ...(manifestPath ? [manifestPath] : []),
    ...ofLanguages,
    ...templates.flatMap((one) => [one.path, one.parameters]),
  ];
}

function variablesOf(one: Step): string[] {
  return [JSON.stringify(one.with), ...filesOf(one).map(text)].flatMap(variablesIn);
}

describe.each(Object.entries(environments))('the %s environment', (name, file) => {
  const { provision, publish = [], ...rest } = project.parse(parse(text(file)));
  const environment = declared(name);
  const outputs = (steps: Step[]) => steps.flatMap((one) => Object.values(one.writeToEnvironmentFile));
  /** In the file that git ignores: the developer makes it. */
  const secretsOfPeople = name === 'local' ? ['SECRET_AUDIT_SIGNING_KEY'] : [];
  /** Empty in the committed file: the developer knows the first, the toolkit asks for the others. */
  const givenByPeople = ['BOT_ENDPOINT', 'AZURE_SUBSCRIPTION_ID', 'AZURE_RESOURCE_GROUP_NAME'];

  test('is where the yml looks for it', () => {
    expect(rest.environmentFolderPath).toBe('./env');
    expect(environment['TEAMSFX_ENV']).toBe(name);
    expect(text(file)).toContain(`https://aka.ms/m365-agents-toolkits/${rest.version}/yaml.schema.json`);
  });

  test('every variable has a value by the step that needs it', () => {
    const known = new Set([
      ...givenByPeople,
      ...secretsOfPeople,
      ...Object.keys(environment).filter((key) => environment[key] !== ''),
    ]);
    for (const one of [...provision, ...publish]) {
      // aadApp/update makes this id itself when it is empty.
      if (one.uses === 'aadApp/update') known.add('AAD_APP_ACCESS_AS_USER_PERMISSION_ID');
      for (const variable of variablesOf(one)) expect(known, `${one.uses} needs ${variable}`).toContain(variable);
      for (const output of Object.values(one.writeToEnvironmentFile)) known.add(output);
    }
  });

  test('the committed file names every id the steps write, no secret, and nothing that nobody uses', () => {
    const written = outputs([...provision, ...publish]);
    const open = written.filter((variable) => !variable.startsWith('SECRET_'));
    const used = [...provision, ...publish].flatMap(variablesOf);
    for (const variable of [...open, ...givenByPeople]) expect(environment).toHaveProperty(variable);
    for (const variable of [...open, ...givenByPeople]) expect(environment[variable], variable).toBe('');
    expect(Object.keys(environment).filter((key) => /SECRET|PASSWORD/.test(key))).toEqual([]);
    expect(Object.keys(environment).filter((key) => ![...used, ...written].includes(key))).toEqual([]);
  });

  test('secrets are written under names that the toolkit keeps out of Git', () => {
    for (const { uses, with: settings, writeToEnvironmentFile } of provision) {
      if (uses !== 'aadApp/create') continue;
      expect(settings).toMatchObject({ generateClientSecret: true, signInAudience: 'AzureADMyOrg' });
      expect(writeToEnvironmentFile['clientSecret']).toMatch(/^SECRET_/);
    }
    const ignored = text('.gitignore').split('\n');
    expect(ignored).toContain('env/.env.*.user');
    expect(ignored).toContain('appPackage/build/');
  });

  test('registers two apps, then the bot, then the Teams app, and checks the package before it goes out', () => {
    expect(provision.map((one) => one.uses).slice(0, 9)).toEqual([
      'aadApp/create',
      'aadApp/create',
      'aadApp/update',
      'arm/deploy',
      'teamsApp/create',
      'teamsApp/validateManifest',
      'teamsApp/zipAppPackage',
      'teamsApp/validateAppPackage',
      'teamsApp/update',
    ]);
    expect(new Set(outputs(provision)).size).toBe(outputs(provision).length);
  });

  test('each package that is checked, updated or published was zipped before', () => {
    for (const steps of [provision, publish]) {
      const zipped = new Set<unknown>();
      for (const { uses, with: settings } of steps) {
        if (uses === 'teamsApp/zipAppPackage') zipped.add(settings['outputZipPath']);
        if ('appPackagePath' in settings) expect(zipped, uses).toContain(settings['appPackagePath']);
      }
    }
  });

  test('every file a step reads is there', () => {
    for (const path of provision.flatMap(filesOf)) expect(existsSync(new URL(path, root)), path).toBe(true);
  });
});

test('what provisioning writes for a bot on this machine is a configuration the bot starts with', () => {
  const { provision } = project.parse(parse(text('teamsapp.local.yml')));
  const settings = provision.at(-1)!.with;
  expect(settings['target']).toMatch(/^\.\/env\/\.env\.\w+\.user$/);
  const env = z.record(z.string(), z.coerce.string()).parse(JSON.parse(filledIn(JSON.stringify(settings['envs']))));
  const read = readConfig(env);
  expect(read).toMatchObject({
    ok: true,
    config: { sandbox: false, sso: { appIdUri: manifest.webApplicationInfo.resource, connectionName: 'farewell' } },
  });
});

describe('the app registration for single sign-on', () => {
  const delegated = z.object({ id: z.string(), type: z.string() });
  const registration = z
    .object({
      identifierUris: z.array(z.string()),
      isFallbackPublicClient: z.boolean(),
      api: z.object({
        requestedAccessTokenVersion: z.number(),
        oauth2PermissionScopes: z.array(z.object({ id: z.string(), value: z.string(), isEnabled: z.boolean() })),
        preAuthorizedApplications: z.array(
          z.object({ appId: z.string(), delegatedPermissionIds: z.array(z.string()) }),
        ),
      }),
      requiredResourceAccess: z.tuple([z.object({ resourceAppId: z.string(), resourceAccess: z.array(delegated) })]),
      web: z.object({ redirectUris: z.array(z.string()), implicitGrantSettings: z.record(z.string(), z.boolean()) }),
      spa: z.object({ redirectUris: z.array(z.string()) }),
      publicClient: z.object({ redirectUris: z.array(z.string()) }),
    })
    .parse(JSON.parse(filledIn(text('infra/aad.manifest.json'))));

  /** Delegated permissions of Microsoft Graph, by their ids (Microsoft Graph permissions reference). */
  const permissions: Record<string, string> = {
    'User.Read.All': 'a154be20-db9c-4678-8ab7-66f6cc099a59',
    'Organization.Read.All': '4908d5b9-3fb2-4b1e-9336-1888b7937185',
    'GroupMember.Read.All': 'bc024368-1153-4739-b217-4326f2e966d0',
    'AdministrativeUnit.Read.All': '3361d15d-be43-4de6-b441-3c746d05163d',
    'RoleManagement.Read.Directory': '741c54c3-0c1e-44a1-818b-3f97ab4e8c83',
    'LicenseAssignment.ReadWrite.All': 'f55016cc-149c-447e-8f21-7cf3ec1d6350',
  };

  test('asks for exactly the permissions the operations use', () => {
    const used = new Set(Object.values(scopes).flatMap((names) => names.map((name) => name.split('/').at(-1)!)));
    const [graph] = registration.requiredResourceAccess;
    expect(graph.resourceAppId).toBe('00000003-0000-0000-c000-000000000000');
    for (const name of used) expect(permissions, `the id of ${name}`).toHaveProperty([name]);
    expect(graph.resourceAccess.map(({ id }) => id).toSorted()).toEqual(
      [...used].map((name) => permissions[name]).toSorted(),
    );
    expect(graph.resourceAccess.every(({ type }) => type === 'Scope')).toBe(true);
  });

  test('lets Teams on the desktop, phone and web sign people in without asking them, and nobody else', () => {
    const { oauth2PermissionScopes, preAuthorizedApplications } = registration.api;
    expect(oauth2PermissionScopes).toMatchObject([{ value: 'access_as_user', isEnabled: true }]);
    const id = oauth2PermissionScopes[0]!.id;
    expect(preAuthorizedApplications).toEqual([
      { appId: '1fec8e78-bce4-4aaf-ab1b-5451cc387264', delegatedPermissionIds: [id] },
      { appId: '5e3ce6c0-2b1f-4285-8d4b-75ee78787346', delegatedPermissionIds: [id] },
    ]);
  });

  test('hands out version 2 tokens for the address in the manifest', () => {
    expect(registration.api.requestedAccessTokenVersion).toBe(2);
    expect(registration.identifierUris).toEqual([manifest.webApplicationInfo.resource]);
  });

  test('has no way in for public clients', () => {
    expect(registration.isFallbackPublicClient).toBe(false);
    expect(registration.spa.redirectUris).toEqual([]);
    expect(registration.publicClient.redirectUris).toEqual([]);
    expect(registration.web.redirectUris).toEqual(['https://token.botframework.com/.auth/web/redirect']);
    expect(Object.values(registration.web.implicitGrantSettings)).toEqual([false, false]);
  });
});

describe('the Azure Bot', () => {
  const source = text('infra/azure-bot.json');
  const { parameters, resources } = z
    .object({
      parameters: z.record(z.string(), z.object({ type: z.string() })),
      resources: z.array(z.looseObject({ type: z.string(), name: z.string(), properties: z.looseObject({}) })),
    })
    .parse(JSON.parse(source));

  test('gets every parameter it declares, uses each, and declares each it uses', () => {
    const given = z
      .object({ parameters: z.looseObject({}) })
      .parse(JSON.parse(text('infra/azure-bot.parameters.json')));
    const used = [...source.matchAll(/parameters\('(\w+)'\)/g)].map(([, name]) => name!);
    expect(Object.keys(given.parameters).toSorted()).toEqual(Object.keys(parameters).toSorted());
    expect([...new Set(used)].toSorted()).toEqual(Object.keys(parameters).toSorted());
    expect(parameters['ssoAppSecret']).toEqual({ type: 'securestring' });
  });

  test('belongs to one tenant, listens where the server answers, and asks for the token the bot checks', () => {
    const [bot, , connection] = resources;
    expect(bot?.properties).toMatchObject({
      msaAppType: 'SingleTenant',
      endpoint: "[concat(parameters('endpoint'), '/api/messages')]",
    });
    expect(connection).toMatchObject({
      type: 'Microsoft.BotService/botServices/connections',
      name: "[concat(variables('botName'), '/', parameters('connectionName'))]",
      properties: { scopes: "[concat(variables('ssoAppIdUri'), '/access_as_user')]" },
    });
  });
});
