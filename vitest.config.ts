import { randomInt } from 'node:crypto';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = path.dirname(fileURLToPath(import.meta.url));

// One seed for the whole run, so that one number repeats it.
const seed = process.env.ASSAY_SEED ?? String(randomInt(2 ** 31));
process.stderr.write(`seed ${seed} (ASSAY_SEED=${seed} repeats this run's random cases)\n`);

const outputFile = process.env.ASSAY_TEST_REPORT;

// A plain run tries a twentieth of the cases (see the testkit). What tries more of them may take longer.
const timeoutMs = 60_000 * Math.max(1, 20 * Number(process.env.ASSAY_CASES ?? 0));

// Tests run on the sources of every package, so that one copy of each class exists and coverage is honest.
// What starts another process (the command, the GPU process) runs what `npm test` built just before.
export default defineConfig({
  resolve: {
    alias: [
      { find: '@assay/conformance', replacement: `${root}/conformance/src/index.ts` },
      { find: /^@assay\/([a-z]+)$/, replacement: `${root}/packages/$1/src/index.ts` },
      { find: /^@assay\/([a-z]+)\/(.+)$/, replacement: `${root}/packages/$1/src/$2.ts` },
    ],
  },
  test: {
    include: [
      'packages/*/src/**/*.test.ts',
      'test/**/*.test.ts',
      'bench/src/**/*.test.ts',
      'conformance/src/**/*.test.ts',
    ],
    env: { ASSAY_SEED: seed },
    // Processes, not threads: Dawn finds SwiftShader by an environment variable, and in a worker thread process.env is a
    // copy that native code never sees. A driver that crashes then also takes one file with it and not the run.
    pool: 'forks',
    // Vitest leaves one core to itself in a run; with two cores that is half of the machine.
    maxWorkers: '100%',
    reporters: [
      'default',
      ...(outputFile === undefined ? [] : [[`${root}/packages/tools/dist/reporter.js`, { outputFile }] as const]),
    ],
    retry: 0,
    testTimeout: timeoutMs,
    hookTimeout: timeoutMs,
  },
});
