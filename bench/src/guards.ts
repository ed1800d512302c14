import type { job as jobs } from '@assay/core';
import { edges, matmul } from '@assay/kernels';
import { analysis, check, device as deviceCode, lower } from '@assay/wgsl';
import type { Benchmark, Setting } from './benchmark.js';
import { assertEqual, noise } from './content.js';
import { type Row, row } from './report.js';
import { interleave, ratio, summarize } from './statistics.js';

const NAME = 'guards';
// In a browser these are GPUBufferUsage and GPUMapMode.
const [MAP_READ, COPY_SRC, COPY_DST, STORAGE, MODE_READ] = [0x1, 0x4, 0x8, 0x80, 0x1];
/** A kernel's readings are of at least this, so that the calls around it do not count. */
const LEAST_MS = 20;

/** What guards cost on the device: each ready-made kernel as written, with every guard, and printed without any. */
export const guards: Benchmark = {
  name: NAME,
  async run(setting) {
    const rows: Row[] = [];
    const [m, picture] = setting.isQuick ? [128, { width: 250, height: 190 }] : [512, { width: 2000, height: 1500 }];
    for (const [name, job] of Object.entries({ matmul: matmul.job({ m, n: m, k: m }), edges: edges.job(picture) })) {
      for (const step of job.steps) rows.push(...(await measure(setting, `${name}, ${step.kernel}`, job, step)));
    }
    return rows;
  },
};

async function measure({ gpu, isQuick, note }: Setting, name: string, job: jobs.Job, step: jobs.Step): Promise<Row[]> {
  const { source, entryPoint } = job.kernels[step.kernel]!;
  const { program } = check(source);
  if (program === undefined) throw new Error(`${name} is not in the exact profile; nothing was measured`);
  const kernel = lower(program, { entryPoint, overrides: step.overrides });
  const dispatch = analysis.dispatch.ofStep(job, step, kernel);
  const all = analysis.guards.all(kernel);
  const left = analysis.analyze(kernel, dispatch);
  const none = { ...all, outside: new Set<never>(), foreign: new Set<never>(), clamps: new Set<never>() };
  const unguarded = { ...none, hasInvocationBudget: false, hasWorkgroupBudget: false };
  const written = await Shader.create(gpu.device, { source, entryPoint, constants: step.overrides }, step, dispatch);
  const printed = (which: analysis.guards.Guards): Promise<Shader> => {
    const text = deviceCode.print(kernel, dispatch, which);
    return Shader.create(gpu.device, { source: text, entryPoint: 'main', constants: {} }, step, dispatch);
  };
  const [guarded, bare] = [await printed(all), await printed(unguarded)];
  const shaders = [written, guarded, bare];
  try {
    const expected = await written.output();
    for (const shader of shaders) assertEqual(name, await shader.output(), expected);
    const repeats = Math.max(1, Math.ceil(LEAST_MS / (await written.time(1))));
    const pairs = isQuick ? 3 : 25;
    note(`${NAME}: ${name}, ${pairs} pairs of ${repeats} dispatches`);
    const compared = async (other: Shader): Promise<ReturnType<typeof ratio<number>>> =>
      ratio(
        await interleave(
          pairs,
          () => other.time(repeats),
          () => written.time(repeats),
        ),
        (ms) => ms,
      );
    const count = (value: number): ReturnType<typeof summarize> => summarize([value]);
    return [
      row(NAME, `${name}: guards that it can have`, 'guards', count(analysis.guards.countOf(all))),
      row(NAME, `${name}: guards that are left`, 'guards', count(analysis.guards.countOf(left)), { atMost: 0 }),
      row(NAME, `${name}: with all guards / as written`, 'ratio', await compared(guarded)),
      row(NAME, `${name}: printed without guards / as written`, 'ratio', await compared(bare)),
    ];
  } finally {
    for (const shader of shaders) shader.destroy();
  }
}

interface Code {
  readonly source: string;
  readonly entryPoint: string;
  readonly constants: Readonly<Record<string, number>>;
}

/** A shader with buffers of its own, ready to be dispatched. */
class Shader {
  readonly #device: GPUDevice;
  readonly #pipeline: GPUComputePipeline;
  readonly #group: GPUBindGroup;
  readonly #buffers: ReadonlyMap<number, GPUBuffer>;
  readonly #grid: jobs.Step['grid'];
  readonly #written: number;

  private constructor(
    device: GPUDevice,
    pipeline: GPUComputePipeline,
    group: GPUBindGroup,
    buffers: ReadonlyMap<number, GPUBuffer>,
    grid: jobs.Step['grid'],
    written: number,
  ) {
    this.#device = device;
    this.#pipeline = pipeline;
    this.#group = group;
    this.#buffers = buffers;
    this.#grid = grid;
    this.#written = written;
  }

  static async create(
    device: GPUDevice,
    { source, entryPoint, constants }: Code,
    { grid }: jobs.Step,
    { lengthWords, owners }: analysis.dispatch.Dispatch,
  ): Promise<Shader> {
    const buffers = new Map<number, GPUBuffer>();
    for (const [binding, words] of lengthWords) {
      const buffer = device.createBuffer({ size: 4 * words, usage: STORAGE | COPY_SRC | COPY_DST });
      if (!owners.has(binding)) device.queue.writeBuffer(buffer, 0, noise(4 * words, binding + 1));
      buffers.set(binding, buffer);
    }
    const module = device.createShaderModule({ code: source });
    const pipeline = await device.createComputePipelineAsync({
      layout: 'auto',
      compute: { module, entryPoint, constants: { ...constants } },
    });
    const entries = [...buffers].map(([binding, buffer]) => ({ binding, resource: { buffer } }));
    const group = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
    return new Shader(device, pipeline, group, buffers, grid, [...owners.keys()][0]!);
  }

  /** Milliseconds of dispatches in one submission. */
  async time(repeats: number): Promise<number> {
    const encoder = this.#device.createCommandEncoder();
    for (let k = 0; k < repeats; k++) this.#dispatch(encoder);
    const commands = encoder.finish();
    const start = performance.now();
    this.#device.queue.submit([commands]);
    await this.#device.queue.onSubmittedWorkDone();
    return performance.now() - start;
  }

  /** What it writes. */
  async output(): Promise<Uint8Array> {
    const buffer = this.#buffers.get(this.#written)!;
    const staging = this.#device.createBuffer({ size: buffer.size, usage: MAP_READ | COPY_DST });
    const encoder = this.#device.createCommandEncoder();
    this.#dispatch(encoder);
    encoder.copyBufferToBuffer(buffer, 0, staging, 0, buffer.size);
    this.#device.queue.submit([encoder.finish()]);
    await staging.mapAsync(MODE_READ);
    const bytes = new Uint8Array(staging.getMappedRange()).slice();
    staging.destroy();
    return bytes;
  }

  destroy(): void {
    for (const buffer of this.#buffers.values()) buffer.destroy();
  }

  #dispatch(encoder: GPUCommandEncoder): void {
    const pass = encoder.beginComputePass();
    pass.setPipeline(this.#pipeline);
    pass.setBindGroup(0, this.#group);
    pass.dispatchWorkgroups(...this.#grid);
    pass.end();
  }
}
