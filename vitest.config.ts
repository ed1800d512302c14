import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = path.dirname(fileURLToPath(import.meta.url));

// Tests run on the sources of every package, so that one copy of each class exists and coverage is honest.
// What starts another process (the command, the GPU process) runs what `npm test` built just before.
export default defineConfig({
  resolve: {
    alias: [
      { find: /^@assay\/([a-z]+)$/, replacement: `${root}/packages/$1/src/index.ts` },
      { find: /^@assay\/([a-z]+)\/(.+)$/, replacement: `${root}/packages/$1/src/$2.ts` },
    ],
  },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'test/**/*.test.ts', 'bench/src/**/*.test.ts'],
    retry: 0,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
