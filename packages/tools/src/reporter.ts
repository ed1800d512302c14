import { writeFileSync } from 'node:fs';
import type { Reporter } from 'vitest/node';

/** What a test run came to. Names are `file > suite > test`. */
export interface Report {
  readonly passed: number;
  readonly failed: readonly string[];
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
  /** Files that could not be run, and errors outside any test, by their message. */
  readonly errors: readonly string[];
}

/** A vitest reporter that writes a {@link Report} to `outputFile`; vitest's own JSON says nothing of why a test was skipped. */
export default function reporter({ outputFile }: { readonly outputFile: string }): Reporter {
  return {
    onTestRunEnd(modules, unhandled) {
      let passed = 0;
      const failed: string[] = [];
      const skipped: { name: string; reason: string }[] = [];
      const errors = unhandled.map((error) => error.message);
      for (const module of modules) {
        // What a process that died leaves behind.
        if (module.state() === 'pending' || module.state() === 'queued') {
          errors.push(`${module.relativeModuleId}: did not come to its end`);
        }
        for (const error of module.errors()) errors.push(`${module.relativeModuleId}: ${error.message}`);
        for (const test of module.children.allTests()) {
          const name = `${module.relativeModuleId} > ${test.fullName}`;
          const result = test.result();
          if (result.state === 'passed') passed++;
          else if (result.state === 'skipped') skipped.push({ name, reason: result.note ?? '' });
          // A test that is still pending when the run ends was cut off: it did not pass.
          else failed.push(name);
        }
        for (const suite of module.children.allSuites()) {
          for (const error of suite.errors())
            errors.push(`${module.relativeModuleId} > ${suite.fullName}: ${error.message}`);
        }
      }
      const report: Report = { passed, failed, skipped, errors };
      writeFileSync(outputFile, JSON.stringify(report));
    },
  };
}
