import { AssayError, blake3 } from '@assay/core';
import { blake3 as shader } from './generated/shaders.js';
import { bufferUsage, computeStage as visibility } from './webgpu.js';

const { chunkBytes, valueBytes: digestBytes } = blake3;
const blockBytes = 64;
const quadBytes = 16;

/** Chunks merged by one workgroup of `chunks`, and chaining values merged by one of `nodes` (shaders/system/blake3.wgsl). */
const chunksPerGroup = 64;
const valuesPerGroup = 128;

/** WebGPU's default for `minUniformBufferOffsetAlignment` and `minStorageBufferOffsetAlignment`; no device asks for more. */
const alignment = 256;
const digestsPerWindow = alignment / digestBytes;

/** One dispatch. `record` is its place in the parameter buffer, in units of `alignment`. */
interface Stage {
  readonly count: number;
  readonly groups: number;
  /** In chaining values. */
  readonly input: number;
  readonly output: number;
  readonly isRoot: boolean;
  readonly record: number;
}

interface Pipelines {
  readonly layout: GPUBindGroupLayout;
  readonly chunks: GPUComputePipeline;
  readonly nodes: GPUComputePipeline;
}

/** Compiling takes hundreds of milliseconds on a CPU adapter, so a device compiles once. */
const pipelinesOf = new WeakMap<GPUDevice, Promise<Pipelines>>();

/**
 * BLAKE3 (default mode, 32 bytes) of storage buffers, on the device: one dispatch up to 64 KiB, two up to 8 MiB, three up to
 * 1 GiB. Hashes of one queue share scratch memory, because dispatches of a queue run in order.
 */
export class Hasher {
  readonly #device: GPUDevice;
  readonly #pipelines: Pipelines;
  readonly #plans: ReadonlyMap<number, readonly Stage[]>;
  readonly #parameters: GPUBuffer;
  readonly #values: GPUBuffer;

  /**
   * Prepares for messages of the given lengths (bytes; repeated ones cost nothing), so that {@link encode} allocates no memory
   * on the device.
   *
   * @throws AssayError `hasher.length` when a length is no integer from 0 to what one storage binding can hold;
   *   `hasher.shader` (a bug) when the device rejects the kernel.
   */
  static async create(device: GPUDevice, lengthsBytes: Iterable<number>): Promise<Hasher> {
    const lengths = new Set(lengthsBytes);
    for (const length of lengths) assertLength(device, length);
    let pipelines = pipelinesOf.get(device);
    if (pipelines === undefined) {
      pipelines = compile(device);
      pipelinesOf.set(device, pipelines);
    }
    return new Hasher(device, await pipelines, lengths);
  }

  private constructor(device: GPUDevice, pipelines: Pipelines, lengths: ReadonlySet<number>) {
    this.#device = device;
    this.#pipelines = pipelines;
    const plans = new Map<number, Stage[]>();
    let records = 0;
    let values = 1;
    for (const length of lengths) {
      const stages = plan(length, records);
      const last = stages[stages.length - 1]!;
      records = last.record + digestsPerWindow;
      values = Math.max(values, last.input + last.count);
      plans.set(length, stages);
    }
    this.#plans = plans;
    this.#values = device.createBuffer({
      label: 'blake3 values',
      size: values * digestBytes,
      usage: bufferUsage.storage,
    });
    this.#parameters = device.createBuffer({
      label: 'blake3 parameters',
      size: Math.max(1, records) * alignment,
      usage: bufferUsage.uniform | bufferUsage.storage,
      mappedAtCreation: true,
    });
    const view = new DataView(this.#parameters.getMappedRange());
    for (const [length, stages] of plans) for (const stage of stages) writeStage(view, length, stage);
    this.#parameters.unmap();
  }

  /**
   * Encodes the hashing of the first `lengthBytes` bytes of `source`; the digest comes to lie in bytes `slot * 32` to
   * `slot * 32 + 31` of `digests`. Bytes of `source` after the message are ignored. Both buffers need usage `STORAGE`.
   *
   * @throws AssayError `hasher.unplanned` when {@link create} was not given this length; `hasher.source` and `hasher.digests`
   *   when a buffer is too short.
   */
  encode(encoder: GPUCommandEncoder, source: GPUBuffer, lengthBytes: number, digests: GPUBuffer, slot: number): void {
    const stages = this.#plans.get(lengthBytes);
    if (stages === undefined) {
      throw new AssayError({
        kind: 'bug',
        code: 'hasher.unplanned',
        expected: `one of the lengths given to Hasher.create (${[...this.#plans.keys()].join(', ')})`,
        got: `${lengthBytes}`,
        remedy: 'Give every length to Hasher.create.',
      });
    }
    const wordsBytes = Math.max(4, Math.ceil(lengthBytes / 4) * 4);
    assertHolds('hasher.source', source, wordsBytes);
    assertHolds('hasher.digests', digests, (slot + 1) * digestBytes);
    const lane = slot % digestsPerWindow;
    const window = Math.floor(slot / digestsPerWindow) * alignment;
    // A binding of quads is at least one long. Where the message has none, the shader does not read it.
    const quads =
      lengthBytes < quadBytes
        ? { buffer: this.#parameters, size: quadBytes }
        : { buffer: source, size: lengthBytes - (lengthBytes % quadBytes) };
    const bindings = this.#device.createBindGroup({
      layout: this.#pipelines.layout,
      entries: [
        { binding: 0, resource: { buffer: this.#parameters, size: alignment } },
        { binding: 1, resource: quads },
        { binding: 2, resource: { buffer: source, size: wordsBytes } },
        { binding: 3, resource: { buffer: this.#values } },
        { binding: 4, resource: { buffer: digests, offset: window, size: (lane + 1) * digestBytes } },
      ],
    });
    const pass = encoder.beginComputePass({ label: 'blake3' });
    pass.setPipeline(this.#pipelines.chunks);
    for (const [at, stage] of stages.entries()) {
      if (at === 1) pass.setPipeline(this.#pipelines.nodes);
      const record = stage.isRoot ? stage.record + lane : stage.record;
      pass.setBindGroup(0, bindings, [record * alignment]);
      const height = Math.ceil(stage.groups / this.#device.limits.maxComputeWorkgroupsPerDimension);
      pass.dispatchWorkgroups(Math.ceil(stage.groups / height), height);
    }
    pass.end();
  }

  /** Frees the device memory. What was encoded must have been submitted before. */
  destroy(): void {
    this.#parameters.destroy();
    this.#values.destroy();
  }
}

/** The dispatches that hash `lengthBytes` bytes. The root's record is the first of eight, one for each place in a window. */
function plan(lengthBytes: number, firstRecord: number): Stage[] {
  const stages: Stage[] = [];
  let count = Math.max(1, Math.ceil(lengthBytes / chunkBytes));
  let input = 0;
  let output = 0;
  for (let perGroup = chunksPerGroup; ; perGroup = valuesPerGroup) {
    const groups = Math.ceil(count / perGroup);
    const isRoot = groups === 1;
    stages.push({ count, groups, input, output, isRoot, record: firstRecord + stages.length });
    if (isRoot) return stages;
    input = output;
    output += groups;
    count = groups;
  }
}

/** Writes struct `Stage` of shaders/system/blake3.wgsl. */
function writeStage(view: DataView, lengthBytes: number, stage: Stage): void {
  const blocks = Math.max(1, Math.ceil(lengthBytes / blockBytes));
  for (let lane = 0; lane < (stage.isRoot ? digestsPerWindow : 1); lane++) {
    const at = (stage.record + lane) * alignment;
    for (let byte = 0; byte < quadBytes; byte++) view.setUint8(at + byte, byte < lengthBytes % quadBytes ? 0xff : 0);
    const fields = [
      Math.floor(lengthBytes / quadBytes),
      blocks,
      lengthBytes - (blocks - 1) * blockBytes,
      stage.count,
      stage.input,
      stage.isRoot ? lane : stage.output,
      stage.isRoot ? 1 : 0,
    ];
    for (const [index, value] of fields.entries()) view.setUint32(at + quadBytes + 4 * index, value, true);
  }
}

async function compile(device: GPUDevice): Promise<Pipelines> {
  const module = device.createShaderModule({ label: 'blake3', code: shader });
  const layout = device.createBindGroupLayout({
    label: 'blake3',
    entries: [
      { binding: 0, visibility, buffer: { type: 'uniform', hasDynamicOffset: true } },
      { binding: 1, visibility, buffer: { type: 'read-only-storage' } },
      { binding: 2, visibility, buffer: { type: 'read-only-storage' } },
      { binding: 3, visibility, buffer: { type: 'storage' } },
      { binding: 4, visibility, buffer: { type: 'storage' } },
    ],
  });
  const pipelineLayout = device.createPipelineLayout({ bindGroupLayouts: [layout] });
  const build = (entryPoint: string): Promise<GPUComputePipeline> =>
    device.createComputePipelineAsync({
      label: `blake3 ${entryPoint}`,
      layout: pipelineLayout,
      compute: { module, entryPoint },
    });
  try {
    const [chunks, nodes] = await Promise.all([build('chunks'), build('nodes')]);
    return { layout, chunks, nodes };
  } catch (cause) {
    throw new AssayError({
      kind: 'bug',
      code: 'hasher.shader',
      where: 'shaders/system/blake3.wgsl',
      expected: 'a kernel that the device accepts',
      got: cause instanceof Error ? cause.message : String(cause),
      remedy: 'Hash on the host instead, and report this together with the output of `assay doctor`.',
      cause,
    });
  }
}

function assertLength(device: GPUDevice, lengthBytes: number): void {
  const limit = Math.min(device.limits.maxStorageBufferBindingSize, device.limits.maxBufferSize);
  if (Number.isSafeInteger(lengthBytes) && lengthBytes >= 0 && lengthBytes <= limit) return;
  throw new AssayError({
    kind: lengthBytes > limit ? 'exhausted' : 'bug',
    code: 'hasher.length',
    expected: `a number of bytes from 0 to ${limit}, which is what one binding of this device holds`,
    got: `${lengthBytes}`,
    remedy: 'Ask the adapter for a higher maxStorageBufferBindingSize, or hash on the host.',
  });
}

function assertHolds(code: string, buffer: GPUBuffer, sizeBytes: number): void {
  if (buffer.size >= sizeBytes) return;
  throw new AssayError({
    kind: 'bug',
    code,
    expected: `a buffer of at least ${sizeBytes} bytes`,
    got: `${buffer.size}`,
    remedy: 'Make the buffer longer: whole words for a source, 32 bytes a slot for digests.',
  });
}
