import { runAudit } from './audit/command.ts';

process.exitCode = await runAudit({
  argv: process.argv.slice(2),
  env: process.env,
  out: process.stdout,
  err: process.stderr,
});
