export type { AdapterChoice, AdapterReport } from './adapter.js';
export { type CellsOptions, type CellsRun, CellThreads } from './node/cells.js';
export { type CpuExecution, type CpuOptions, CpuRunner, type CpuStep } from './node/cpu.js';
export { type AcquireOptions, acquire, type DawnGpu } from './node/dawn.js';
export { type Diagnosis, diagnose } from './node/doctor.js';
export { GpuProcess, type RunOptions, type StartOptions } from './node/process.js';
export * as software from './node/software.js';
export { type Versions, versions } from './node/versions.js';
export * as vulkan from './node/vulkan.js';
