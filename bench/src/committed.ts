import { type blake3, job as jobs } from '@assay/core';
import { edges, matmul } from '@assay/kernels';
import { type Commitment, type Inputs, wasmEngine } from '@assay/runtime';
import { blake3 as noble } from '@noble/hashes/blake3.js';
import type { Benchmark, Setting } from './benchmark.js';
import { assertEqual, noise } from './content.js';
import { type Aim, convert, type Row, row } from './report.js';
import { run, type Sample, unseenJob } from './sample.js';
import { interleave, type Pairs, ratio, summarize } from './statistics.js';

const NAME = 'committed';

interface Case {
  readonly name: string;
  readonly job: jobs.Job;
  readonly inputs: Inputs;
  readonly aim: Aim;
  readonly pairs: number;
  /** What the bare speed is counted in. */
  readonly work: { readonly amount: number; readonly unit: string };
}

/** What committing to every version costs: committed run / bare run of the same job on the same device. */
export const committed: Benchmark = {
  name: NAME,
  async run(setting) {
    const rows: Row[] = [];
    for (const each of cases(setting)) rows.push(...(await measure(setting, each)));
    return rows;
  },
};

async function measure({ gpu, note }: Setting, { name, job, inputs, aim, pairs, work }: Case): Promise<Row[]> {
  note(`${NAME}: ${name}, ${pairs} pairs`);
  const commit = gpu.report.isSoftware ? 'host' : 'device';
  const engine = wasmEngine();
  await assertSame(gpu, job, inputs, commit, engine);

  const take = (how: Commitment) => async (): Promise<Sample> =>
    (await run(gpu, unseenJob(job), inputs, { commit: how, engine })).sample;
  const samples: Pairs<Sample> = await interleave(pairs, take(commit), take('none'));

  const bare = summarize(samples.b.map(({ compiledMs }) => compiledMs));
  const compiling = summarize(samples.b.map(({ wholeMs, compiledMs }) => wholeMs - compiledMs));
  return [
    row(
      NAME,
      `${name}: committed on the ${commit} / bare`,
      'ratio',
      ratio(samples, ({ compiledMs }) => compiledMs),
      aim,
    ),
    row(
      NAME,
      `${name}: the same with compiling`,
      'ratio',
      ratio(samples, ({ wholeMs }) => wholeMs),
    ),
    row(
      NAME,
      `${name}: the same in CPU time`,
      'ratio',
      ratio(samples, ({ compiledCpuMs }) => compiledCpuMs),
    ),
    row(
      NAME,
      `${name}: bare`,
      work.unit,
      convert(bare, (ms) => work.amount / 1e6 / ms),
    ),
    row(NAME, `${name}: bare`, 'ms', bare),
    row(NAME, `${name}: compiling`, 'ms', compiling),
  ];
}

/** Warms both ways up, and sees that they give the same outputs and that the roots are those of an outside implementation. */
async function assertSame(
  gpu: Setting['gpu'],
  job: jobs.Job,
  inputs: Inputs,
  commit: Commitment,
  engine: blake3.Engine,
): Promise<void> {
  const bare = (await run(gpu, unseenJob(job), inputs, { commit: 'none', engine })).execution;
  const full = (await run(gpu, unseenJob(job), inputs, { commit, engine })).execution;
  const roots = new Map(jobs.versions(job).map(({ name, index }) => [name, full.roots[index]!]));
  for (const [name, bytes] of full.outputs) {
    assertEqual(`output ${name} of both runs`, bytes, bare.outputs.get(name)!);
    // At the speed of the outside implementation half a gigabyte would take as long as the benchmark.
    const isShort = bytes.length <= 1 << 26;
    if (isShort) assertEqual(`root of ${name}`, Buffer.from(roots.get(name)!, 'hex'), noble(bytes));
  }
}

function cases({ gpu, isQuick }: Setting): readonly Case[] {
  const few = isQuick ? 3 : undefined;
  if (gpu.report.isSoftware) {
    const aim = { atMost: 1.05 };
    const large = isQuick ? 256 : 1024;
    return [
      { ...product(512), aim, pairs: few ?? 31 },
      { ...product(large), aim, pairs: few ?? 15 },
      { ...picture(), aim, pairs: few ?? 31 },
    ];
  }
  const aim = { atMost: 1.03 };
  const extent = isQuick ? 2048 : 8192;
  return [
    { ...product(extent), aim, pairs: few ?? 31 },
    { ...kept(product(extent)), aim, pairs: few ?? 31 },
    { ...picture(), aim, pairs: few ?? 31 },
  ];
}

function product(extent: number): Omit<Case, 'aim' | 'pairs'> {
  const inputs = new Map([
    ['a', noise(extent * extent, 1)],
    ['b', noise(extent * extent, 2)],
  ]);
  const job = matmul.job({ m: extent, n: extent, k: extent });
  return { name: `int8 product ${extent}³`, job, inputs, work: { amount: 2 * extent ** 3, unit: 'Gop/s' } };
}

function picture(): Omit<Case, 'aim' | 'pairs'> {
  const [width, height] = [1920, 1080];
  const inputs = new Map([['picture', noise(4 * width * height, 3)]]);
  const work = { amount: 1000 * width * height, unit: 'Mpixel/s' };
  return { name: `edges of ${width}×${height}`, job: edges.job({ width, height }), inputs, work };
}

/** The case without its way home: on a GPU most of a bare run may be copies over the bus, beside which any hashing looks cheap. */
function kept({ name, job, ...rest }: Omit<Case, 'aim' | 'pairs'>): Omit<Case, 'aim' | 'pairs'> {
  const nothing = { name: 'nothing', bytes: new Uint8Array(4) };
  return {
    ...rest,
    name: `${name}, result left on the device`,
    job: jobs.define({ ...job, literals: [nothing], outputs: ['nothing'] }),
  };
}
