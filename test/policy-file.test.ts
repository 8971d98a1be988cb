import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtInRole, defaultPolicy, onePolicyForAll } from '../src/core/policy.ts';
import type { Policies, Policy } from '../src/core/policy.ts';
import { readPolicies } from '../src/policy-file.ts';
import type { ReadPolicies } from '../src/policy-file.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'farewell-policy-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const tenant = 'aaaaaaaa-0000-4000-8000-000000000001';
const oneTenant = { checkApprovers: false, allowedTenants: [tenant] };

async function reading(text: string, around = oneTenant): Promise<ReadPolicies> {
  const path = join(folder, 'policy.json');
  await writeFile(path, text);
  return readPolicies(path, around);
}

async function problems(file: unknown, around = oneTenant): Promise<string[]> {
  const read = await reading(JSON.stringify(file), around);
  return read.ok ? [] : read.problems.map((problem) => problem.slice(folder.length + 1));
}

function forRemovals(entries: Record<string, unknown>): Record<string, unknown> {
  return { 'remove-licenses': entries };
}

async function policies(file: unknown, around = oneTenant): Promise<Policies> {
  const read = await reading(JSON.stringify(file), around);
  if (!read.ok) throw new Error(read.problems.join('\n'));
  return read.policies;
}

const board = '96009000-5a4d-4b0c-8f00-000000000008';

describe('the policy file', () => {
  it('is not needed: the default is one approval by an administrator', async () => {
    const read = await readPolicies(undefined, oneTenant);
    expect(read).toEqual({ ok: true, policies: onePolicyForAll(defaultPolicy) });
  });

  it('may look as the documentation shows it', async () => {
    const documentation = await readFile(join(import.meta.dirname, '../docs/configuration.md'), 'utf8');
    const example = /## The policy\n[^]*?```json\n([^]*?)```/.exec(documentation)?.[1];
    expect(await reading(example ?? '')).toMatchObject({
      ok: true,
      policies: { 'remove-licenses': { approvals: 2 }, 'restore-licenses': { approvals: 1, changedPercent: 5 } },
    });
  });

  it('changes what it names and leaves the rest', async () => {
    const entries = { approvals: 2, approverRoles: ['globalAdministrator'] };
    const expected = { ...defaultPolicy, approvals: 2, approverRoles: [builtInRole.globalAdministrator] };
    expect(await policies(forRemovals(entries))).toEqual(onePolicyForAll(expected));
  });

  it('lets one group approve instead of roles', async () => {
    const expected: unknown = { ...defaultPolicy, approverRoles: [], approverGroup: board };
    expect((await policies(forRemovals({ approverGroup: board.toUpperCase() })))['remove-licenses']).toEqual(expected);
  });

  it('names roles as Microsoft does, in any spelling, or by template id', async () => {
    const approverRoles = [
      'Global Administrator',
      'licenseAdministrator',
      'Helpdesk administrator',
      'F2EF992C-3AFB-46B9-B7CF-A126EE74C451',
    ];
    const { 'remove-licenses': read } = await policies(forRemovals({ approverRoles }));
    expect(read.approverRoles).toEqual([
      builtInRole.globalAdministrator,
      builtInRole.licenseAdministrator,
      '729827e3-9c14-49f7-bb1b-9608f156bbb8',
      'f2ef992c-3afb-46b9-b7cf-a126ee74c451',
    ]);
  });

  it.each<[string, string, RegExp]>([
    ['that is not JSON', '{', /is not JSON/],
    ['with a slip of the pen', '{"remove-licenses":{"aprovals":2}}', /aprovals/],
    ['for an operation that does not exist', '{"delete-everything":{}}', /delete-everything/],
  ])('is refused: one %s', async (_, text, sentence) => {
    const read = await reading(text);
    expect(read.ok ? [] : read.problems).toEqual([expect.stringMatching(sentence)]);
  });

  it('is refused where it cannot be read', async () => {
    const read = await readPolicies(join(folder, 'not-there.json'), oneTenant);
    expect(read.ok ? [] : read.problems).toEqual([expect.stringMatching(/cannot be read/)]);
  });
});

describe('giving back', () => {
  it('goes by the policy of the removal, where the file says nothing else', async () => {
    const read = await policies(forRemovals({ approvals: 2, approverGroup: board }));
    expect(read['restore-licenses']).toEqual(read['remove-licenses']);
  });

  it('has rules of its own, and what they leave out is as for the removal', async () => {
    const read = await policies({
      'remove-licenses': { approvals: 2, holdHours: 1, approverGroup: board },
      'restore-licenses': { approvals: 1, approverRoles: ['License Administrator'] },
    });
    const removal: unknown = { ...defaultPolicy, approvals: 2, holdHours: 1, approverRoles: [], approverGroup: board };
    expect(read['remove-licenses']).toEqual(removal);
    const approverRoles = [builtInRole.licenseAdministrator];
    expect(read['restore-licenses']).toStrictEqual({ ...defaultPolicy, holdHours: 1, approverRoles });
  });

  it('can be what a group decides, where roles decide about removals', async () => {
    const read = await policies({ 'restore-licenses': { approverGroup: board } });
    expect(read['remove-licenses']).toEqual(defaultPolicy);
    expect(read['restore-licenses']).toMatchObject({ approverRoles: [], approverGroup: board });
  });

  it.each([
    ['breakGlass', true],
    ['undoHours', 24],
  ])('knows no %s', async (entry, value) => {
    expect(await problems({ 'restore-licenses': { [entry]: value } })).toEqual([expect.stringContaining(entry)]);
  });

  it('cannot name approvals that nobody is asked for', async () => {
    const file = { 'remove-licenses': { undoNeedsApproval: false }, 'restore-licenses': { approvals: 2 } };
    expect(await problems(file)).toEqual([
      'policy.json, restore-licenses.approvals: is 2, and undoNeedsApproval is false, so that none would be asked for: set undoNeedsApproval to true here, or leave approvals out.',
    ]);
    const cured = { ...file, 'restore-licenses': { approvals: 2, undoNeedsApproval: true } };
    expect((await policies(cured))['restore-licenses']).toMatchObject({ approvals: 2, undoNeedsApproval: true });
  });
});

describe('a role', () => {
  const usual = '"Global Administrator", "License Administrator", or "User Administrator"';

  it.each([
    ['licenceAdmin', '"License Administrator"'],
    ['Globl Administrator', '"Global Administrator"'],
    ['king', usual],
  ])('called %s is refused, with the nearest that there are', async (name, nearest) => {
    const [problem, ...others] = await problems(forRemovals({ approverRoles: [name] }));
    expect(others).toEqual([]);
    expect(problem).toContain(
      `policy.json, remove-licenses.approverRoles.0: "${name}" is no built-in role of Microsoft Entra: use the name or the template id of one, such as ${nearest}`,
    );
  });

  it('that Microsoft gives to nobody is refused', async () => {
    expect(await problems(forRemovals({ approverRoles: ['Partner Tier2 Support'] }))).toEqual([
      'policy.json, remove-licenses.approverRoles.0: "Partner Tier2 Support" is a role that Microsoft gives to nobody but its own services and partners.',
    ]);
  });

  const own = '201e0000-5a4d-4b0c-8f00-0000000000c1';

  it('of the tenant’s own is refused where nobody looks it up, with what to do', async () => {
    expect(await problems(forRemovals({ approverRoles: ['User Administrator', own] }))).toEqual([
      `policy.json, remove-licenses.approverRoles: ${own} is no built-in role of Microsoft Entra as of 2026-08-18: correct it, or, if it is a role of your own, set CHECK_APPROVERS=on, so that the start looks it up in Microsoft Graph.`,
    ]);
    const read = await policies(forRemovals({ approverRoles: [own] }), { ...oneTenant, checkApprovers: true });
    expect(read['remove-licenses'].approverRoles).toEqual([own]);
  });

  it('with a mistyped template id is refused, with the one that was meant', async () => {
    const mistyped = builtInRole.globalAdministrator.replace('62e', '26e');
    expect(await problems(forRemovals({ approverRoles: [mistyped] }))).toEqual([
      expect.stringContaining(`as of 2026-08-18 ("Global Administrator" is ${builtInRole.globalAdministrator}): `),
    ]);
  });
});

describe('what nobody could meet', () => {
  const many = { ...oneTenant, allowedTenants: [tenant, 'bbbbbbbb-0000-4000-8000-000000000001'] };

  it('a group cannot approve in two tenants', async () => {
    expect(await problems({ 'restore-licenses': { approverGroup: board } }, many)).toEqual([
      'policy.json, restore-licenses.approverGroup: belongs to one tenant, and ALLOWED_TENANTS names 2, so that in the others nobody could ever approve: use approverRoles, or run one Farewell for each tenant.',
    ]);
    expect(await problems(forRemovals({ approverRoles: ['userAdministrator'] }), many)).toEqual([]);
  });

  it('roles and a group cannot both approve', async () => {
    expect(await problems(forRemovals({ approverRoles: ['userAdministrator'], approverGroup: board }), many)).toEqual([
      'policy.json, remove-licenses.approverGroup: stands beside approverRoles: keep one of them.',
    ]);
  });

  const hours = 'a number of hours from 0.05 (3 minutes) to 2160 (90 days)';
  it.each<[string, unknown, string]>([
    ['approvals', 0, 'has to be a whole number from 1 to 10'],
    ['approvals', 11, 'has to be a whole number from 1 to 10'],
    ['approvals', 1.5, 'has to be a whole number from 1 to 10'],
    ['approvalHours', 0, `has to be ${hours}`],
    ['approvalHours', 2161, `has to be ${hours}`],
    ['approvalHours', '24', `has to be ${hours}`],
    ['executionHours', -4, `has to be ${hours}`],
    ['executionHours', 0.01, `has to be ${hours}`],
    ['escalateAfterHours', 0, `has to be ${hours}`],
    ['holdHours', -1, `has to be 0 for no hold, or ${hours}`],
    ['holdHours', 0.01, `has to be 0 for no hold, or ${hours}`],
    ['holdHours', 3000, `has to be 0 for no hold, or ${hours}`],
    ['remindAfterHours', -1, `has to be 0 for never, or ${hours}`],
    ['undoHours', null, `has to be 0 for never, or ${hours}`],
    ['undoHours', 0.01, `has to be 0 for never, or ${hours}`],
    ['changedPercent', 101, 'has to be a number from 0 to 100'],
    ['approverRoles', [], 'has to name at least one role'],
    ['requesterConfirms', 'yes', 'has to be true or false'],
    ['ticket', 'on', 'has to be "off", "optional" or "required"'],
  ])('%s cannot be %s', async (entry, value, sentence) => {
    expect(await problems(forRemovals({ [entry]: value }))).toEqual([
      `policy.json, remove-licenses.${entry}: ${sentence}.`,
    ]);
  });

  it.each<[string, unknown, RegExp]>([
    ['approverGroup', 'Change board', /remove-licenses\.approverGroup: has to be the object id of a group\.$/],
    ['approverRoles', [7], /remove-licenses\.approverRoles\.0: has to be the name or the template id of a role/],
    ['protectedPeople', ['Ana'], /remove-licenses\.protectedPeople\.0: has to be the object id of a person\.$/],
  ])('%s cannot be %s', async (entry, value, sentence) => {
    expect(await problems(forRemovals({ [entry]: value }))).toEqual([expect.stringMatching(sentence)]);
  });

  it.each(['remindAfterHours', 'escalateAfterHours'])(
    '%s cannot come when the time to approve is over',
    async (entry) => {
      expect(await problems(forRemovals({ approvalHours: 6, [entry]: 6 }))).toEqual([
        `policy.json, remove-licenses.${entry}: is 6, and after 6 hours (approvalHours) nobody can approve any more: make it less.`,
      ]);
      expect(await problems(forRemovals({ approvalHours: 6, [entry]: 5.5 }))).toEqual([]);
      expect(await problems({ 'remove-licenses': { approvalHours: 6 }, 'restore-licenses': { [entry]: 8 } })).toEqual([
        expect.stringContaining(`restore-licenses.${entry}: is 8, and after 6 hours`),
      ]);
    },
  );
});

describe('a policy that may look wrong is none the less taken:', () => {
  it.each<[string, Partial<Policy>]>([
    ['less time to approve than until the default reminder', { approvalHours: 2 }],
    ['a hold that is longer than the time for the execution, which begins after it', { holdHours: 48 }],
    ['no hold, no reminder and no undo', { holdHours: 0, remindAfterHours: 0, undoHours: 0 }],
  ])('%s', async (_, entries) => {
    expect(await policies(forRemovals(entries))).toEqual(onePolicyForAll({ ...defaultPolicy, ...entries }));
  });
});
