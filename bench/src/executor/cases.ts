/** What is measured: jobs with inputs, and their steps with what the steps before them wrote. */
import { grid as grids, type job as jobs } from '@assay/core';
import { edges, matmul } from '@assay/kernels';
import { executor } from '@assay/wgsl';
import { noise } from '../content.js';
import { type Case, contentsOf, prepare } from './case.js';
import { CompiledCell } from './cell.js';
import { chunks, tiled } from './jobs.js';

/** A job with the bytes of its inputs. */
export interface Work {
  readonly name: string;
  readonly job: jobs.Job;
  readonly inputs: ReadonlyMap<string, Uint8Array>;
}

/** Bytes that a cell of {@link hash} takes in. */
export const cellBytes = 65_536;

/** Multiplications with an addition in a cell of a product: 64×64 sums of k products. */
export function cellMacs(k: number): number {
  return 64 * 64 * k;
}

/** `extent`×k times k×`extent`, ready-made. */
export function product(extent: number, k: number): Work {
  return withNoise(`matmul K=${k}`, matmul.job({ m: extent, n: extent, k }));
}

/** The same in workgroup memory. */
export function barriers(extent: number, k: number): Work {
  return withNoise(`tiled product K=${k}`, tiled({ m: extent, n: extent, k }));
}

export function picture(width: number, height: number): Work {
  return withNoise('edges', edges.job({ width, height }));
}

export function hash(count: number): Work {
  return withNoise('BLAKE3 chunks', chunks(count));
}

/** In order. */
export function stepsOf({ name, job, inputs }: Work): readonly Case[] {
  const versions = new Map(inputs);
  return job.steps.map((step) => {
    const prepared = prepare(job, step);
    const contents = contentsOf(prepared, versions);
    const one: Case = { ...prepared, name: job.steps.length === 1 ? name : `${name}, ${step.kernel}`, contents };
    const cell = new CompiledCell(one, { lanes: executor.lanes() });
    cell.runAll(grids.count(step.grid));
    const target = one.kernel.bindings.find(({ binding }) => binding === one.written)!;
    versions.set(step.writes[target.name]!.name, cell.output());
    return one;
  });
}

function withNoise(name: string, job: jobs.Job): Work {
  const inputs = job.inputs.map((input, i): [string, Uint8Array] => [input.name, noise(input.sizeBytes, i + 1)]);
  return { name, job, inputs: new Map(inputs) };
}
