import { AssayError, file, job as jobs } from '@assay/core';
import { edges, matmul } from '@assay/kernels';
import { pictureSize } from '../files/source.js';
import { writeFile } from '../files/staging.js';
import { type Output, toShellText } from '../output.js';

/** Options of `assay job edges`: a size, or a picture that has it. */
export interface EdgesOptions {
  readonly width?: number;
  readonly height?: number;
  readonly like?: string;
  readonly low?: number;
  readonly high?: number;
  readonly out: string;
}

/** Options of `assay job matmul`. */
export interface MatmulOptions {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly out: string;
}

/** `assay job edges`: writes the image job for pictures of one size. */
export async function makeEdges({ like, low, high, out, ...size }: EdgesOptions, output: Output): Promise<void> {
  const { width, height } = like === undefined ? size : pictureSize(like);
  if (width === undefined || height === undefined) {
    throw new AssayError({
      kind: 'invalid',
      code: 'job.no-size',
      where: 'assay job edges',
      expected: '--width and --height, or --like picture.png',
      got:
        width === undefined && height === undefined ? 'neither' : `only --${width === undefined ? 'height' : 'width'}`,
      remedy: 'A job is made for pictures of one size: say which.',
    });
  }
  const thresholds = { ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }) };
  await write(edges.job({ width, height, ...thresholds }), out, output, like === undefined ? {} : { picture: like });
}

/** `assay job matmul`: writes the int8 matrix product for one shape. */
export async function makeMatmul({ m, n, k, out }: MatmulOptions, output: Output): Promise<void> {
  await write(matmul.job({ m, n, k }), out, output);
}

async function write(
  job: jobs.Job,
  out: string,
  output: Output,
  known: Readonly<Record<string, string>> = {},
): Promise<void> {
  await writeFile(out, file.encode('job', job));
  const inputs = job.inputs.map(({ name }) => `--input ${name}=${toShellText(known[name] ?? 'FILE')}`).join(' ');
  output.line(`Job ${job.name} written to ${out}`);
  output.line(`Run it: assay run ${toShellText(out)} ${inputs} --key FILE --out DIR`);
  output.result({ ok: true, file: out, job: jobs.id(job), name: job.name });
}
