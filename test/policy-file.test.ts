import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtInRole, defaultPolicy } from '../src/core/policy.ts';
import { readPolicy } from '../src/policy-file.ts';
import type { ReadPolicy } from '../src/policy-file.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'farewell-policy-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function reading(text: string): Promise<ReadPolicy> {
  const path = join(folder, 'policy.json');
  await writeFile(path, text);
  return readPolicy(path);
}

describe('the policy file', () => {
  it('is not needed: the default is one approval by an administrator', async () => {
    expect(await readPolicy(undefined)).toEqual({ ok: true, policy: defaultPolicy });
  });

  it('changes what it names and leaves the rest', async () => {
    const text = JSON.stringify({ 'remove-licenses': { approvals: 2, approverRoles: ['globalAdministrator'] } });
    const expected = { ...defaultPolicy, approvals: 2, approverRoles: [builtInRole.globalAdministrator] };
    expect(await reading(text)).toEqual({ ok: true, policy: expected });
  });

  it('lets one group approve instead of roles', async () => {
    const approverGroup = '96009000-5A4D-4B0C-8F00-000000000008';
    const text = JSON.stringify({ 'remove-licenses': { approverGroup } });
    const expected = { ...defaultPolicy, approverRoles: [], approverGroup: approverGroup.toLowerCase() };
    expect(await reading(text)).toEqual({ ok: true, policy: expected });
  });

  it.each<[string, string, RegExp]>([
    [
      'with roles and a group',
      '{"remove-licenses":{"approverRoles":["userAdministrator"],"approverGroup":"96009000-5a4d-4b0c-8f00-000000000008"}}',
      /remove-licenses: approverRoles and approverGroup are both there: keep one of them\.$/,
    ],
    ['with a group that is no id', '{"remove-licenses":{"approverGroup":"Change board"}}', /approverGroup/],
    ['that is not JSON', '{', /is not JSON/],
    [
      'with an unknown role',
      '{"remove-licenses":{"approverRoles":["king"]}}',
      /"king" is not a role: use a role template id/,
    ],
    ['that nobody could meet', '{"remove-licenses":{"approvals":11}}', /remove-licenses\.approvals/],
    ['that needs no approval', '{"remove-licenses":{"approvals":0}}', /remove-licenses\.approvals/],
    ['with a share above all', '{"remove-licenses":{"changedPercent":101}}', /remove-licenses\.changedPercent/],
    ['in which nobody may approve', '{"remove-licenses":{"approverRoles":[]}}', /remove-licenses\.approverRoles/],
    ['with a slip of the pen', '{"remove-licenses":{"aprovals":2}}', /aprovals/],
    ['for an operation that does not exist', '{"delete-everything":{}}', /delete-everything/],
    ['with a protected person who is no id', '{"remove-licenses":{"protectedPeople":["Ana"]}}', /protectedPeople\.0/],
  ])('is refused: one %s', async (_, text, sentence) => {
    const read = await reading(text);
    expect(read.ok ? [] : read.problems).toEqual([expect.stringMatching(sentence)]);
  });

  it('is refused where it cannot be read', async () => {
    const read = await readPolicy(join(folder, 'not-there.json'));
    expect(read.ok ? [] : read.problems).toEqual([expect.stringMatching(/cannot be read/)]);
  });
});
