import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startCloud } from '../sandbox/cloud.ts';
import type { Cloud } from '../sandbox/cloud.ts';
import { cast } from '../sandbox/tenant/cast.ts';
import { changeBoard } from '../sandbox/tenant/groups.ts';
import { fabrikam } from '../sandbox/tenant/fabrikam.ts';
import { roles } from '../sandbox/tenant/roles.ts';
import { approverProblems } from '../src/compose/approver-check.ts';
import { groupId } from '../src/core/identity.ts';
import { builtInRole, defaultPolicy, onePolicyForAll } from '../src/core/policy.ts';
import type { Policies, Policy } from '../src/core/policy.ts';
import { readConfig } from '../src/config.ts';
import { environmentFor } from './support/farewell.ts';
import { createGraphDescription } from './support/graph-description.ts';
import { startProcess } from './support/start-process.ts';

let cloud: Cloud;
let folder: string;
const misfits: unknown[] = [];

beforeAll(async () => {
  cloud = await startCloud({ port: 0, headless: true });
  folder = await mkdtemp(join(tmpdir(), 'farewell-'));
  const graph = createGraphDescription();
  cloud.onGraphExchange((exchange) => {
    try {
      graph.checkExchange(exchange);
    } catch (error) {
      misfits.push(error);
    }
  });
});
afterAll(async () => {
  await cloud.stop();
  await rm(folder, { recursive: true, force: true });
  expect(misfits).toEqual([]);
});
beforeEach(() => cloud.reset());

const logLines: string[] = [];
const log = pino({ level: 'info' }, { write: (line: string) => void logLines.push(line) });

function settings(more: Record<string, string> = {}): Record<string, string> {
  return environmentFor(cloud, { DATA_DIR: join(folder, 'data'), CHECK_APPROVERS: 'on', ...more });
}

function problems(change: Partial<Policy> = {}, more: Record<string, string> = {}): Promise<string[]> {
  return problemsWith(onePolicyForAll({ ...defaultPolicy, ...change }), more);
}

function problemsWith(policies: Policies, more: Record<string, string> = {}): Promise<string[]> {
  const read = readConfig(settings(more));
  if (!read.ok) throw new Error(read.problems.join('\n'));
  logLines.length = 0;
  return approverProblems(read.config, policies, log);
}

/** Starts the bot with this file as production does: what it says, and how it ends. */
async function startWith(policy: unknown, more: Record<string, string> = {}): Promise<[number | null, string]> {
  const file = join(folder, 'policy.json');
  await writeFile(file, JSON.stringify(policy));
  const { code, words } = await startProcess(settings({ POLICY_FILE: file, ...more }));
  return [code, words.replaceAll(file, 'policy.json')];
}

function notStarted(...sentences: string[]): [number, string] {
  return [1, `Farewell does not start:\n${sentences.map((sentence) => `  - ${sentence}\n`).join('')}`];
}

const contoso = (): string => `in the tenant ${cloud.tenant.id}`;
const onlyGlobal = { approverRoles: [builtInRole.globalAdministrator] };

/** Leaves the role of Global Administrator with Megan and Debra alone. */
function twoGlobalAdministrators(): void {
  const { roleAssignments } = cloud.tenant;
  const keep: string[] = [cast.megan.id, cast.secondGlobalAdmin.id];
  for (const held of roleAssignments.all()) if (!keep.includes(held.principalId)) roleAssignments.remove(held.id);
}

describe('a policy that needs more approvers than exist', () => {
  it('is a problem that names the tenant and the numbers', async () => {
    twoGlobalAdministrators();
    expect(await problems({ ...onlyGlobal, approvals: 3 })).toEqual([
      `The policy of remove-licenses wants 3 approvals, and 2 people may give one ${contoso()}: lower "approvals", or give an approver role to more people.`,
    ]);
    expect(await problems({ ...onlyGlobal, approvals: 1 })).toEqual([]);
    expect(logLines).toEqual([]);
  });

  it('is a problem that names the group, where a group decides', async () => {
    cloud.tenant.groups.put({ ...changeBoard, memberIds: [cast.anaSilva.id, cast.guest.id] });
    const approverGroup = groupId.parse(changeBoard.id);
    expect(await problems({ approverRoles: [], approverGroup, approvals: 2 })).toEqual([
      `The policy of remove-licenses wants 2 approvals, and 1 person in the group "Change board" may give one ${contoso()}: lower "approvals", or add people to the group.`,
    ]);
  });

  it('keeps the process from starting', async () => {
    twoGlobalAdministrators();
    const policy = { 'remove-licenses': { approverRoles: ['globalAdministrator'], approvals: 3 } };
    expect(await startWith(policy)).toEqual(
      notStarted(
        `The policy of remove-licenses wants 3 approvals, and 2 people may give one ${contoso()}: lower "approvals", or give an approver role to more people.`,
      ),
    );
  });

  it('counts for each operation that somebody has to approve', async () => {
    twoGlobalAdministrators();
    const removal = { ...defaultPolicy, ...onlyGlobal };
    const restore = { ...removal, approvals: 4 };
    const policies = { 'remove-licenses': removal, 'restore-licenses': restore };
    expect(await problemsWith(policies)).toEqual([
      expect.stringMatching(/^The policy of restore-licenses wants 4 approvals, and 2 people may give one /),
    ]);
    const free = { ...policies, 'restore-licenses': { ...restore, undoNeedsApproval: false } };
    expect(await problemsWith(free)).toEqual([]);
  });

  it('is not looked for unless that is switched on', async () => {
    twoGlobalAdministrators();
    expect(await problems({ ...onlyGlobal, approvals: 3 }, { CHECK_APPROVERS: 'off' })).toEqual([]);
  });
});

describe('a policy that needs all who may approve', () => {
  const sentence = (): string =>
    `The policy of remove-licenses wants 2 approvals, and 2 people may give one ${contoso()}, who are the only ones that may ask: as nobody approves their own request, none could ever be approved: lower "approvals", or give an approver role to more people.`;

  it('is a problem as long as only they may ask', async () => {
    twoGlobalAdministrators();
    expect(await problems({ ...onlyGlobal, approvals: 2 })).toEqual([sentence()]);
    expect(await startWith({ 'remove-licenses': { ...onlyGlobal, approvals: 2 } })).toEqual(notStarted(sentence()));
  });

  it('is none where others may ask, and the log says that those cannot', async () => {
    twoGlobalAdministrators();
    const scope = { directoryScopeId: '/', principalId: cast.licenseDesk.id, roleDefinitionId: roles.licenseDesk.id };
    cloud.tenant.roleAssignments.put({ id: 'desk', ...scope });
    expect(await problems({ ...onlyGlobal, approvals: 2 })).toEqual([]);
    expect(logLines.join()).toContain('all who may approve are needed, so none of them can ask');
  });
});

describe('a role that is not built in', () => {
  const nobodys = '201e0000-5a4d-4b0c-8f00-00000000dead';
  const lets = (...ids: string[]): Partial<Policy> => ({ approverRoles: [builtInRole.globalAdministrator, ...ids] });

  it('approves where the tenant has it', async () => {
    expect(await problems(lets(roles.licenseDesk.id))).toEqual([]);
    expect(logLines).toEqual([]);
  });

  it('stops the start where no tenant has it', async () => {
    const sentence = `The policy lets the role ${nobodys} approve, which is neither built in nor a role of the tenant ${cloud.tenant.id}: correct it, or take it out of the policy.`;
    expect(await problems(lets(nobodys))).toEqual([sentence]);
    expect(await startWith({ 'restore-licenses': lets(nobodys) })).toEqual(notStarted(sentence));
  });

  it('stops the start where it is switched off', async () => {
    expect(await problems(lets(roles.formerDesk.id))).toEqual([
      `The policy lets the role ${roles.formerDesk.id} approve, and it is switched off: switch it on in Microsoft Entra, or take it out of the policy.`,
    ]);
  });

  it('is enough in one of several tenants, for each has its own', async () => {
    const both = { ALLOWED_TENANTS: `${fabrikam.id},${cloud.tenant.id}` };
    const problemsOf = async (id: string): Promise<string> => (await problems(lets(id), both)).join();
    expect(await problemsOf(roles.licenseDesk.id)).not.toContain(roles.licenseDesk.id);
    expect(await problemsOf(nobodys)).toContain(`nor a role of the tenant ${fabrikam.id}, ${cloud.tenant.id}: `);
  });

  it('stops the start where nobody may look it up', async () => {
    cloud.entra.consent.revoke('RoleManagement.Read.Directory');
    expect(await problems(lets(nobodys))).toEqual([expect.stringMatching(/^CHECK_APPROVERS is on, /)]);
  });

  it('is no reason to stay down while Graph is away', async () => {
    cloud.graph.failNext({ path: /roleDefinitions/, status: 500 });
    expect(await problems(lets(nobodys))).toEqual([]);
    expect(logLines.join()).toContain('role not checked');
  });
});

describe('a role that could not do what it approves', () => {
  it('may approve, and the log says so, checked or not', async () => {
    const billing = { approverRoles: [builtInRole.globalAdministrator, builtInRole.billingAdministrator] };
    expect(await problems(billing, { CHECK_APPROVERS: 'off' })).toEqual([]);
    expect(logLines.join()).toMatch(/"role":"Billing Administrator".*could not do themselves/);
  });
});

it('a start names everything in the file that cannot be', async () => {
  const file = {
    'remove-licenses': { approverRoles: ['licenceAdministrator'], holdHours: -1 },
    'restore-licenses': { undoHours: 24 },
  };
  const [code, words] = await startWith(file, { CHECK_APPROVERS: 'off' });
  expect(code).toBe(1);
  expect(words.split('\n').slice(0, -1)).toEqual([
    'Farewell does not start:',
    expect.stringMatching(
      /^ {2}- policy\.json, remove-licenses\.approverRoles\.0: "licenceAdministrator" is no .* such as "License/,
    ),
    expect.stringMatching(/^ {2}- policy\.json, remove-licenses\.holdHours: has to be 0 for no hold, or /),
    expect.stringMatching(/^ {2}- policy\.json, restore-licenses: .*undoHours/),
  ]);
});

describe('when Graph does not say who may approve', () => {
  it('a missing permission is a problem that names all three', async () => {
    cloud.entra.consent.revoke('RoleManagement.Read.Directory');
    expect(await problems(onlyGlobal)).toEqual([
      expect.stringMatching(
        /^CHECK_APPROVERS is on, .* RoleManagement\.Read\.Directory, GroupMember\.Read\.All and User\.Read\.All /,
      ),
    ]);
  });

  it('an outage is logged, and no reason to stay down', async () => {
    cloud.graph.failNext({ path: /roleAssignments/, status: 500 });
    expect(await problems()).toEqual([]);
    expect(logLines.join()).toContain('approvers not checked');
  });
});
