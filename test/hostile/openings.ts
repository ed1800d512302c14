/** Openings that hold, of what a worker committed to. */
import { blake3, job as jobs } from '@assay/core';
import { honest, type Worked } from '@assay/testkit';
import { type Opening, pages, response as responses } from '@assay/verify';
import type { Random } from '../profile/mutation.js';
import { pick } from './trials.js';

const { suite } = honest;

/** The opening of some pages. @param list starts and ends, of pages that there are. */
export function ofPages(bytes: Uint8Array, version: number, list: readonly number[]): Opening {
  const ranges = pages.toRanges(pages.fromList(list, bytes.length)!, bytes.length);
  return { version, pages: list, bytes: suite.open(bytes, ranges) };
}

/** How many pages there are. */
export function countOf({ contents }: Worked, version: number): number {
  return Math.ceil(contents[version]!.length / blake3.chunkBytes);
}

/** Openings of all pages of all versions that a step binds and that are no literals. */
export function ofStep(worked: Worked, index: number): readonly Opening[] {
  const { reads, writes } = worked.job.steps[index]!;
  const written = Object.values(writes).flatMap(({ name, from }) => [name, from]);
  const bound = new Set([...Object.values(reads), ...written]);
  return jobs
    .versions(worked.job)
    .filter(({ name, origin }) => origin.kind !== 'literal' && bound.has(name))
    .map((version) => ofPages(worked.contents[version.index]!, version.index, [0, countOf(worked, version.index)]));
}

/** The openings of both ends of a stretch of words, as far as they lie in a version and it starts from another. */
export function ofStretch(worked: Worked, index: number, start: number, end: number): responses.FrameOpening {
  const versions = jobs.versions(worked.job);
  const version = versions[index];
  const isInside = version !== undefined && start < end && 4 * end <= version.sizeBytes;
  if (!isInside || version.origin.kind !== 'write' || version.origin.from === undefined) return {};
  const { from } = version.origin;
  const source = versions.find(({ name }) => name === from)!;
  const ranges = responses.rangesOfStretch({ start, end });
  const open = (at: number): Uint8Array => suite.open(worked.contents[at]!, ranges);
  return { ...(source.origin.kind === 'literal' ? {} : { before: open(source.index) }), after: open(index) };
}

/** The opening of any two words of any version. */
export function ofWords({ contents }: Worked, chance: Random): Uint8Array {
  const bytes = pick(chance, contents);
  const start = chance.next(bytes.length / 4);
  const end = start + 1 + chance.next(bytes.length / 4 - start);
  return suite.open(bytes, responses.rangesOfStretch({ start, end }));
}
