import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startCloud } from '../sandbox/cloud.ts';
import type { Cloud } from '../sandbox/cloud.ts';
import { cast } from '../sandbox/tenant/cast.ts';
import { changeBoard } from '../sandbox/tenant/groups.ts';
import { approverProblems } from '../src/compose-approver-check.ts';
import { groupId } from '../src/core/identity.ts';
import { builtInRole, defaultPolicy } from '../src/core/policy.ts';
import type { Policy } from '../src/core/policy.ts';
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
  const read = readConfig(settings(more));
  if (!read.ok) throw new Error(read.problems.join('\n'));
  logLines.length = 0;
  return approverProblems(read.config, { ...defaultPolicy, ...change }, log);
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
      `The policy wants 3 approvals, and 2 people may give one ${contoso()}: lower "approvals", or give an approver role to more people.`,
    ]);
    expect(await problems({ ...onlyGlobal, approvals: 1 })).toEqual([]);
    expect(logLines).toEqual([]);
  });

  it('is a problem that names the group, where a group decides', async () => {
    cloud.tenant.groups.put({ ...changeBoard, memberIds: [cast.anaSilva.id, cast.guest.id] });
    const approverGroup = groupId.parse(changeBoard.id);
    expect(await problems({ approverRoles: [], approverGroup, approvals: 2 })).toEqual([
      `The policy wants 2 approvals, and 1 person in the group "Change board" may give one ${contoso()}: lower "approvals", or add people to the group.`,
    ]);
  });

  it('is none where it is just met, and the log says that those cannot ask', async () => {
    twoGlobalAdministrators();
    expect(await problems({ ...onlyGlobal, approvals: 2 })).toEqual([]);
    expect(logLines.join()).toContain('all who may approve are needed, so none of them can ask');
  });

  it('keeps the process from starting', async () => {
    twoGlobalAdministrators();
    const file = join(folder, 'policy.json');
    await writeFile(
      file,
      JSON.stringify({ 'remove-licenses': { approverRoles: ['globalAdministrator'], approvals: 3 } }),
    );
    const { code, words } = await startProcess(settings({ POLICY_FILE: file }));
    expect([code, words]).toEqual([
      1,
      expect.stringMatching(/^Farewell does not start:\n {2}- The policy wants 3 approvals/),
    ]);
  });

  it('is not looked for unless that is switched on', async () => {
    twoGlobalAdministrators();
    expect(await problems({ ...onlyGlobal, approvals: 3 }, { CHECK_APPROVERS: 'off' })).toEqual([]);
  });
});

describe('when Graph does not say who may approve', () => {
  it('a missing permission is a problem that names all three', async () => {
    cloud.entra.consent.revoke('RoleManagement.Read.Directory');
    expect(await problems()).toEqual([
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
