export type { AdapterChoice, AdapterReport } from './adapter.js';
export { attest } from './attest.js';
export * from './engine.js';
export {
  type Commitment,
  type ExecuteOptions,
  type Execution,
  execute,
  type Gpu,
  type Progress,
} from './executor.js';
export { Hasher } from './hasher.js';
export type { Inputs } from './inputs.js';
export { assertWithin, type DeviceLimits, type Plan, plan } from './plan.js';
export { newKey, newNonce, newSalt, randomBytes } from './random.js';
export { type RespondOptions, respond, type VersionStore } from './respond.js';
export { onDevice, type Runner, replay } from './replay.js';
