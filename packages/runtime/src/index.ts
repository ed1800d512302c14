export type { AdapterChoice, AdapterReport } from './adapter.js';
export { type AttestOptions, attest } from './attest.js';
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
export { type Journal, signOnce } from './journal.js';
export { assertWithin, type DeviceLimits, type Plan, plan } from './plan.js';
export { newKey, newNonce, newSalt, randomBelow, randomBytes } from './random.js';
export { onDevice, type Runner, replay } from './replay.js';
export { type RespondOptions, respond, type VersionStore } from './respond.js';
export { type AnswerOptions, answer } from './responder.js';
export { type RestoreOptions, restore, slice } from './restore.js';
export { kept, type Retention, sourcesOf } from './retention.js';
export { chooseCells, type SelfChecked, type SelfCheckOptions, selfCheck, versionsFor } from './self-check.js';
