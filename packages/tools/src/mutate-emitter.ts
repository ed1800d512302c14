// `npm run mutate:emitter [filter]`: takes each guard, mask, bounds check and limit out of the compiler in turn, and runs the tests
// that are there for it. Changes no file. Exits with 1 if a change goes unnoticed. The filter is a part of a file or of what is removed.
import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { emitter } from './mutations/emitter.js';
import { mutate } from './mutations/mutation.js';
import type { Answer, Question } from './mutations/runner.js';
import { root } from './root.js';

/** Tests that run longer do not end: some changes make loops that never do. */
const LONGEST_MS = 90_000;
/** One seed for all: what kills a change today kills it tomorrow. */
const SEED = '1';

const [filter = ''] = process.argv.slice(2);
const mutations = emitter.filter(({ file, removes }) => `${file}: ${removes}`.includes(filter));
if (mutations.length === 0) {
  console.error(`mutate: no mutation of "${filter}".`);
  process.exit(2);
}
for (const one of emitter) mutate(one, readFileSync(path.join(root, one.file), 'utf8'));

let runner: ChildProcess | undefined;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    stop();
    process.exit(2);
  });
}
try {
  const startedMs = performance.now();
  const tests = [...new Set(mutations.flatMap((one) => one.tests))];
  const control = await ask({ mutation: undefined, tests });
  if (control !== undefined) {
    console.error(`mutate: the tests fail as the sources are: ${control}`);
    process.exitCode = 2;
  } else {
    const survived: string[] = [];
    for (const mutation of mutations) {
      const name = `${mutation.file}: ${mutation.removes}`;
      const beganMs = performance.now();
      const failed = await ask({ mutation, tests: mutation.tests });
      const seconds = ((performance.now() - beganMs) / 1000).toFixed(1);
      if (failed === undefined) survived.push(name);
      console.log(
        failed === undefined ? `SURVIVED ${name} (${seconds} s)` : `killed ${name} (${seconds} s)\n  by ${failed}`,
      );
    }
    const minutes = ((performance.now() - startedMs) / 60_000).toFixed(1);
    console.log(`mutate: ${mutations.length - survived.length} killed, ${survived.length} survived in ${minutes} min`);
    for (const name of survived) console.log(`survived: ${name}`);
    process.exitCode = survived.length === 0 ? 0 : 1;
  }
} finally {
  stop();
}

/** The test that failed; undefined where all passed. */
async function ask(question: Question): Promise<string | undefined> {
  runner ??= await start();
  const asked = runner;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      stop();
      resolve(`the clock: no end after ${LONGEST_MS / 1000} s`);
    }, LONGEST_MS);
    const onExit = (code: number | null): void => reject(new Error(`the process that runs tests ended with ${code}.`));
    asked.once('exit', onExit);
    asked.once('message', ({ failed }: Answer) => {
      clearTimeout(timer);
      asked.off('exit', onExit);
      resolve(failed);
    });
    asked.send(question);
  });
}

/** A process group of its own: with it ends what it has started. */
function start(): Promise<ChildProcess> {
  const child = fork(path.join(root, 'packages/tools/dist/mutations/runner.js'), {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, ASSAY_SEED: SEED },
  });
  return new Promise((resolve, reject) => {
    child.once('message', () => resolve(child));
    child.once('error', reject);
  });
}

function stop(): void {
  if (runner?.pid !== undefined) {
    runner.removeAllListeners('exit');
    process.kill(-runner.pid, 'SIGKILL');
  }
  runner = undefined;
}
