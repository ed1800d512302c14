import { AssayError, file, job as jobs } from '@assay/core';
import { edges, matmul } from '@assay/kernels';
import * as disk from '../files/disk.js';
import * as png from '../files/png.js';
import { writeFile } from '../files/staging.js';
import type { Output } from '../output.js';

/** Options of `assay job edges`: a size, or a picture that has it. */
export interface EdgesOptions {
  readonly width?: number;
  readonly height?: number;
  readonly like?: string;
  readonly low?: number;
  readonly high?: number;
  readonly out: string;
}

/** `assay job edges`: writes the image job for pictures of one size. */
export async function makeEdges({ width, height, like, low, high, out }: EdgesOptions, output: Output): Promise<void> {
  const size = like === undefined ? { width, height } : sizeOf(like);
  if (size.width === undefined || size.height === undefined) {
    throw new AssayError({ kind: 'invalid', code: 'job.no-size', where: 'assay job edges', expected: '--width and --height, or --like picture.png', got: 'neither', remedy: 'A job is made for pictures of one size: say which.' });
  }
  const job = edges.job({ width: size.width, height: size.height, ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }) });
  await write(job, out, output);
}

/** `assay job matmul`: writes the int8 matrix product for one shape. */
export async function makeMatmul({ m, n, k, out }: { readonly m: number; readonly n: number; readonly k: number; readonly out: string }, output: Output): Promise<void> {
  await write(matmul.job({ m, n, k }), out, output);
}

async function write(job: jobs.Job, out: string, output: Output): Promise<void> {
  await writeFile(out, file.encode('job', job));
  const inputs = job.inputs.map(({ name }) => `--input ${name}=FILE`).join(' ');
  output.line(`Job ${job.name} written to ${out}`);
  output.line(`Run it: assay run ${out} ${inputs} --key FILE --out DIR`);
  output.result({ ok: true, file: out, job: jobs.id(job), name: job.name });
}

function sizeOf(picture: string): { width: number; height: number } {
  const lengthBytes = disk.lengthBytes(picture);
  return png.size(disk.read(picture, { lengthBytes: Math.min(lengthBytes, png.headerBytes) }), picture);
}
