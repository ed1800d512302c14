/** The compiled executor: cells at the speed of machine code, in a sandbox (SPEC.md, chapter Compilation). */

export { compile } from './compilation/compile.js';
export { type Compiled, type CompileOptions, compilerVersion } from './compilation/compiled.js';
export { Cache, type CacheLimits, keyOf } from './compilation/machine/cache.js';
export {
  type Contents,
  Executor,
  type Finished,
  type Missing,
  open,
  type Part,
  type RunOptions,
  replayStep,
  type StepOptions,
  type StepReplay,
  type Written,
} from './compilation/machine/cell.js';
export {
  type Assignment,
  type Executable,
  lanes,
  load,
  Machine,
  type Outcome,
  type PageRange,
} from './compilation/machine/machine.js';
export {
  allocate,
  type Memory,
  type Place,
  type Plan,
  plan,
  type Space,
  writeLocalIds,
} from './compilation/machine/space.js';
