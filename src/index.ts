import { pino } from 'pino';
import { approverProblems } from './compose/approver-check.ts';
import { compose } from './compose.ts';
import { readConfig } from './config.ts';
import { readPolicies } from './policy-file.ts';

const read = readConfig(process.env);
if (!read.ok) refuse(read.problems);

const rules = await readPolicies(read.config.policyFile, read.config);
if (!rules.ok) refuse(rules.problems);

const log = pino({ level: read.config.logLevel, redact: ['*.token', '*.authorization', '*.headers'] });
const problems = await approverProblems(read.config, rules.policies, log);
if (problems.length > 0) refuse(problems);

const farewell = await compose(read.config, rules.policies, log).catch((error: unknown) => {
  log.fatal({ err: error }, 'not started');
  process.stderr.write(`Farewell does not start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
await farewell.start();
log.info({ port: read.config.port }, 'listening');

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    log.info({ signal }, 'stopping');
    void farewell.stop().then(() => process.exit(0));
  });
}

function refuse(problems: readonly string[]): never {
  process.stderr.write(`Farewell does not start:\n${problems.map((problem) => `  - ${problem}\n`).join('')}`);
  process.exit(1);
}
