// Runs tests on sources with a change in them. A process of its own, so that one that does not end can be killed; see mutate-emitter.ts.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { TestModule } from 'vitest/node';
import { createVitest } from 'vitest/node';
import { root } from '../root.js';
import { type Mutation, mutate } from './mutation.js';

/** What the process is asked: the tests of a mutation, or tests on the sources as they are. */
export interface Question {
  readonly mutation: Mutation | undefined;
  /** From the root. */
  readonly tests: readonly string[];
}

/** The first test that failed; undefined where all passed. */
export interface Answer {
  readonly failed: string | undefined;
  /** What kept tests from running: the change makes no program. */
  readonly broken: string | undefined;
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
    (found) => process.send?.(found),
    (error) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.send?.('ready');

async function answer(question: Question): Promise<Answer> {
  mutation = question.mutation;
  invalidate();
  const files = question.tests.map((one) => path.join(root, one));
  const specifications = await vitest.globTestSpecifications(files);
  if (specifications.length !== files.length) throw new Error(`not all are test files: ${question.tests.join(', ')}`);
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications);
  invalidate();
  // What ran before is among them.
  const modules = testModules.filter((one) => files.includes(one.moduleId));
  const [failed] = modules.flatMap(failuresIn);
  const [error] = [...modules.flatMap((one) => one.errors()), ...unhandledErrors];
  const isCut = modules.some((one) => one.state() === 'pending' || one.state() === 'queued');
  if (failed !== undefined) return failed;
  if (error !== undefined) return { failed: undefined, broken: String(error) };
  return { failed: undefined, broken: isCut ? 'a process of tests did not come to its end' : undefined };
}

/** So that the file is loaded again. */
function invalidate(): void {
  if (mutation !== undefined) vitest.invalidateFile(path.join(root, mutation.file));
}

function failuresIn(module: TestModule): readonly Answer[] {
  return [...module.children.allTests('failed')].map((test) => {
    const name = `${module.relativeModuleId} > ${test.fullName}`;
    const isNoModule = (test.result().errors ?? []).some(
      (error) => error.code === 'executor.wrong-module' || error.name === 'CompileError',
    );
    return isNoModule ? { failed: undefined, broken: `${name}: no valid module` } : { failed: name, broken: undefined };
  });
}
