export { gpuTest, type SoftwareGpu, softwareGpu } from './adapter.js';
export { cases, check, type Parameters, seed } from './cases.js';
