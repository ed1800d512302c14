import { expect, it } from 'vitest';
import { manifest, within } from '../fixture.js';
import { check } from './imports.js';

const DEVELOPMENT = { vitest: '4.0.0', 'hash-wasm': '4.0.0', '@assay/conformance': '0.1.0' };

const find = (path: string, text: string): Promise<readonly string[]> =>
  within(
    {
      'package.json': manifest({ name: 'top', devDependencies: DEVELOPMENT }),
      'packages/core/package.json': manifest({ name: '@assay/core', exports: { '.': {} } }),
      'packages/core/src/index.ts': 'export const one = 1;\n',
      'packages/verify/package.json': manifest({
        name: '@assay/verify',
        exports: { '.': {}, './node': {} },
        dependencies: { '@assay/core': '0.1.0', '@noble/hashes': '2.4.0' },
        peerDependencies: { '@sparticuz/chromium': '147.0.0' },
        devDependencies: { '@types/node': '20.0.0' },
      }),
      'packages/kit/package.json': manifest({ name: '@assay/kit', private: true }),
      'bench/package.json': manifest({ name: '@assay/bench', private: true }),
      'conformance/package.json': manifest({ name: '@assay/conformance', private: true, exports: { '.': {} } }),
      [path]: text,
    },
    (workspace) => check(workspace).map(({ where, what }) => `${where}: ${what}`),
  );

it.each([
  ['packages/verify/src/a.ts', "import '@assay/core';"],
  ['packages/verify/src/a.ts', "import { blake3 } from '@noble/hashes/blake3.js';"],
  ['packages/verify/src/a.ts', "require.resolve('@sparticuz/chromium');"],
  ['packages/verify/src/a.ts', "import { readFileSync } from 'node:fs';"],
  ['packages/verify/src/deep/a.ts', "import '../b.js';"],
  ['packages/verify/src/a.test.ts', "import 'vitest'; import 'hash-wasm';"],
  ['packages/verify/src/a.test.ts', "import '../../core/src/engine.contract.js';"],
  ['packages/kit/src/a.ts', "import 'vitest';"],
  ['test/e2e/a.test.ts', "import 'vitest'; import '../vectors/b.js';"],
  ['test/e2e/a.test.ts', "import '@assay/conformance';"],
  ['conformance/src/deep/a.ts', "import '../b.js'; import 'vitest';"],
  ['packages/verify/src/a.ts', "// import 'left-pad'\nconst text = \"import 'left-pad'\";"],
])('accepts in %s: %s', async (path, text) => {
  expect(await find(path, text)).toEqual([]);
});

it.each([
  ['packages/verify/src/a.ts', "import 'left-pad';", 'left-pad is not in the dependencies'],
  ['packages/verify/src/a.ts', "import type { T } from 'left-pad/x';", 'left-pad is not in the dependencies'],
  ['packages/verify/src/a.ts', "import 'vitest';", 'vitest is not in the dependencies'],
  ['packages/verify/src/a.ts', "await import('hash-wasm');", 'hash-wasm is not in the dependencies'],
  ['packages/verify/src/a.ts', "createRequire(x).resolve('hash-wasm');", 'hash-wasm is not in the dependencies'],
  ['packages/verify/src/a.ts', "import.meta.resolve('hash-wasm');", 'hash-wasm is not in the dependencies'],
  ['packages/core/src/a.ts', "import '@assay/verify';", '@assay/verify is not in the dependencies'],
  ['test/a.test.ts', "import '@assay/verify';", '@assay/verify is not in the dependencies'],
  [
    'packages/verify/src/a.ts',
    "import '@assay/core/bytes';",
    '@assay/core/bytes is not in the exports map of @assay/core',
  ],
  [
    'packages/verify/src/a.ts',
    "import '@assay/core/src/index.js';",
    '@assay/core/src/index.js is not in the exports map of @assay/core',
  ],
  [
    'packages/verify/src/a.ts',
    "import '../../core/src/engine.contract.js';",
    'relative import ../../core/src/engine.contract.js leaves the package',
  ],
  ['packages/verify/src/a.ts', "import '@assay/verify/node';", '@assay/verify/node is the package itself'],
  [
    'packages/verify/src/a.ts',
    "import '../../core/src/index.js';",
    'relative import ../../core/src/index.js leaves the package',
  ],
  [
    'test/a.test.ts',
    "import '../packages/core/src/index.js';",
    'relative import ../packages/core/src/index.js leaves the package',
  ],
  ['test/a.test.ts', "import '../bench/src/a.js';", 'relative import ../bench/src/a.js leaves the package'],
  ['test/a.test.ts', "import '../conformance/src/a.js';", 'relative import ../conformance/src/a.js leaves the package'],
  ['conformance/src/a.ts', "import '../../test/a.js';", 'relative import ../../test/a.js leaves the package'],
  ['conformance/src/a.ts', "import 'left-pad';", 'left-pad is not in the dependencies'],
  ['test/a.test.ts', "import '../../a.js';", 'relative import ../../a.js leaves the package'],
])('finds in %s: %s', async (path, text, what) => {
  expect(await find(path, text)).toEqual([`${path}:1: ${what}`]);
});
