import { job as jobs, owner } from '@assay/core';
import { plan } from '@assay/runtime';
import type { Benchmark } from './benchmark.js';
import { assertEqual, noise } from './content.js';
import { convert, row } from './report.js';
import { run, type Sample, Stopwatch, unseen, unseenJob } from './sample.js';
import { interleave, ratio, summarize } from './statistics.js';

const NAME = 'overhead';
const STEPS = 100;
const WORDS = 1024;
const GROUP = 64;

/** One step of the generator of Numerical Recipes (section 7.1) on every word: too little work to hide the calls around it. */
const SOURCE = `
@group(0) @binding(0) var<storage, read> before: array<u32>;
@group(0) @binding(1) var<storage, read_write> after: array<u32>;

@compute @workgroup_size(${GROUP})
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  after[id.x] = before[id.x] * 1664525u + 1013904223u;
}
`;

// In a browser these are GPUBufferUsage, GPUMapMode and GPUShaderStage.
const [MAP_READ, COPY_SRC, COPY_DST, STORAGE, MODE_READ, COMPUTE] = [0x1, 0x4, 0x8, 0x80, 0x1, 0x4];

/** What the library adds to WebGPU: a job of many small steps / the same dispatches written by hand. */
export const overhead: Benchmark = {
  name: NAME,
  async run({ gpu, isQuick, note }) {
    const pairs = isQuick ? 11 : 301;
    note(`${NAME}: ${STEPS} chained dispatches, ${pairs} pairs`);
    const job = chain();
    const input = noise(4 * WORDS, 4);
    const expected = naive(input);
    const slots = plan(job).slots.length;
    if (slots !== 2)
      throw new Error(`the library uses ${slots} buffers, the hand-written program 2: not the same work`);

    const byLibrary = async (): Promise<Sample> => {
      const { sample, execution } = await run(gpu, unseenJob(job), new Map([['v0', input]]), { commit: 'none' });
      assertEqual('the library', execution.outputs.get(`v${STEPS}`)!, expected);
      return sample;
    };
    const byHand = async (): Promise<Sample> => {
      const { sample, output } = await handWritten(gpu.device, unseen(SOURCE), input);
      assertEqual('the hand-written program', output, expected);
      return sample;
    };
    for (let i = 0; i < 3; i++) await interleave(1, byLibrary, byHand);
    const samples = await interleave(pairs, byLibrary, byHand);

    const perDispatchUs = (readings: readonly Sample[]): Parameters<typeof row>[3] =>
      convert(summarize(readings.map(({ compiledMs }) => compiledMs)), (ms) => (1000 * ms) / STEPS);
    const wholeMs = (readings: readonly Sample[]): Parameters<typeof row>[3] =>
      summarize(readings.map((reading) => reading.wholeMs));
    const aim = { atMost: 1.05 };
    return [
      row(
        NAME,
        'library / hand-written, without compiling',
        'ratio',
        ratio(samples, ({ compiledMs }) => compiledMs),
        aim,
      ),
      row(
        NAME,
        'library / hand-written, with compiling',
        'ratio',
        ratio(samples, (sample) => sample.wholeMs),
        aim,
      ),
      row(NAME, 'library, a dispatch', 'µs', perDispatchUs(samples.a)),
      row(NAME, 'hand-written, a dispatch', 'µs', perDispatchUs(samples.b)),
      row(NAME, 'library, with compiling', 'ms', wholeMs(samples.a)),
      row(NAME, 'hand-written, with compiling', 'ms', wholeMs(samples.b)),
    ];
  },
};

function chain(): jobs.Job {
  return jobs.define({
    name: 'chain',
    kernels: {
      next: {
        source: SOURCE,
        bindings: { before: { binding: 0, access: 'read' }, after: { binding: 1, access: 'write' } },
      },
    },
    inputs: [{ name: 'v0', sizeBytes: 4 * WORDS }],
    steps: Array.from({ length: STEPS }, (_, i) => ({
      kernel: 'next',
      grid: [WORDS / GROUP, 1, 1] as const,
      reads: { before: `v${i}` },
      writes: { after: { name: `v${i + 1}`, sizeBytes: 4 * WORDS, owner: owner.linear(GROUP) } },
    })),
    outputs: [`v${STEPS}`],
  });
}

/** As a careful programmer writes it once: two buffers in turn, two bind groups, one pass, one submission, one readback. */
async function handWritten(
  device: GPUDevice,
  code: string,
  input: Uint8Array<ArrayBuffer>,
): Promise<{ readonly sample: Sample; readonly output: Uint8Array }> {
  const watch = new Stopwatch();
  const layout = device.createBindGroupLayout({
    entries: [
      { binding: 0, visibility: COMPUTE, buffer: { type: 'read-only-storage' } },
      { binding: 1, visibility: COMPUTE, buffer: { type: 'storage' } },
    ],
  });
  const pipeline = await device.createComputePipelineAsync({
    layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
    compute: { module: device.createShaderModule({ code }), entryPoint: 'main' },
  });
  watch.compiled();

  const create = (usage: number): GPUBuffer => device.createBuffer({ size: input.length, usage });
  const [even, odd] = [create(STORAGE | COPY_SRC | COPY_DST), create(STORAGE | COPY_SRC | COPY_DST)];
  const staging = create(MAP_READ | COPY_DST);
  device.queue.writeBuffer(even, 0, input);
  const bind = (before: GPUBuffer, after: GPUBuffer): GPUBindGroup =>
    device.createBindGroup({
      layout,
      entries: [
        { binding: 0, resource: { buffer: before } },
        { binding: 1, resource: { buffer: after } },
      ],
    });
  const groups = [bind(even, odd), bind(odd, even)] as const;
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  for (let step = 0; step < STEPS; step++) {
    pass.setBindGroup(0, groups[step % 2]!);
    pass.dispatchWorkgroups(WORDS / GROUP);
  }
  pass.end();
  encoder.copyBufferToBuffer(STEPS % 2 === 0 ? even : odd, 0, staging, 0, input.length);
  device.queue.submit([encoder.finish()]);
  await staging.mapAsync(MODE_READ);
  const output = new Uint8Array(staging.getMappedRange()).slice();
  for (const buffer of [even, odd, staging]) buffer.destroy();
  return { sample: watch.end(), output };
}

function naive(input: Uint8Array<ArrayBuffer>): Uint8Array {
  const words = new Uint32Array(input.slice().buffer);
  for (let step = 0; step < STEPS; step++) {
    for (let i = 0; i < WORDS; i++) words[i] = Math.imul(words[i]!, 1_664_525) + 1_013_904_223;
  }
  return new Uint8Array(words.buffer);
}
