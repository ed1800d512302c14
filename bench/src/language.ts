import { readFileSync } from 'node:fs';
import type { job as jobs } from '@assay/core';
import { edges, matmul } from '@assay/kernels';
import { analysis, cell, check, type ir, lower } from '@assay/wgsl';
import type { Benchmark } from './benchmark.js';
import { noise } from './content.js';
import { convert, type Row, row } from './report.js';
import { summarize } from './statistics.js';

const NAME = 'language';
/** The longest shader of the repository. */
const LONGEST = new URL('../../shaders/system/blake3.wgsl', import.meta.url);
const SIZE = { m: 256, n: 256, k: 256 } as const;
const PICTURE = { width: 250, height: 190 } as const;

/** The front end, the analysis and the reference interpreter, all on one thread of the host. */
export const language: Benchmark = {
  name: NAME,
  run: async ({ isQuick, note }) => {
    const readings = isQuick ? 5 : 101;
    note(`${NAME}: ${readings} readings`);
    const source = readFileSync(LONGEST, 'utf8');
    const lines = source.trimEnd().split('\n').length;
    const checking = milliseconds(readings, () => void check(source));
    const rows: Row[] = [row(NAME, `parse and check ${lines} lines`, 'ms', summarize(checking), { atMost: 20 })];
    for (const [name, job] of Object.entries({ matmul: matmul.job(SIZE), edges: edges.job(PICTURE) })) {
      for (const step of job.steps) rows.push(...measureStep(`${name}, ${step.kernel}`, job, step, readings));
    }
    return rows;
  },
};

function measureStep(name: string, job: jobs.Job, step: jobs.Step, readings: number): Row[] {
  const { source, entryPoint } = job.kernels[step.kernel]!;
  const { program } = check(source);
  if (program === undefined) throw new Error(`${name} is not in the exact profile; nothing was measured`);
  const options = { entryPoint, overrides: step.overrides };
  const kernel: ir.Kernel = lower(program, options);
  const dispatch = analysis.dispatch.ofStep(job, step, kernel);
  const lowering = milliseconds(readings, () => void lower(program, options));
  const analyzing = milliseconds(readings, () => void analysis.analyze(kernel, dispatch));

  const sizes = new Map(job.inputs.map(({ name: version, sizeBytes }) => [version, sizeBytes]));
  for (const { writes } of job.steps) {
    for (const { name: version, sizeBytes } of Object.values(writes)) sizes.set(version, sizeBytes);
  }
  const reads = Object.entries(step.reads).map(([variable, version], k) => {
    return [variable, noise(sizes.get(version)!, k + 1)] as const;
  });
  let cost = 0;
  const interpreting = milliseconds(Math.ceil(readings / 5), () => {
    cost = cell.runJobCell({ kernel, step, reads: new Map(reads), workgroup: 0 }).cost;
  });
  const speed = convert(summarize(interpreting), (ms) => cost / ms / 1000);
  return [
    row(NAME, `${name}: lower`, 'ms', summarize(lowering)),
    row(NAME, `${name}: analyze`, 'ms', summarize(analyzing)),
    row(NAME, `${name}: interpret one cell`, 'M instructions/s', speed, { atLeast: 20 }),
  ];
}

/** Of an action that was done twice before. */
function milliseconds(readings: number, action: () => void): number[] {
  action();
  action();
  return Array.from({ length: readings }, () => {
    const start = performance.now();
    action();
    return performance.now() - start;
  });
}
