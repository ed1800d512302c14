// Runs tests on sources with a change in them. A process of its own, so that one that does not end can be killed; see mutate-emitter.ts.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { TestModule, TestRunResult } from 'vitest/node';
import { createVitest } from 'vitest/node';
import { root } from '../root.js';
import { type Mutation, mutate } from './mutation.js';

/** What the process is asked: the tests of a mutation, or tests on the sources as they are. */
export interface Question {
  readonly mutation: Mutation | undefined;
  /** From the root. */
  readonly tests: readonly string[];
}

/** The first test that failed, or what else went wrong; undefined where all passed. */
export interface Answer {
  readonly failed: string | undefined;
}

let mutation: Mutation | undefined;

const vitest = await createVitest(
  'test',
  { root, watch: false, bail: 1, reporters: [{}], maxWorkers: 1 },
  {
    plugins: [
      {
        name: 'assay-mutation',
        enforce: 'pre',
        load(id) {
          if (mutation === undefined || id !== path.join(root, mutation.file)) return undefined;
          return mutate(mutation, readFileSync(id, 'utf8'));
        },
      },
    ],
  },
);
await vitest.standalone();

process.on('message', (question: Question) => {
  answer(question).then(
    (failed) => process.send?.({ failed } satisfies Answer),
    (error) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.send?.('ready');

async function answer(question: Question): Promise<string | undefined> {
  mutation = question.mutation;
  invalidate();
  const files = question.tests.map((one) => path.join(root, one));
  const specifications = await vitest.globTestSpecifications(files);
  if (specifications.length !== files.length) throw new Error(`not all are test files: ${question.tests.join(', ')}`);
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications);
  // What ran before is among them.
  const failed = failureOf({ testModules: testModules.filter((one) => files.includes(one.moduleId)), unhandledErrors });
  invalidate();
  return failed;
}

/** So that the file is loaded again. */
function invalidate(): void {
  if (mutation !== undefined) vitest.invalidateFile(path.join(root, mutation.file));
}

function failureOf({ testModules, unhandledErrors }: TestRunResult): string | undefined {
  for (const module of testModules) {
    const failed = failureIn(module);
    if (failed !== undefined) return failed;
  }
  return unhandledErrors.length > 0 ? String(unhandledErrors[0]) : undefined;
}

function failureIn(module: TestModule): string | undefined {
  for (const test of module.children.allTests('failed')) return `${module.relativeModuleId} > ${test.fullName}`;
  for (const { message } of module.errors()) return `${module.relativeModuleId}: ${message}`;
  if (module.state() === 'pending' || module.state() === 'queued') {
    return `${module.relativeModuleId}: did not come to its end`;
  }
  return undefined;
}
