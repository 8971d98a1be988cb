import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { mutate, readMutants } from './mutants.ts';
import type { Mutant } from './mutants.ts';

/** What `vitest --reporter=json` writes, as far as it is read here. */
const report = z.object({
  testResults: z.array(
    z.object({ name: z.string(), assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })) }),
  ),
});

const root = join(import.meta.dirname, '..');
const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } });
const wanted = readMutants(root).filter(({ id }) => values.only?.includes(id) ?? true);
const copy = copySources();
try {
  process.exitCode = run(wanted);
} finally {
  rmSync(copy, { recursive: true, force: true });
}

/** Everything that git knows or would know, beside the same packages. */
function copySources(): string {
  const target = mkdtempSync(join(tmpdir(), 'farewell-mutants-'));
  const listed = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'];
  const files = execFileSync('git', listed, { cwd: root, encoding: 'utf8' }).split('\0').filter(Boolean);
  for (const file of files) cpSync(join(root, file), join(target, file), { recursive: true, force: true });
  symlinkSync(join(root, 'node_modules'), join(target, 'node_modules'));
  return target;
}

function run(mutants: readonly Mutant[]): number {
  console.log(`Running the ${mutants.length} named tests on the sources as they are.`);
  const before = runTests(mutants);
  const broken = mutants.filter((each) => verdictOf(each, before) !== 'passed');
  for (const each of broken) console.log(`  ${each.id}: “${each.test.name}” ${verdictOf(each, before)}`);
  if (broken.length > 0) {
    console.log('These tests must pass before anything is taken out.');
    return 1;
  }
  const caught = mutants.filter((each) => isCaught(each));
  console.log(`${caught.length} of ${mutants.length} mutants caught`);
  return caught.length === mutants.length ? 0 : 1;
}

function isCaught(each: Mutant): boolean {
  const file = join(copy, each.file);
  const source = readFileSync(file, 'utf8');
  const started = Date.now();
  writeFileSync(file, mutate(source, each));
  const verdict = verdictOf(each, runTests([each]));
  writeFileSync(file, source);
  const seconds = Math.round((Date.now() - started) / 1000);
  console.log(`${verdict === 'failed' ? 'caught  ' : 'SURVIVED'} ${each.id} (${seconds} s, its test ${verdict})`);
  return verdict === 'failed';
}

interface Outcome {
  file: string;
  name: string;
  status: string;
}

/** Runs the named tests of the mutants, and nothing else. */
function runTests(mutants: readonly Mutant[]): Outcome[] {
  const files = [...new Set(mutants.map((each) => each.test.file))];
  const names = mutants.map((each) => each.test.name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const output = join(copy, 'mutants-report.json');
  rmSync(output, { force: true });
  const vitest = join(copy, 'node_modules/vitest/vitest.mjs');
  const args = [vitest, 'run', ...files, '-t', names.join('|'), '--reporter=json', `--outputFile=${output}`];
  spawnSync(process.execPath, args, { cwd: copy, env: { ...process.env, TEST_PATIENCE: '6000' } });
  return readReport(output);
}

function readReport(output: string): Outcome[] {
  const text = readFileSync(output, 'utf8');
  return report
    .parse(JSON.parse(text))
    .testResults.flatMap(({ name: file, assertionResults }) =>
      assertionResults.map(({ fullName, status }) => ({ file, name: fullName, status })),
    );
}

/** A test that did not run proves nothing, so only what every one of them says counts. */
function verdictOf({ test }: Mutant, outcomes: readonly Outcome[]): string {
  const ran = outcomes.filter(
    ({ file, name, status }) =>
      file.endsWith(`/${test.file}`) &&
      name.endsWith(test.name) &&
      name.includes(test.within ?? '') &&
      (status === 'passed' || status === 'failed'),
  );
  if (ran.length === 0) return 'did not run';
  const [first, ...others] = new Set(ran.map(({ status }) => status));
  return first === undefined || others.length > 0 ? 'passed in one place and failed in another' : first;
}
