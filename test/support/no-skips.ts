import type { Reporter, TestModule } from 'vitest/node';

/** For CI, where everything can be installed: a test that was skipped was not run, and that is a failure with its name. */
export default class NoSkips implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const skipped = modules.flatMap((module) => [...module.children.allTests('skipped')]);
    for (const test of skipped)
      process.stderr.write(`skipped in CI: ${test.module.relativeModuleId}: ${test.fullName}\n`);
    if (skipped.length > 0) process.exitCode = 1;
  }
}
