// `npm run mutate:emitter [filter]`: takes each guard, mask, bounds check and limit out of the compiler in turn, and runs the tests
// that are there for it. Changes no file. Exits with 1 if a change goes unnoticed, or is no program. The filter is a part of a file or of what is removed.
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { emitter } from './mutations/emitter.js';
import { type Mutation, mutate } from './mutations/mutation.js';
import { TestProcess } from './mutations/process.js';
import { root } from './root.js';

const [filter = ''] = process.argv.slice(2);
const nameOf = ({ file, removes }: Mutation): string => `${file}: ${removes}`;
const mutations = emitter.filter((one) => nameOf(one).includes(filter));
if (mutations.length === 0) {
  console.error(`mutate: no mutation of "${filter}".`);
  process.exit(2);
}
// Before any test runs: each text stands in its file.
for (const one of emitter) mutate(one, readFileSync(path.join(root, one.file), 'utf8'));

const startedMs = performance.now();
const processes = Array.from({ length: Math.min(os.availableParallelism(), 4) }, () => new TestProcess());
const stop = (): void => {
  for (const one of processes) one.stop();
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    stop();
    process.exit(2);
  });
}
try {
  const tests = [...new Set(mutations.flatMap((one) => one.tests))];
  const { failed, broken } = await processes[0]!.ask({ mutation: undefined, tests });
  if (failed === undefined && broken === undefined) process.exitCode = await tryAll();
  else {
    console.error(`mutate: the tests fail as the sources are: ${failed ?? broken}`);
    process.exitCode = 2;
  }
} finally {
  stop();
}

/** Gives the exit code. */
async function tryAll(): Promise<number> {
  const survived: string[] = [];
  const pending = mutations.values();
  await Promise.all(
    processes.map(async (one) => {
      for (const mutation of pending) {
        const beganMs = performance.now();
        const { failed, broken } = await one.ask({ mutation, tests: mutation.tests });
        const seconds = ((performance.now() - beganMs) / 1000).toFixed(1);
        if (failed === undefined) survived.push(nameOf(mutation));
        const what = failed !== undefined ? 'killed' : broken !== undefined ? 'BROKEN' : 'SURVIVED';
        console.log(`${what} ${nameOf(mutation)} (${seconds} s)`);
        if (failed !== undefined || broken !== undefined) console.log(`  by ${failed ?? broken}`);
      }
    }),
  );
  const minutes = ((performance.now() - startedMs) / 60_000).toFixed(1);
  for (const name of survived) console.log(`survived: ${name}`);
  console.log(`mutate: ${mutations.length - survived.length} killed, ${survived.length} survived in ${minutes} min`);
  return survived.length === 0 ? 0 : 1;
}
