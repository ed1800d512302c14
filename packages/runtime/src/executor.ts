import { AssayError, bytes as bytesOf, type job as jobs, suite as suites } from '@assay/core';
import type { AdapterReport } from './adapter.js';
import { Hasher } from './hasher.js';
import { compile, type Pipeline } from './pipelines.js';
import { assertWithin, type Plan, type PlannedStep, plan, type Preparation } from './plan.js';
import { Readback } from './readback.js';
import { Watch } from './watch.js';
import { bufferUsage } from './webgpu.js';

/** A device ready for jobs, however it was come by (Dawn in Node, `navigator.gpu` in a browser). */
export interface Gpu {
  readonly device: GPUDevice;
  readonly report: AdapterReport;
}

/** What a run tells while it goes on. `done` of `total`, in pipelines (`compile`), bytes (`upload`) or steps (`step`). */
export interface Progress {
  readonly phase: 'compile' | 'upload' | 'step';
  readonly done: number;
  readonly total: number;
}

/** Where versions are hashed. */
export type Commitment = 'device' | 'host' | 'none';

export interface ExecuteOptions {
  /** `auto` (default) takes the host on a CPU adapter, the device otherwise; `none` is a bare run, for comparison. */
  readonly commit?: 'auto' | Commitment;
  /** Hashes on the host; plain TypeScript by default. */
  readonly engine?: suites.Engine;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** The result of one run. */
export interface Execution {
  /** Roots of all versions in the job's version order (inputs, literals, writes); empty with `commit: 'none'`. */
  readonly roots: readonly suites.Root[];
  /** Bytes of the job's outputs by name, in the job's order. */
  readonly outputs: ReadonlyMap<string, Uint8Array>;
  readonly committedOn: Commitment;
  /** Device memory of all versions together, after reuse. */
  readonly deviceBytes: number;
}

/** Bytes of each input by name, exactly as long as the job says. */
export type Inputs = ReadonlyMap<string, Uint8Array>;

/** Upload pieces: WebGPU stages a copy of each, so that one piece is the extra memory an upload takes. */
const UPLOAD_BYTES = 1 << 26;
/** A batch of steps is submitted when it has this much to read back, or this many steps (doubled up to the maximum). */
const BATCH_BYTES = 1 << 28;
const FIRST_BATCH_STEPS = 16;
const MOST_BATCH_STEPS = 128;
/** Batches under way: the device works on one while the host hashes what the one before wrote. */
const BATCHES_IN_FLIGHT = 2;

/**
 * Runs a job and commits to every version.
 *
 * @throws AssayError `run.missing-input`, `run.unknown-input`, `run.wrong-input-size`, `kernel.…` (invalid);
 * `job.exceeds-device`, `device.out-of-memory`, `run.aborted` (exhausted); `device.lost` (trap).
 */
export async function execute(gpu: Gpu, job: jobs.Job, inputs: Inputs, options: ExecuteOptions = {}): Promise<Execution> {
  const layout = plan(job);
  assertWithin(layout, gpu.device.limits);
  assertInputs(job, inputs);
  const watch = new Watch(gpu.device, options.signal);
  const run = new Run(gpu, job, inputs, layout, options, watch);
  try {
    watch.assertGoingOn();
    return await run.execute();
  } finally {
    watch.release();
    run.destroy();
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

  readonly #roots: suites.Root[] = [];
  readonly #outputs = new Map<string, Uint8Array>();
  #slots: GPUBuffer[] = [];
  #hasher: Hasher | undefined;
  #digests: GPUBuffer | undefined;
  #encoder: GPUCommandEncoder | undefined;
  #pass: GPUComputePassEncoder | undefined;
  #stepsEncoded = 0;
  #uploadedBytes = 0;
  readonly #inFlight: Promise<void>[] = [];

  constructor(gpu: Gpu, job: jobs.Job, inputs: Inputs, layout: Plan, options: ExecuteOptions, watch: Watch) {
    const { commit = 'auto', engine, onProgress = () => {} } = options;
    this.#device = gpu.device;
    this.#job = job;
    this.#inputs = inputs;
    this.#plan = layout;
    this.#watch = watch;
    this.#onProgress = onProgress;
    this.#committedOn = commit !== 'auto' ? commit : gpu.report.isSoftware ? 'host' : 'device';
    this.#suite = suites.blake3(engine);
    this.#readback = new Readback(gpu.device);
  }

  async execute(): Promise<Execution> {
    const pipelines = await this.#watch.race(compile(this.#device, this.#job, (done, total) => this.#onProgress({ phase: 'compile', done, total })));
    await this.#allocate();
    this.#device.pushErrorScope('out-of-memory');
    this.#device.pushErrorScope('validation');
    try {
      await this.#dispatchAll(pipelines);
    } finally {
      await this.#assertNoDeviceError();
    }
    this.#finishHostSide();
    const outputs = new Map(this.#job.outputs.map((name) => [name, this.#outputs.get(name)!]));
    return { roots: this.#roots, outputs, committedOn: this.#committedOn, deviceBytes: this.#plan.deviceBytes };
  }

  destroy(): void {
    for (const slot of this.#slots) slot.destroy();
    this.#digests?.destroy();
    this.#hasher?.destroy();
    this.#readback.destroy();
  }

  async #allocate(): Promise<void> {
    this.#device.pushErrorScope('out-of-memory');
    const { storage, uniform, copySource, copyDestination } = bufferUsage;
    this.#slots = this.#plan.slots.map(({ sizeBytes, isUniform }) =>
      this.#device.createBuffer({ size: sizeBytes, usage: storage | copySource | copyDestination | (isUniform ? uniform : 0) }),
    );
    if (this.#committedOn === 'device') {
      const lengths = this.#plan.versions.filter((version) => !this.#plan.unused.includes(version)).map(({ sizeBytes }) => sizeBytes);
      this.#digests = this.#device.createBuffer({ label: 'digests', size: 32 * this.#plan.versions.length, usage: storage | copySource });
      this.#hasher = await Hasher.create(this.#device, lengths);
    }
    const refused = await this.#watch.race(this.#device.popErrorScope());
    if (refused !== null) throw this.#outOfMemory(refused.message);
  }

  async #dispatchAll(pipelines: readonly Pipeline[]): Promise<void> {
    let batchSteps = FIRST_BATCH_STEPS;
    let encoded = 0;
    for (const [index, planned] of this.#plan.steps.entries()) {
      this.#watch.assertGoingOn();
      for (const preparation of planned.preparations) this.#prepare(preparation);
      this.#dispatch(planned, pipelines[index]!);
      for (const version of planned.writes) this.#keep(version, planned.bound.find((bound) => bound.version === version)!.slot);
      if (++encoded >= batchSteps || this.#readback.pendingBytes >= BATCH_BYTES) {
        this.#submit(index + 1);
        if (this.#inFlight.length > BATCHES_IN_FLIGHT) await this.#watch.race(this.#inFlight.shift()!);
        batchSteps = Math.min(2 * batchSteps, MOST_BATCH_STEPS);
        encoded = 0;
      }
    }
    if (this.#digests !== undefined) {
      const sizeBytes = 32 * this.#plan.versions.length;
      this.#readback.copy(this.#commands(), this.#digests, sizeBytes, (bytes) => {
        for (const version of this.#plan.versions) this.#roots[version.index] = bytesOf.toHex(bytes.subarray(32 * version.index, 32 * version.index + 32)) as suites.Root;
      });
    }
    this.#submit(this.#plan.steps.length);
    for (const batch of this.#inFlight) await this.#watch.race(batch);
  }

  #prepare(preparation: Preparation): void {
    const { version, slot } = preparation;
    const buffer = this.#slots[slot]!;
    switch (preparation.kind) {
      case 'upload': {
        // A write goes to the queue at once: what is encoded but not submitted would run after it.
        if (this.#encoder !== undefined) this.#submit(this.#stepsEncoded);
        const bytes = this.#hostBytes(version);
        for (let at = 0; at < bytes.length; at += UPLOAD_BYTES) {
          this.#device.queue.writeBuffer(buffer, at, bytes as Uint8Array<ArrayBuffer>, at, Math.min(UPLOAD_BYTES, bytes.length - at));
        }
        this.#uploadedBytes += bytes.length;
        this.#onProgress({ phase: 'upload', done: this.#uploadedBytes, total: this.#uploadTotal() });
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

  #dispatch({ step, bound }: PlannedStep, { pipeline, layout }: Pipeline): void {
    const group = this.#device.createBindGroup({
      layout,
      entries: bound.map(({ binding, version, slot }) => ({
        binding: binding.binding,
        // Exactly the version's size, whatever else the slot could hold: arrayLength must not tell.
        resource: { buffer: this.#slots[slot]!, offset: 0, size: version.sizeBytes },
      })),
    });
    this.#encoder ??= this.#device.createCommandEncoder();
    this.#pass ??= this.#encoder.beginComputePass();
    this.#pass.setPipeline(pipeline);
    this.#pass.setBindGroup(0, group);
    this.#pass.dispatchWorkgroups(...step.grid);
    this.#stepsEncoded++;
  }

  /** Commits to a version that a step has just written, and brings it home where that is needed. */
  #keep(version: jobs.Version, slot: number): void {
    const { index, name, sizeBytes } = version;
    this.#hasher?.encode(this.#commands(), this.#slots[slot]!, sizeBytes, this.#digests!, index);
    const isOutput = this.#job.outputs.includes(name);
    const isHashedHere = this.#committedOn === 'host';
    if (!isOutput && !isHashedHere) return;
    this.#readback.copy(this.#commands(), this.#slots[slot]!, sizeBytes, (bytes) => {
      if (isHashedHere) this.#roots[index] = this.#suite.root(bytes);
      if (isOutput) this.#outputs.set(name, bytes.slice());
    });
  }

  /** The encoder, outside any pass. */
  #commands(): GPUCommandEncoder {
    this.#pass?.end();
    this.#pass = undefined;
    this.#encoder ??= this.#device.createCommandEncoder();
    return this.#encoder;
  }

  #submit(stepsDone: number): void {
    const commands = this.#commands().finish();
    this.#encoder = undefined;
    this.#device.queue.submit([commands]);
    const total = this.#plan.steps.length;
    const batch = Promise.all([this.#readback.collect(), this.#device.queue.onSubmittedWorkDone()]).then(() =>
      this.#onProgress({ phase: 'step', done: stepsDone, total }),
    );
    batch.catch(() => {}); // awaited in order later; a lost device ends the run first
    this.#inFlight.push(batch);
  }

  /** What never was on the device, or was not hashed there. */
  #finishHostSide(): void {
    for (const version of this.#plan.versions) {
      if (version.origin.kind === 'write') continue;
      const bytes = this.#hostBytes(version);
      const isHashedOnDevice = this.#hasher !== undefined && !this.#plan.unused.includes(version);
      if (this.#committedOn !== 'none' && !isHashedOnDevice) this.#roots[version.index] = this.#suite.root(bytes);
      if (this.#job.outputs.includes(version.name)) this.#outputs.set(version.name, bytes.slice());
    }
  }

  #hostBytes({ name, origin }: jobs.Version): Uint8Array {
    return origin.kind === 'literal' ? origin.bytes : this.#inputs.get(name)!;
  }

  #uploadTotal(): number {
    return this.#plan.versions.reduce((sum, { origin, sizeBytes }) => (origin.kind === 'write' ? sum : sum + sizeBytes), 0);
  }

  async #assertNoDeviceError(): Promise<void> {
    const validation = await this.#watch.race(this.#device.popErrorScope());
    const memory = await this.#watch.race(this.#device.popErrorScope());
    if (memory !== null) throw this.#outOfMemory(memory.message);
    if (validation === null) return;
    throw new AssayError({
      kind: 'invalid',
      code: 'kernel.does-not-fit',
      expected: 'dispatches that fit their shaders',
      got: validation.message,
      remedy: 'Compare the sizes of the versions with the types of the WGSL variables that they are bound to.',
    });
  }

  #outOfMemory(message: string): AssayError {
    return new AssayError({
      kind: 'exhausted',
      code: 'device.out-of-memory',
      expected: `${this.#plan.deviceBytes} bytes of device memory`,
      got: message,
      remedy: 'Free device memory, use a larger device, or cut the job into smaller versions.',
    });
  }
}

function assertInputs(job: jobs.Job, inputs: Inputs): void {
  const names = job.inputs.map(({ name }) => name);
  const wrong = (code: string, where: string, expected: string, got: string): AssayError =>
    new AssayError({ kind: 'invalid', code, where, expected, got, remedy: `The job takes ${names.join(', ') || 'no inputs'}.` });
  for (const { name, sizeBytes } of job.inputs) {
    const bytes = inputs.get(name);
    if (bytes === undefined) throw wrong('run.missing-input', `input ${name}`, `${sizeBytes} bytes`, 'nothing');
    if (bytes.length !== sizeBytes) throw wrong('run.wrong-input-size', `input ${name}`, `${sizeBytes} bytes`, `${bytes.length} bytes`);
  }
  for (const name of inputs.keys()) {
    if (!names.includes(name)) throw wrong('run.unknown-input', `input ${name}`, 'an input of the job', name);
  }
}
