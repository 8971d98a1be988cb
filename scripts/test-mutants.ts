import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { mutate, readMutants } from './mutants.ts';
import type { Mutant } from './mutants.ts';

const root = join(import.meta.dirname, '..');
const help = `npm run test:mutants -- [--only <id>]... [--jobs <number>]

Takes the rules of test/mutants.json out, one at a time, in copies of the sources, and runs the test that must fail then.
A test waits 8 seconds for a message that may never come; TEST_PATIENCE=20000 gives a slow machine more.
`;

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    jobs: { type: 'string', default: '2' },
    help: { type: 'boolean', default: false },
  },
});
async function run(mutants: readonly Mutant[]): Promise<number> {
  const copies = Array.from({ length: Math.max(1, Number(values.jobs)) }, copySources);
  try {
    console.log(`Running the named tests of ${mutants.length} mutants on the sources as they are.`);
    const before = await runTests(copies[0] ?? '', mutants);
    const broken = mutants.filter((each) => verdictOf(each, before) !== 'passed');
    for (const each of broken) console.log(`  ${each.id}: “${each.test.name}” ${verdictOf(each, before)}`);
    if (broken.length > 0) return refuse();
    const caught = await countCaught(copies, mutants);
    console.log(`${caught} of ${mutants.length} mutants caught`);
    return caught === mutants.length ? 0 : 1;
  } finally {
    for (const copy of copies) rmSync(copy, { recursive: true, force: true });
  }
}

function refuse(): number {
  console.log('These tests must pass before anything is taken out.');
  return 1;
}

/** Everything that git knows or would know, beside the same packages. */
function copySources(): string {
  const copy = mkdtempSync(join(tmpdir(), 'farewell-mutants-'));
  const listed = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'];
  const files = execFileSync('git', listed, { cwd: root, encoding: 'utf8' }).split('\0').filter(Boolean);
  // What was deleted and not committed yet is still listed.
  for (const file of files.filter((each) => existsSync(join(root, each)))) cpSync(join(root, file), join(copy, file));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

async function countCaught(copies: readonly string[], mutants: readonly Mutant[]): Promise<number> {
  const waiting = [...mutants];
  let caught = 0;
  async function work(copy: string): Promise<void> {
    for (let next = waiting.shift(); next; next = waiting.shift()) if (await isCaught(copy, next)) caught += 1;
  }
  await Promise.all(copies.map(work));
  return caught;
}

async function isCaught(copy: string, mutant: Mutant): Promise<boolean> {
  const file = join(copy, mutant.file);
  const source = readFileSync(file, 'utf8');
  writeFileSync(file, mutate(source, mutant));
  const verdict = verdictOf(mutant, await runTests(copy, [mutant]));
  writeFileSync(file, source);
  console.log(`${verdict === 'failed' ? 'caught  ' : 'SURVIVED'} ${mutant.id}: its test ${verdict}`);
  return verdict === 'failed';
}

/** What `vitest --reporter=json` writes, as far as it is read here. */
const report = z.object({
  testResults: z.array(
    z.object({ name: z.string(), assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })) }),
  ),
});

interface Outcome {
  file: string;
  name: string;
  status: string;
}

/** Runs the named tests of the mutants, and nothing else. */
async function runTests(copy: string, mutants: readonly Mutant[]): Promise<Outcome[]> {
  const files = [...new Set(mutants.map(({ test }) => test.file))];
  const names = mutants.map(({ test }) => test.name.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  const output = join(copy, 'mutants-report.json');
  rmSync(output, { force: true });
  const vitest = join(copy, 'node_modules/vitest/vitest.mjs');
  const args = [vitest, 'run', ...files, '-t', names.join('|'), '--reporter=json', `--outputFile=${output}`];
  // What a hook opens says nothing about the rule: on a busy machine it may take its time.
  const env = { TEST_PATIENCE: '8000', TEST_HOOK_PATIENCE: '600000', ...process.env };
  await once(spawn(process.execPath, args, { cwd: copy, env, stdio: 'ignore' }), 'close');
  return existsSync(output) ? readReport(output) : [];
}

function readReport(output: string): Outcome[] {
  return report
    .parse(JSON.parse(readFileSync(output, 'utf8')))
    .testResults.flatMap(({ name: file, assertionResults }) =>
      assertionResults.map(({ fullName, status }) => ({ file, name: fullName, status })),
    );
}

/** A test that did not run proves nothing; of one that runs in several places, every place must agree. */
function verdictOf({ test }: Mutant, outcomes: readonly Outcome[]): string {
  const ran = outcomes.filter(
    ({ file, name, status }) =>
      file.endsWith(`/${test.file}`) &&
      name.endsWith(test.name) &&
      name.includes(test.within ?? '') &&
      (status === 'passed' || status === 'failed'),
  );
  const [verdict = 'did not run', ...others] = new Set(ran.map(({ status }) => status));
  return others.length === 0 ? verdict : 'passed in one place and failed in another';
}

/** Those that were named, or all; a name that nobody has would otherwise pass as nothing to do. */
function wanted(): number | Promise<number> {
  const mutants = readMutants(root);
  const unknown = values.only?.filter((name) => !mutants.some(({ id }) => id === name)) ?? [];
  if (unknown.length === 0) return run(mutants.filter(({ id }) => values.only?.includes(id) ?? true));
  console.log(`No mutant is called ${unknown.join(', ')}. Give each one its own --only.`);
  return 1;
}

if (values.help) console.log(help);
else process.exitCode = await wanted();
