import type { Generator } from '../output.js';
import * as entries from './entries.js';
import * as license from './license.js';
import * as shaders from './shaders.js';

/** Everything in the repository that is made from something else in it. */
export const table: readonly Generator[] = [
  { source: 'shaders/kernels', target: 'packages/kernels/src/generated/shaders.ts', make: shaders.make },
  { source: 'shaders/system', target: 'packages/runtime/src/generated/shaders.ts', make: shaders.make },
  { source: 'packages/*/package.json', target: 'packages/*/package.json', make: entries.make },
  { source: 'LICENSE', target: 'packages/*/LICENSE', make: license.make },
];
