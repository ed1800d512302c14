import {
  type challenge as challenges,
  file,
  job as jobs,
  key as keys,
  receipt as receipts,
  suite as suites,
  task as tasks,
} from '@assay/core';
import { edges, matmul } from '@assay/kernels';
import { type Inputs, newNonce, newSalt, respond, wasmEngine } from '@assay/runtime';
import { CpuRunner } from '@assay/runtime/node';
import { type Audit, audit, openAudit, product, proof } from '@assay/verify';
import { executor, steps } from '@assay/wgsl';
import type { Benchmark } from './benchmark.js';
import { noise } from './content.js';
import { type Row, row } from './report.js';
import { interleave, summarize } from './statistics.js';

const NAME = 'audit';
/** What catches a share of 1 % with a probability of 95 %: ⌈ln 0.05 / ln 0.99⌉, less one. */
const SAMPLES = 298;

const engine = wasmEngine();
const suite = suites.blake3(engine);

/** What a check of a receipt costs, beside doing the work; all of it on one thread. */
export const auditSpeed: Benchmark = {
  name: NAME,
  run: async ({ isQuick, note }) => {
    const size = isQuick ? 512 : 4096;
    note(`${NAME}: ${SAMPLES} samples of an int8 product ${size}³`);
    const rows = await measureProduct(size, isQuick ? 3 : 15);
    note(`${NAME}: Freivalds’ check`);
    rows.push(...(await measureFreivalds(isQuick ? 256 : 2048, isQuick ? 3 : 9)));
    note(`${NAME}: a fraud proof`);
    rows.push(...(await measureProof(isQuick ? 5 : 51)));
    return rows;
  },
};

/** A job that was run, with the bytes of its versions. */
interface Worked {
  readonly job: jobs.Job;
  readonly task: tasks.Task;
  readonly receipt: receipts.Receipt;
  readonly contents: readonly Uint8Array[];
}

/** The product alone, of operands whose rows lie as the kernel reads them. */
function productJob(size: number): jobs.Job {
  const { kernels, steps: all, inputs } = matmul.job({ m: size, n: size, k: size });
  const step = all.at(-1)!;
  const right = { element: 'i8', shape: [size, size] } as const;
  return jobs.define({
    name: 'product',
    kernels: { product: kernels[step.kernel]! },
    inputs: [inputs[0]!, { name: 'bt', tensor: right }],
    steps: [{ ...step, kernel: 'product' }],
    outputs: ['c'],
  });
}

async function work(
  job: jobs.Job,
  files: Inputs,
  forge?: (name: string, bytes: Uint8Array) => Uint8Array,
): Promise<Worked> {
  const versions = jobs.versions(job);
  const names = versions.flatMap(({ name, origin }) => (origin.kind === 'write' ? [name] : []));
  const runner = new CpuRunner();
  try {
    const { outputs } = await runner.run({ ...job, outputs: names }, files);
    const contents = versions.map(({ name, origin }) => {
      if (origin.kind === 'literal') return origin.bytes;
      const bytes = files.get(name) ?? outputs.get(name)!;
      return forge?.(name, bytes) ?? bytes;
    });
    const worker = keys.fromSecret(new Uint8Array(32).fill(7));
    const { task } = tasks.make({ job, files, requester: keys.toIdentity(worker), nonce: newNonce(), suite });
    const trace = contents.map((bytes) => suite.root(bytes));
    const receipt = receipts.issue({ task: tasks.id(task), trace, suite, secret: worker.secret, salt: newSalt() });
    return { job, task, receipt, contents };
  } finally {
    await runner.close();
  }
}

function challengeOf({ receipt }: Worked, samples: number, held: readonly number[]): challenges.Challenge {
  const source = { kind: 'seed', seed: '42'.repeat(32) } as const;
  return { claim: receipts.id(receipt), source, samples, held };
}

async function measureProduct(size: number, readings: number): Promise<Row[]> {
  const job = productJob(size);
  const worked = await work(
    job,
    new Map([
      ['a', noise(size * size, 1)],
      ['bt', noise(size * size, 2)],
    ]),
  );
  const cells = worked.job.steps[0]!.grid[0] * worked.job.steps[0]!.grid[1];
  const samples = Math.min(SAMPLES, cells / 2);
  const terms = { job, task: worked.task, suite };
  const versions = { bytesOf: (index: number) => worked.contents[index]! };
  const rows: Row[] = [];

  for (const held of [[], [0, 1]]) {
    const challenge = challengeOf(worked, samples, held);
    const responding = time(() => respond({ ...worked, challenge, versions, engine }));
    const response = responding.value;
    const bytes = new Map(held.map((index) => [index, worked.contents[index]!]));
    const options = { held: bytes, cache: new executor.Cache() };
    const whole: number[] = [];
    const opening: number[] = [];
    for (let i = 0; i < readings + 2; i++) {
      const opened = time(() => openAudit(worked.receipt, terms, challenge, response, options));
      const run = time(() => audit(worked.receipt, terms, challenge, response, options));
      if (run.value.verdict.code !== 'valid') throw new Error(`${run.value.verdict.code}; nothing was measured`);
      if (i < 2) continue;
      opening.push(opened.ms);
      whole.push(run.ms);
    }
    const what = `product ${size}³, ${samples} of ${cells} cells, inputs ${held.length === 0 ? 'shown' : 'held'}`;
    rows.push(
      row(
        NAME,
        `${what}: check`,
        'ms',
        summarize(whole),
        held.length === 0 && size === 4096 ? { atMost: 1000 } : undefined,
      ),
      row(NAME, `${what}: of it signature, form, openings`, 'ms', summarize(opening)),
      row(NAME, `${what}: response`, 'bytes a cell', summarize([response.length / samples])),
      row(NAME, `${what}: answer of the worker`, 'ms', summarize([responding.ms])),
    );
  }

  // The whole step on one thread, beside a check of some cells of it, of versions that both have.
  const challenge = challengeOf(worked, samples, [0, 1]);
  const response = respond({ ...worked, challenge, versions, engine });
  const held = new Map([0, 1].map((index) => [index, worked.contents[index]!]));
  const options = { held, cache: new executor.Cache() };
  const replay = wholeStep(worked);
  const pairs = await interleave(
    3,
    async () => time(() => runCells(openAudit(worked.receipt, terms, challenge, response, options) as Audit)).ms,
    async () => time(replay).ms,
  );
  const ratios = pairs.a.map((ms, i) => ms / pairs.b[i]! / (samples / cells));
  const what = `product ${size}³: check of cells / full replay on one thread / share of cells`;
  rows.push(row(NAME, what, 'ratio', summarize(ratios), { atMost: 1.5 }));
  rows.push(row(NAME, `product ${size}³: full replay on one thread`, 'ms', summarize(pairs.b)));
  return rows;
}

function runCells(opened: Audit): void {
  for (const cell of opened.sample.cells) {
    if (opened.check(cell).kind !== 'right') throw new Error('a cell is not right; nothing was measured');
  }
}

/** All cells of the first step, as fast as one thread can. */
function wholeStep({ job, contents }: Worked): () => unknown {
  const step = job.steps[0]!;
  const { kernel, dispatch } = steps.lowering(job).lower(step, 0)!;
  const cache = new executor.Cache();
  const reads = new Map([
    ['a', contents[0]!],
    ['bt', contents[1]!],
  ]);
  return () => executor.replayStep({ kernel, step, dispatch, reads, cache });
}

async function measureFreivalds(size: number, readings: number): Promise<Row[]> {
  const worked = await work(
    productJob(size),
    new Map([
      ['a', noise(size * size, 1)],
      ['bt', noise(size * size, 2)],
    ]),
  );
  const [a, bt, c] = worked.contents as [Uint8Array, Uint8Array, Uint8Array];
  const extents = { m: size, n: size, k: size };
  const checking = (): number =>
    time(() => {
      const result = product.check({ extents, a, bt, c, seed: new Uint8Array(32).fill(9), step: 0 });
      if (result.kind !== 'holds') throw new Error(`${result.kind}; nothing was measured`);
    }).ms;
  checking();
  const replay = wholeStep(worked);
  replay();
  const pairs = await interleave(
    readings,
    async () => checking(),
    async () => time(replay).ms,
  );
  const ratios = pairs.a.map((ms, i) => ms / pairs.b[i]!);
  return [
    row(NAME, `product ${size}³: Freivalds’ check / compiled product on one thread`, 'ratio', summarize(ratios), {
      atMost: 0.1,
    }),
    row(NAME, `product ${size}³: Freivalds’ check`, 'ms', summarize(pairs.a)),
  ];
}

async function measureProof(readings: number): Promise<Row[]> {
  const size = { width: 512, height: 384 };
  const forge = (name: string, bytes: Uint8Array): Uint8Array =>
    name === 'blurred' ? bytes.with(100_000, bytes[100_000]! ^ 1) : bytes;
  const worked = await work(edges.job(size), new Map([['picture', noise(4 * size.width * size.height, 3)]]), forge);
  const terms = { job: worked.job, task: worked.task, suite };
  const challenge = challengeOf(worked, 2 ** 20, []);
  const response = respond({ ...worked, challenge, versions: { bytesOf: (i) => worked.contents[i]! }, engine });
  const found = audit(worked.receipt, terms, challenge, response);
  const bytes = proof.encode(proof.ofVerdict(worked.receipt, terms, found.audit!, found.verdict)!);
  const judging = Array.from({ length: readings + 3 }, () =>
    time(() => {
      const { code } = proof.verifyFraudProof(bytes, worked.receipt);
      if (code !== 'cell.wrong') throw new Error(`${code}; nothing was measured`);
    }),
  ).slice(3);
  return [
    row(NAME, 'edges, a cell of the blur: judge', 'ms', summarize(judging.map(({ ms }) => ms)), { atMost: 20 }),
    row(NAME, 'edges, a cell of the blur: fraud proof', 'bytes', summarize([bytes.length])),
    row(NAME, 'edges, a cell of the blur: job in it', 'bytes', summarize([file.encode('job', worked.job).length])),
  ];
}

function time<T>(action: () => T): { readonly ms: number; readonly value: T } {
  const startMs = performance.now();
  const value = action();
  return { ms: performance.now() - startMs, value };
}
