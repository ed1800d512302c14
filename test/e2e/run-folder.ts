import { mkdirSync } from 'node:fs';
import { file, job as jobs } from '@assay/core';
import { edges, matmul } from '@assay/kernels';
import { type Cheat, type Worked, work } from '@assay/testkit';
import { expect } from 'vitest';
import * as array from './array.js';
import type { Ended, Place } from './command.js';
import * as picture from './picture.js';

/** Of the picture job: 6 by 4 tiles of 8 by 8 pixels in each of four steps. */
export const size = { width: 48, height: 32 } as const;
export const SEED: string = '11'.repeat(32);

/** The picture job, worked. */
export function pictures(cheat?: Cheat): Worked {
  return work(edges.job(size), new Map([['picture', picture.disc(size.width, size.height).rgba]]), cheat);
}

/** A matrix product, worked: 8 cells pack b, 4 multiply. @param seed of a. */
export function product(cheat?: Cheat, seed = 5): Worked {
  const [a, b] = [array.bytesOf(array.matrix(96, 64, seed)), array.bytesOf(array.matrix(64, 128, 6))];
  const inputs = new Map([
    ['a', a],
    ['b', b],
  ]);
  return work(matmul.job({ m: 96, n: 128, k: 64 }), inputs, cheat);
}

/** One who leaves out the upper half of the gradients of a picture. */
export const halfLeftOut: Cheat = {
  forge: ({ name }, honest) =>
    name === 'gradient' ? honest.map((byte, i) => (2 * i < honest.length ? 0 : byte)) : honest,
};

/** One who gets a word of the product wrong: byte 4000 is in word 1000, row 7 and column 104, and in chunk 3 of 48. */
export const oneWordWrong: Cheat = {
  forge: ({ name }, honest) => (name === 'c' ? honest.with(4000, honest[4000]! ^ 1) : honest),
};

/** Writes a job that was worked as the folder that `assay run` leaves, with the versions in between that are named. */
export function writeFolder(
  place: Place,
  folder: string,
  { job, task, receipt, contents }: Worked,
  keep: readonly string[] = [],
): void {
  for (const inner of ['inputs', 'outputs', 'versions']) mkdirSync(place.at(folder, inner), { recursive: true });
  place.write(`${folder}/job.assay`, file.encode('job', job));
  place.write(`${folder}/task.assay`, file.encode('task', task));
  place.write(`${folder}/receipt.assay`, file.encode('receipt', receipt));
  for (const { name, index, origin } of jobs.versions(job)) {
    const bytes = contents[index]!;
    if (origin.kind === 'input') place.write(`${folder}/inputs/${name}.bin`, bytes);
    if (job.outputs.includes(name)) place.write(`${folder}/outputs/${name}.bin`, bytes);
    if (keep.includes(name)) place.write(`${folder}/versions/${name}.bin`, bytes);
  }
}

/** Challenge, response and check in a folder, each a command of its own. */
export async function circle(place: Place, folder: string, ...options: readonly string[]): Promise<Ended> {
  const receipt = `${folder}/receipt.assay`;
  const asked = await place.assay('challenge', receipt, '--seed', SEED, ...options);
  expect(asked).toMatchObject({ status: 0, stderr: '' });
  const answered = await place.assay('respond', receipt, `${folder}/challenge.assay`);
  expect(answered).toMatchObject({ status: 0, stderr: '' });
  return verify(place, folder);
}

/** `assay verify` of what lies in a folder. */
export function verify(place: Place, folder: string, ...options: readonly string[]): Promise<Ended> {
  const files = ['receipt', 'challenge', 'response'].map((name) => `${folder}/${name}.assay`);
  return place.assay('verify', ...files, ...options);
}

/** What a command printed with `--json`. */
export function resultOf({ stdout }: Ended): Record<string, unknown> {
  return JSON.parse(stdout) as Record<string, unknown>;
}
