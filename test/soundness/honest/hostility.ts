/** What somebody may make of an honest worker's answers who wants them to look like fraud. */
import {
  blake3,
  type challenge as challenges,
  frame as frames,
  grid as grids,
  job as jobs,
  receipt as receipts,
  task as tasks,
} from '@assay/core';
import { honest, type Worked } from '@assay/testkit';
import { type Opening, pages, type proof, response as responses } from '@assay/verify';
import type { Random } from '../../profile/mutation.js';

const { suite } = honest;

/** One to three bytes, or runs of bytes, are others. */
export function changedBytes(bytes: Uint8Array, { next }: Random): Uint8Array {
  let changed = Array.from(bytes);
  for (let left = 1 + next(3); left > 0; left--) {
    const at = next(changed.length + 1);
    const length = 1 + next(40);
    const run = Array.from({ length }, () => next(256));
    const other = next(changed.length + 1);
    const ways: readonly (() => number[])[] = [
      () => changed.with(at % changed.length, changed[at % changed.length]! ^ (1 << next(8))),
      () => changed.with(at % changed.length, next(256)),
      () => changed.toSpliced(at, length),
      () => changed.toSpliced(at, 0, ...run),
      () => changed.toSpliced(at, length, ...changed.slice(other, other + length)),
      () => changed.slice(0, at),
    ];
    if (changed.length > 0) changed = ways[next(ways.length)]!();
  }
  return Uint8Array.from(changed);
}

/** A response of the same form that shows something else, or the same in another way. */
export function changedResponse(response: responses.Response, versions: number, random: Random): responses.Response {
  const { next } = random;
  const { openings, frames: shown } = response;
  const at = next(Math.max(1, openings.length));
  const other = next(Math.max(1, openings.length));
  const frame = next(Math.max(1, shown.length));
  const withOpening = (change: (one: Opening) => Partial<Opening>): responses.Response => {
    const one = openings[at];
    return one === undefined ? response : { ...response, openings: openings.with(at, { ...one, ...change(one) }) };
  };
  const withFrame = (change: (one: responses.FrameOpening) => responses.FrameOpening): responses.Response =>
    shown.length === 0 ? response : { ...response, frames: shown.with(frame, change(shown[frame]!)) };
  const ways: readonly (() => responses.Response)[] = [
    () => ({ ...response, openings: openings.toSpliced(at, 1) }),
    () => ({ ...response, openings: openings.toSpliced(at, 0, ...openings.slice(other, other + 1)) }),
    () => ({ ...response, openings: openings.toReversed() }),
    () => withOpening(() => ({ version: next(versions + 1) })),
    () => withOpening(() => ({ pages: [next(4), 4 + next(4)] })),
    () => withOpening(({ pages: list }) => ({ pages: list.map((page) => page + 1) })),
    () => withOpening(({ pages: list }) => ({ pages: list.slice(0, 2) })),
    () => withOpening(() => ({ bytes: openings[other]!.bytes })),
    () => withOpening(({ bytes }) => ({ bytes: nonEmpty(changedBytes(bytes, random)) })),
    () => ({ ...response, frames: shown.toSpliced(frame, 1) }),
    () => ({ ...response, frames: [...shown, ...shown.slice(frame, frame + 1)] }),
    () => ({ ...response, frames: shown.toReversed() }),
    () => withFrame(({ before, after }) => named(after, before)),
    () => withFrame(({ after }) => named(undefined, after)),
    () => withFrame(({ before, after }) => named(before ?? after, after ?? before)),
    () => withFrame(({ before, after }) => named(before, after && nonEmpty(changedBytes(after, random)))),
  ];
  return ways[next(ways.length)]!();
}

/** The challenge with one of its fields changed. */
export function changedChallenge(
  challenge: challenges.Challenge,
  versions: number,
  { next }: Random,
): challenges.Challenge {
  const seed = Array.from({ length: 64 }, () => next(16).toString(16)).join('');
  const ways: readonly (() => Partial<challenges.Challenge>)[] = [
    () => ({ samples: 1 + next(50) }),
    () => ({ source: { kind: 'seed', seed } }),
    () => ({ source: { kind: 'hash' } }),
    () => ({ source: { kind: 'beacon', round: next(1000), value: seed } }),
    () => ({ claim: seed as challenges.Challenge['claim'] }),
    () => ({ held: Array.from({ length: versions }, (_, index) => index).filter(() => next(2) === 0) }),
    () => ({ held: [...challenge.held, versions] }),
  ];
  return { ...challenge, ...ways[next(ways.length)]!() };
}

/**
 * Proofs by one who has all that the worker committed to: of any cell, of words of a frame where there is one, of two claims that are
 * no equivocation. All that they show is true but that it were fraud.
 */
export function proofsAgainst(worked: Worked, { next }: Random): readonly proof.FraudProof[] {
  const { job, task, receipt } = worked;
  const claim = receipts.id(receipt);
  const bound = { job: jobs.encode(job), task: tasks.encode(task) };
  const step = next(job.steps.length);
  const { grid, reads, writes } = job.steps[step]!;
  const workgroup = next(grids.count(grid));
  const names = new Set([...Object.values(reads), ...Object.values(writes).flatMap(({ name, from }) => [name, from])]);
  const openings = jobs
    .versions(job)
    .filter(({ name, origin }) => origin.kind !== 'literal' && names.has(name))
    .map(({ index, sizeBytes }) => {
      const all = [{ start: 0, end: Math.ceil(sizeBytes / blake3.chunkBytes) }];
      const bytes = suite.open(worked.contents[index]!, pages.toRanges(all, sizeBytes));
      return { version: index, pages: pages.toList(all), bytes };
    });
  const findings: proof.Finding[] = [{ kind: 'cell', ...bound, step, workgroup, openings }];
  const frame = ofFrame(worked, next);
  if (frame !== undefined) findings.push({ kind: 'frame', ...bound, ...frame });
  const { claim: own, signature } = receipt;
  findings.push({ kind: 'equivocation', other: own, signature });
  findings.push({ kind: 'equivocation', other: { ...own, traceRoot: receipt.trace[0]! }, signature });
  return findings.map((finding) => ({ claim, finding }));
}

/** Part of a stretch of a random frame, with the openings of its ends. */
function ofFrame(
  { job, contents }: Worked,
  next: Random['next'],
): { version: number; start: number; end: number; before?: Uint8Array; after: Uint8Array } | undefined {
  const versions = jobs.versions(job);
  const framed = versions.flatMap(({ index, sizeBytes, origin }) => {
    if (origin.kind !== 'write' || origin.from === undefined) return [];
    const frame = frames.of(origin.owner, sizeBytes / 4, job.steps[origin.step]!.grid);
    return frame.count === 0 ? [] : [{ index, frame, source: versions.find(({ name }) => name === origin.from)! }];
  });
  if (framed.length === 0) return undefined;
  const { index, frame, source } = framed[next(framed.length)]!;
  const stretch = frame.stretch(next(frame.count));
  const start = stretch.start + next(stretch.end - stretch.start);
  const end = start + 1 + next(stretch.end - start);
  const open = (version: number): Uint8Array =>
    suite.open(contents[version]!, responses.rangesOfStretch({ start, end }));
  const shown = source.origin.kind === 'literal' ? {} : { before: open(source.index) };
  return { version: index, start, end, ...shown, after: open(index) };
}

function named(before: Uint8Array | undefined, after: Uint8Array | undefined): responses.FrameOpening {
  return { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}

/** The codec has no empty openings. */
function nonEmpty(bytes: Uint8Array): Uint8Array {
  return bytes.length === 0 ? Uint8Array.of(0) : bytes;
}
