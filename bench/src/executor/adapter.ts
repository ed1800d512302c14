/** A step on the device: its shader as written, and what it reads. */
import { assertEqual } from '../content.js';
import { unseen } from '../sample.js';
import { type Case, spanOf } from './case.js';

// In a browser these are GPUBufferUsage and GPUMapMode.
const [MAP_READ, COPY_SRC, COPY_DST, STORAGE, MODE_READ] = [0x1, 0x4, 0x8, 0x80, 0x1];

type Grid = readonly [number, number, number];

export class AdapterStep {
  /** From WGSL to a pipeline. */
  readonly buildingMs: number;
  readonly #device: GPUDevice;
  readonly #case: Case;
  readonly #pipeline: GPUComputePipeline;
  readonly #group: GPUBindGroup;
  readonly #buffers: ReadonlyMap<number, GPUBuffer>;
  readonly #staging: GPUBuffer;

  private constructor(device: GPUDevice, one: Case, pipeline: GPUComputePipeline, buildingMs: number) {
    this.buildingMs = buildingMs;
    this.#device = device;
    this.#case = one;
    this.#pipeline = pipeline;
    const buffers = [...one.contents].map(([binding, bytes]): [number, GPUBuffer] => {
      const buffer = device.createBuffer({ size: bytes.length, usage: STORAGE | COPY_SRC | COPY_DST });
      device.queue.writeBuffer(buffer, 0, bytes as Uint8Array<ArrayBuffer>);
      return [binding, buffer];
    });
    this.#buffers = new Map(buffers);
    this.#group = device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: buffers.map(([binding, buffer]) => ({ binding, resource: { buffer } })),
    });
    const { start, end } = spanOf(one);
    this.#staging = device.createBuffer({ size: end - start, usage: MAP_READ | COPY_DST });
  }

  static async create(device: GPUDevice, one: Case): Promise<AdapterStep> {
    const startMs = performance.now();
    const module = device.createShaderModule({ code: unseen(one.source) });
    const compute = { module, entryPoint: one.entryPoint, constants: { ...one.step.overrides } };
    const pipeline = await device.createComputePipelineAsync({ layout: 'auto', compute });
    return new AdapterStep(device, one, pipeline, performance.now() - startMs);
  }

  /** Milliseconds from the submission of one workgroup until what it wrote can be read on the host. */
  async toHost(): Promise<number> {
    const { start, end } = spanOf(this.#case);
    const commands = this.#encode([1, 1, 1], (encoder) => {
      encoder.copyBufferToBuffer(this.#buffers.get(this.#case.written)!, start, this.#staging, 0, end - start);
    });
    const startMs = performance.now();
    this.#device.queue.submit([commands]);
    await this.#staging.mapAsync(MODE_READ);
    this.#staging.getMappedRange();
    const ms = performance.now() - startMs;
    this.#staging.unmap();
    return ms;
  }

  /** Milliseconds from the submission of a dispatch until the queue says that it is done. */
  async toDone(grid: Grid): Promise<number> {
    const commands = this.#encode(grid);
    const startMs = performance.now();
    this.#device.queue.submit([commands]);
    await this.#device.queue.onSubmittedWorkDone();
    return performance.now() - startMs;
  }

  /** Throws unless a dispatch writes this. */
  async assertWrites(grid: Grid, expected: Uint8Array): Promise<void> {
    const { written, name } = this.#case;
    const buffer = this.#buffers.get(written)!;
    this.#device.queue.writeBuffer(buffer, 0, new Uint8Array(buffer.size));
    const staging = this.#device.createBuffer({ size: buffer.size, usage: MAP_READ | COPY_DST });
    const commands = this.#encode(grid, (encoder) => {
      encoder.copyBufferToBuffer(buffer, 0, staging, 0, buffer.size);
    });
    this.#device.queue.submit([commands]);
    await staging.mapAsync(MODE_READ);
    assertEqual(`${name} on the device, grid ${grid}`, new Uint8Array(staging.getMappedRange()), expected);
    staging.destroy();
  }

  destroy(): void {
    for (const buffer of [...this.#buffers.values(), this.#staging]) buffer.destroy();
  }

  #encode(grid: Grid, after: (encoder: GPUCommandEncoder) => void = () => {}): GPUCommandBuffer {
    const encoder = this.#device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(this.#pipeline);
    pass.setBindGroup(0, this.#group);
    pass.dispatchWorkgroups(...grid);
    pass.end();
    after(encoder);
    return encoder.finish();
  }
}

/** Milliseconds until the queue says that nothing is done. */
export async function emptyRoundTrip(device: GPUDevice): Promise<number> {
  const commands = device.createCommandEncoder().finish();
  const startMs = performance.now();
  device.queue.submit([commands]);
  await device.queue.onSubmittedWorkDone();
  return performance.now() - startMs;
}
