export { gpuTest, type SoftwareGpu, softwareGpu } from './adapter.js';
export { type CheckParameters, cases, check, seed } from './cases.js';
