/** A worker's answer to a challenge: openings of what the drawn cells need (SPEC.md, chapter Responses). */
import { blake3, codec, type identity, job as jobs, opening as openings, owner as owners, shape } from '@assay/core';
import type { Opening } from './committed.js';
import { ofWords, type Pages, union } from './pages.js';
import type { Cell, Sample } from './sample.js';

export { rangesOf as rangesOfStretch } from './frame.js';

/** For the first and the last word of a stretch. Absent where the version is known. */
export interface FrameOpening {
  /** Of the version that it starts from. */
  readonly before?: Uint8Array;
  /** Of the written one. */
  readonly after?: Uint8Array;
}

export interface Response {
  readonly challenge: identity.ChallengeId;
  /** By version, ascending. */
  readonly openings: readonly Opening[];
  /** One for each stretch that is drawn, in order. */
  readonly frames: readonly FrameOpening[];
}

/** The encoded form of an opening. */
export const openingShape: shape.Shape<Opening> = shape.record<Opening>({
  version: shape.integer(0, jobs.limits.versions - 1),
  pages: shape.list(shape.integer(0, 2 ** 24), 2 * openings.maxRanges, 2),
  bytes: shape.binary(1, 2 ** 32 - 1),
});

const frameShape: shape.Shape<FrameOpening> = shape.record<FrameOpening>({
  before: shape.optional(shape.binary(1, 2 ** 14)),
  after: shape.optional(shape.binary(1, 2 ** 14)),
});

const responseShape: shape.Shape<Response> = shape.object(
  'response',
  1,
  shape.record<Response>({
    challenge: shape.hex<identity.ChallengeId>(32),
    openings: shape.list(openingShape, jobs.limits.versions),
    frames: shape.list(frameShape, 2 ** 24),
  }),
);

/** What a verifier reads unless he says otherwise: 256 MiB. */
export const mostBytes: number = 2 ** 28;

const FIXED_BYTES = 2 ** 12;
const FRAME_BYTES = 2 ** 14;
const PAGE_BYTES = 64;

/** The canonical bytes. */
export function encode(response: Response): Uint8Array<ArrayBuffer> {
  return codec.encode(responseShape.toValue(response), limitsOf(2 ** 32 - 1));
}

/** @throws AssayError of kind `malformed` or `exhausted`. */
export function decode(bytes: Uint8Array, most: number = mostBytes): Response {
  return responseShape.fromValue(codec.decode(bytes, limitsOf(most)), 'response');
}

/** Values: what the pages of many openings need. */
function limitsOf(maxBytes: number): codec.Limits {
  return { ...codec.defaultLimits, maxBytes, maxValues: 2 ** 22 };
}

/** What drawn cells need of the versions that they bind (A2). By index of version. */
export interface Needs {
  /**
   * Of versions that are written, and those that they start from: the pages with the cells' own words. Which pages of versions
   * that are read only a run shows.
   */
  readonly own: ReadonlyMap<number, readonly Pages[]>;
}

export function needsOf(job: jobs.Job, cells: readonly Cell[]): Needs {
  const indices = indicesOf(job);
  const own = new Map<number, Pages[]>();
  const add = (version: number, pages: readonly Pages[]): void => {
    const before = own.get(version) ?? [];
    own.set(version, before);
    before.push(...pages);
  };
  for (const { step, workgroup } of cells) {
    const { grid, writes } = job.steps[step]!;
    for (const { name, from, sizeBytes, owner } of Object.values(writes)) {
      const pages = ofWords(owners.wordsOf(owner, sizeBytes / 4, grid, workgroup));
      add(indices.get(name)!, pages);
      if (from !== undefined) add(indices.get(from)!, pages);
    }
  }
  const needed = [...own].map(([version, pages]): [number, readonly Pages[]] => [version, union(pages)]);
  return { own: new Map(needed.filter(([, pages]) => pages.length > 0)) };
}

/**
 * The versions that a response may open: those that drawn cells read, those of which they own a word, and those that these start
 * from. Lists no pages: a million cells may each own words in 65,536 of them, and nothing was shown yet.
 */
export function boundBy(job: jobs.Job, cells: readonly Cell[]): ReadonlySet<number> {
  const indices = indicesOf(job);
  const bound = new Set<number>();
  const owned = new Set<string>();
  for (const { step, workgroup } of cells) {
    const { grid, reads, writes } = job.steps[step]!;
    for (const name of Object.values(reads)) bound.add(indices.get(name)!);
    for (const { name, from, sizeBytes, owner } of Object.values(writes)) {
      if (owned.has(name) || owners.wordsOf(owner, sizeBytes / 4, grid, workgroup).length === 0) continue;
      owned.add(name);
      bound.add(indices.get(name)!);
      if (from !== undefined) bound.add(indices.get(from)!);
    }
  }
  return bound;
}

function indicesOf(job: jobs.Job): ReadonlyMap<string, number> {
  return new Map(jobs.versions(job).map(({ name, index }) => [name, index]));
}

/** How long a response may be at most (A4), before the verifier's own limit. @param isKnown by index of version (A1). */
export function longest(job: jobs.Job, { cells, stretches }: Sample, isKnown: (version: number) => boolean): number {
  const versions = jobs.versions(job);
  let total = FIXED_BYTES + FRAME_BYTES * stretches.length;
  for (const version of boundBy(job, cells)) {
    const { sizeBytes } = versions[version]!;
    if (!isKnown(version)) total += sizeBytes + PAGE_BYTES * Math.ceil(sizeBytes / blake3.chunkBytes);
  }
  return total;
}
