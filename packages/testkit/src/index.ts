export type { DawnGpu } from '@assay/runtime/node';
export { gpuTest, type SoftwareGpu, softwareGpu } from './adapter.js';
export { type CheckParameters, cases, check, seed } from './cases.js';
export * as cheater from './cheater.js';
export * as honest from './honest.js';
export * as arbitrary from './job.js';
export { type Cheat, challengeOf, type Worked, work } from './worked.js';
