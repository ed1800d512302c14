import { AssayError, bytes as bytesOf, type job as jobs, suite as suites } from '@assay/core';
import type { AdapterReport } from './adapter.js';
import { Hasher } from './hasher.js';
import { assertInputs, type Inputs } from './inputs.js';
import { assertKeep, keptOf } from './keep.js';
import { compile, type Pipeline } from './pipelines.js';
import { assertWithin, type Plan, type PlannedStep, type Preparation, plan } from './plan.js';
import { Readback } from './readback.js';
import { inTurn } from './turn.js';
import { Watch } from './watch.js';
import { bufferUsage } from './webgpu.js';

/** A device ready for jobs, however it was come by (Dawn in Node, `navigator.gpu` in a browser). */
export interface Gpu {
  readonly device: GPUDevice;
  readonly report: AdapterReport;
}

/**
 * What a run tells while it goes on: `done` of `total`, in pipelines (`compile`), bytes (`upload`) or steps (`step`); on a CPU
 * in kernels (`compile`) and cells of all steps (`cell`). Within a phase `done` only grows; a run that ends well has told `total`
 * of each of its phases.
 */
export interface Progress {
  readonly phase: 'compile' | 'upload' | 'step' | 'cell';
  readonly done: number;
  readonly total: number;
}

/** Where versions are hashed. */
export type Commitment = 'device' | 'host' | 'none';

export interface ExecuteOptions {
  /** `auto` (default) takes the host on a CPU adapter, the device otherwise; `none` is a bare run, for comparison. */
  readonly commit?: 'auto' | Commitment;
  /** Names of versions whose bytes are wanted besides the outputs. */
  readonly keep?: readonly string[];
  /** Hashes on the host; plain TypeScript by default. */
  readonly engine?: suites.Engine;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** The result of one run. */
export interface Execution {
  /** What was run. */
  readonly job: jobs.Job;
  /** Roots of all versions in the job's version order (inputs, literals, writes); empty with `commit: 'none'`. */
  readonly roots: readonly suites.Root[];
  /** Bytes of the job's outputs by name, in the job's order. */
  readonly outputs: ReadonlyMap<string, Uint8Array>;
  /**
   * Bytes of the versions in `keep` by name, in its order. What is also an output has the same bytes there; inputs and literals
   * are those that were given, not copies.
   */
  readonly kept: ReadonlyMap<string, Uint8Array>;
  readonly committedOn: Commitment;
  /** Device memory of all versions together, after reuse. */
  readonly deviceBytes: number;
}

/** Upload pieces: WebGPU stages a copy of each, so that one piece is the extra memory an upload takes. */
const UPLOAD_BYTES = 1 << 26;
/**
 * A batch of steps is submitted when it has this much to read back, or this many steps (doubled up to the maximum). Where
 * the host hashes, batches are smaller, so that it begins while the device works on the next one.
 */
const BATCH_BYTES: Readonly<Record<Commitment, number>> = { device: 1 << 28, host: 1 << 22, none: 1 << 28 };
const FIRST_BATCH_STEPS = 16;
const MOST_BATCH_STEPS = 128;
/** Batches under way: the device works on one while the host hashes what the one before wrote. */
const BATCHES_IN_FLIGHT = 2;

/**
 * Runs a job and commits to every version. Runs on one device take turns.
 *
 * @param job a valid job: of `job.define`, `job.decode` or `job.assertJob`.
 * @throws AssayError `run.missing-input`, `run.unknown-input`, `run.wrong-input-size`, `run.unknown-version`, `kernel.…` (invalid);
 * `job.exceeds-device`, `device.out-of-memory`, `run.aborted` (exhausted); `device.lost` (trap).
 */
export async function execute(
  gpu: Gpu,
  job: jobs.Job,
  inputs: Inputs,
  options: ExecuteOptions = {},
): Promise<Execution> {
  const layout = plan(job);
  assertWithin(layout, gpu.device.limits);
  assertInputs(job, inputs);
  assertKeep(job, options.keep ?? []);
  const watch = new Watch(gpu.device, options.signal);
  try {
    watch.assertGoingOn();
    return await inTurn(gpu.device, watch, async () => {
      const run = new Run(gpu, job, inputs, layout, options, watch);
      try {
        return await run.execute();
      } finally {
        run.destroy();
      }
    });
  } finally {
    watch.release();
  }
}

/** The state of one run; owns every buffer of it. */
class Run {
  readonly #device: GPUDevice;
  readonly #job: jobs.Job;
  readonly #inputs: Inputs;
  readonly #plan: Plan;
  readonly #watch: Watch;
  readonly #onProgress: (progress: Progress) => void;
  readonly #committedOn: Commitment;
  readonly #suite: suites.HashSuite;
  readonly #readback: Readback;

  readonly #keepNames: readonly string[];
  /** Names of outputs and of versions to keep, and versions that are never on the device: looked up for each of up to 65,536. */
  readonly #wanted: ReadonlySet<string>;
  readonly #unused: ReadonlySet<jobs.Version>;
  readonly #uploadTotal: number;

  readonly #roots: suites.Root[] = [];
  /** Of outputs, and of written versions to keep. */
  readonly #bytes = new Map<string, Uint8Array>();
  #slots: GPUBuffer[] = [];
  readonly #bindGroups = new Map<GPUBindGroupLayout, Map<string, GPUBindGroup>>();
  #hasherMade: Promise<Hasher> | undefined;
  #hasher: Hasher | undefined;
  #digests: GPUBuffer | undefined;
  #encoder: GPUCommandEncoder | undefined;
  #stepsEncoded = 0;
  #stepsDone = 0;
  #uploadedBytes = 0;
  #inFlight: Promise<void>[] = [];
  #lastBatch: Promise<void> = Promise.resolve();
  #isOver = false;

  constructor(gpu: Gpu, job: jobs.Job, inputs: Inputs, layout: Plan, options: ExecuteOptions, watch: Watch) {
    const { commit = 'auto', keep = [], engine, onProgress = () => {} } = options;
    this.#device = gpu.device;
    this.#job = job;
    this.#inputs = inputs;
    this.#plan = layout;
    this.#watch = watch;
    this.#onProgress = onProgress;
    this.#committedOn = commit !== 'auto' ? commit : gpu.report.isSoftware ? 'host' : 'device';
    this.#suite = suites.blake3(engine);
    this.#readback = new Readback(gpu.device);
    this.#keepNames = keep;
    this.#wanted = new Set([...job.outputs, ...keep]);
    this.#unused = new Set(layout.unused);
    this.#uploadTotal = layout.versions
      .filter((version) => version.origin.kind !== 'write' && !this.#unused.has(version))
      .reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  }

  async execute(): Promise<Execution> {
    const compiling = compile(this.#device, this.#job, (done, total) =>
      this.#report({ phase: 'compile', done, total }),
    );
    const pipelines = await this.#watch.race(compiling);
    await this.#checked(() => this.#allocate());
    await this.#checked(() => this.#dispatchAll(pipelines));
    const outputs = new Map(this.#job.outputs.map((name) => [name, this.#bytes.get(name)!]));
    return {
      job: this.#job,
      roots: this.#roots,
      outputs,
      kept: keptOf(this.#job, this.#keepNames, this.#inputs, this.#bytes),
      committedOn: this.#committedOn,
      deviceBytes: this.#plan.deviceBytes,
    };
  }

  destroy(): void {
    this.#isOver = true;
    for (const slot of this.#slots) slot.destroy();
    this.#digests?.destroy();
    // Still being made where the run was ended while its shaders were compiled.
    void this.#hasherMade?.then(
      (hasher) => hasher.destroy(),
      () => {},
    );
    this.#readback.destroy();
  }

  async #allocate(): Promise<void> {
    const { storage, uniform, copySource, copyDestination } = bufferUsage;
    this.#slots = this.#plan.slots.map(({ sizeBytes, isUniform }) =>
      this.#device.createBuffer({
        size: sizeBytes,
        usage: storage | copySource | copyDestination | (isUniform ? uniform : 0),
      }),
    );
    if (this.#committedOn !== 'device') return;
    const hashed = this.#plan.versions.filter((version) => !this.#unused.has(version));
    this.#digests = this.#device.createBuffer({
      label: 'digests',
      size: 32 * this.#plan.versions.length,
      usage: storage | copySource,
    });
    this.#hasherMade = Hasher.create(
      this.#device,
      hashed.map(({ sizeBytes }) => sizeBytes),
    );
    this.#hasher = await this.#watch.race(this.#hasherMade);
  }

  async #dispatchAll(pipelines: readonly Pipeline[]): Promise<void> {
    let batchSteps = FIRST_BATCH_STEPS;
    let encoded = 0;
    for (const [index, planned] of this.#plan.steps.entries()) {
      this.#watch.assertGoingOn();
      // An upload goes to the queue at once: what is encoded and still needs the slot's old contents must be there before.
      if (planned.preparations.some((prepared) => prepared.kind === 'upload' && !prepared.isFresh)) this.#submit();
      for (const preparation of planned.preparations) this.#prepare(preparation);
      this.#dispatch(planned, pipelines[index]!);
      for (const { version, slot, binding } of planned.bound) if (binding.access === 'write') this.#keep(version, slot);
      if (++encoded >= batchSteps || this.#readback.pendingBytes >= BATCH_BYTES[this.#committedOn]) {
        this.#submit();
        batchSteps = Math.min(2 * batchSteps, MOST_BATCH_STEPS);
        encoded = 0;
      }
      while (this.#inFlight.length > BATCHES_IN_FLIGHT) await this.#watch.race(this.#inFlight.shift()!);
    }
    this.#keepDigests();
    this.#submit();
    this.#keepHostSide(); // while the device works on the last batches
    await this.#watch.race(this.#lastBatch);
  }

  #prepare(preparation: Preparation): void {
    const { version, slot } = preparation;
    const buffer = this.#slots[slot]!;
    switch (preparation.kind) {
      case 'upload': {
        const bytes = this.#hostBytes(version) as Uint8Array<ArrayBuffer>;
        for (let at = 0; at < bytes.length; at += UPLOAD_BYTES) {
          this.#device.queue.writeBuffer(buffer, at, bytes, at, Math.min(UPLOAD_BYTES, bytes.length - at));
        }
        this.#uploadedBytes += bytes.length;
        this.#report({ phase: 'upload', done: this.#uploadedBytes, total: this.#uploadTotal });
        this.#hasher?.encode(this.#commands(), buffer, version.sizeBytes, this.#digests!, version.index);
        return;
      }
      case 'clear':
        this.#commands().clearBuffer(buffer, 0, version.sizeBytes);
        return;
      case 'copy':
        this.#commands().copyBufferToBuffer(this.#slots[preparation.fromSlot]!, 0, buffer, 0, version.sizeBytes);
    }
  }

  #dispatch(planned: PlannedStep, { pipeline, layout }: Pipeline): void {
    const { step } = planned;
    const group = this.#bindGroup(planned, layout);
    // A pass of its own, because Dawn names the pass where a dispatch does not fit.
    const pass = this.#commands().beginComputePass({ label: `job.steps[${this.#stepsEncoded}]` });
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(...step.grid);
    pass.end();
    this.#stepsEncoded++;
  }

  /** Steps of one layout whose versions lie in the same slots share a bind group: making one costs more than a dispatch. */
  #bindGroup({ bound }: PlannedStep, layout: GPUBindGroupLayout): GPUBindGroup {
    const groups = this.#bindGroups.get(layout) ?? new Map<string, GPUBindGroup>();
    this.#bindGroups.set(layout, groups);
    const key = bound.map(({ slot, version }) => `${slot}:${version.sizeBytes}`).join(' ');
    let group = groups.get(key);
    if (group === undefined) {
      group = this.#device.createBindGroup({
        layout,
        entries: bound.map(({ binding, version, slot }) => ({
          binding: binding.binding,
          // Exactly the version's size, whatever else the slot could hold: arrayLength must not tell.
          resource: { buffer: this.#slots[slot]!, offset: 0, size: version.sizeBytes },
        })),
      });
      groups.set(key, group);
    }
    return group;
  }

  /** Commits to a version that a step has just written, and brings it home where that is needed. */
  #keep(version: jobs.Version, slot: number): void {
    const { index, name, sizeBytes } = version;
    this.#hasher?.encode(this.#commands(), this.#slots[slot]!, sizeBytes, this.#digests!, index);
    const isWanted = this.#wanted.has(name);
    const isHashedHere = this.#committedOn === 'host';
    if (!isWanted && !isHashedHere) return;
    this.#readback.copy(this.#commands(), this.#slots[slot]!, sizeBytes, (bytes) => {
      if (isHashedHere) this.#roots[index] = this.#suite.root(bytes);
      if (isWanted) this.#bytes.set(name, new Uint8Array(bytes));
    });
  }

  /** Brings home what the device has hashed. */
  #keepDigests(): void {
    if (this.#digests === undefined) return;
    const { versions } = this.#plan;
    this.#readback.copy(this.#commands(), this.#digests, 32 * versions.length, (bytes) => {
      for (const version of versions) {
        if (this.#unused.has(version)) continue;
        const at = 32 * version.index;
        this.#roots[version.index] = bytesOf.toHex(bytes.subarray(at, at + 32)) as suites.Root;
      }
    });
  }

  /** Keeps what never was on the device, or was not hashed there. */
  #keepHostSide(): void {
    const outputs = new Set(this.#job.outputs);
    for (const version of this.#plan.versions) {
      if (version.origin.kind === 'write') continue;
      const bytes = this.#hostBytes(version);
      const isHashedOnDevice = this.#committedOn === 'device' && !this.#unused.has(version);
      if (this.#committedOn !== 'none' && !isHashedOnDevice) this.#roots[version.index] = this.#suite.root(bytes);
      // Not slice: that of Node's Buffer gives a view, which would change with the caller's input.
      if (outputs.has(version.name)) this.#bytes.set(version.name, new Uint8Array(bytes));
    }
  }

  #hostBytes({ name, origin }: jobs.Version): Uint8Array {
    return origin.kind === 'literal' ? origin.bytes : this.#inputs.get(name)!;
  }

  #commands(): GPUCommandEncoder {
    this.#encoder ??= this.#device.createCommandEncoder();
    return this.#encoder;
  }

  #submit(): void {
    if (this.#encoder === undefined) return;
    this.#device.queue.submit([this.#encoder.finish()]);
    this.#encoder = undefined;
    const done = this.#stepsEncoded;
    const arrived = Promise.all([this.#lastBatch, this.#readback.collect(), this.#device.queue.onSubmittedWorkDone()]);
    this.#lastBatch = arrived.then(() => this.#reportSteps(done));
    this.#lastBatch.catch(() => {}); // awaited in order later; a lost device ends the run first
    this.#inFlight.push(this.#lastBatch);
  }

  #reportSteps(done: number): void {
    if (done === this.#stepsDone) return;
    this.#stepsDone = done;
    this.#report({ phase: 'step', done, total: this.#plan.steps.length });
  }

  /** What still settles after a run was given up is no longer told. */
  #report(progress: Progress): void {
    if (!this.#isOver) this.#onProgress(progress);
  }

  /** Does `action`; what the device holds against it goes before what that led to, like a buffer that cannot be mapped. */
  async #checked(action: () => Promise<void>): Promise<void> {
    this.#device.pushErrorScope('out-of-memory');
    this.#device.pushErrorScope('validation');
    try {
      await action();
    } finally {
      await this.#assertNoDeviceError();
    }
  }

  async #assertNoDeviceError(): Promise<void> {
    // Both before any wait: a scope left open by a run that was given up would stay on the device for good.
    const scopes = Promise.all([this.#device.popErrorScope(), this.#device.popErrorScope()]);
    const [validation, memory] = await this.#watch.race(scopes);
    if (memory !== null) throw this.#outOfMemory(memory.message);
    if (validation === null) return;
    throw new AssayError({
      kind: 'invalid',
      code: 'kernel.does-not-fit',
      expected: 'dispatches that fit their shaders',
      got: validation.message.trim(),
      remedy: 'Compare the sizes of the versions with the types of the WGSL variables that they are bound to.',
    });
  }

  #outOfMemory(message: string): AssayError {
    return new AssayError({
      kind: 'exhausted',
      code: 'device.out-of-memory',
      expected: `${this.#plan.deviceBytes} bytes of device memory`,
      got: message.trim(),
      remedy: 'Free device memory, use a larger device, or cut the job into smaller versions.',
    });
  }
}
