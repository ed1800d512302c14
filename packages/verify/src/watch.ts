/** From a difference that a descent brought to light to a fraud proof (SPEC.md L5). */
import { blake3, job as jobs, owner as owners, receipt as receipts, type suite, task as tasks } from '@assay/core';
import type { CellOptions } from './cell.js';
import { Committed } from './committed.js';
import { rangesOf } from './frame.js';
import { type FraudProof, ofWrongCell } from './proof.js';
import type { Terms } from './receipt.js';

/** One chunk of a version, as the worker committed to it. */
export interface ShownChunk {
  /** Index of the version: the first in which trace and watcher differ. */
  readonly version: number;
  /** Index of the chunk. */
  readonly chunk: number;
  /** The opening of its bytes (core SPEC.md C5). */
  readonly opening: Uint8Array;
}

/**
 * Makes a fraud proof from a chunk in which the committed version differs from the watcher's own.
 *
 * @param own the watcher's bytes of every version up to that one, by index; of earlier ones the roots are those of the trace.
 * @returns undefined where the chunk is as his, or where his own run was wrong: nothing is proven then.
 * @throws AssayError `audit.wrong-held` (invalid): an earlier version of his is not the one that the trace commits to.
 */
export function ofDescent(
  receipt: receipts.Receipt,
  terms: Terms,
  own: ReadonlyMap<number, Uint8Array>,
  { version: index, chunk, opening }: ShownChunk,
  options: CellOptions = {},
): FraudProof | undefined {
  const committed = new Committed(receipt, terms);
  const version = committed.versions[index];
  const mine = own.get(index);
  if (version?.origin.kind !== 'write' || mine === undefined) return undefined;
  if (committed.open({ version: index, pages: [chunk, chunk + 1], bytes: opening }) !== undefined) return undefined;
  const start = chunk * blake3.chunkBytes;
  const { word } = committed.difference(index, start, mine.subarray(start, start + blake3.chunkBytes));
  if (word === undefined) return undefined;

  const { step: stepIndex, owner, from } = version.origin;
  const step = terms.job.steps[stepIndex]!;
  const indices = new Map(committed.versions.map(({ name, index }) => [name, index]));
  const hold = (name: string): void => {
    const bound = indices.get(name)!;
    const bytes = own.get(bound);
    if (bytes !== undefined && committed.versions[bound]!.origin.kind !== 'literal') committed.hold(bound, bytes);
  };
  const workgroup = owners.ownerOf(owner, step.grid, word.word);
  if (workgroup !== undefined) {
    for (const name of sourcesOf(step)) hold(name);
    return ofWrongCell(receipt, terms, committed, { step: stepIndex, workgroup }, options);
  }
  const source = indices.get(from!)!;
  hold(from!);
  const range = { start: word.word, end: word.word + 1 };
  const after = committed.opening(index, [{ start: chunk, end: chunk + 1 }]).bytes;
  const isLiteral = committed.versions[source]!.origin.kind === 'literal';
  const before = isLiteral ? {} : { before: openOf(terms.suite, committed.whole(source), range) };
  const task = tasks.encode(terms.task);
  const finding = {
    kind: 'frame',
    job: jobs.encode(terms.job),
    task,
    version: index,
    ...range,
    ...before,
    after,
  } as const;
  return { claim: receipts.id(receipt), finding };
}

/** The names of the versions that a step reads, or starts written ones from. */
function sourcesOf({ reads, writes }: jobs.Step): ReadonlySet<string> {
  const starts = Object.values(writes).flatMap(({ from }) => (from === undefined ? [] : [from]));
  return new Set([...Object.values(reads), ...starts]);
}

function openOf(hashes: suite.HashSuite, bytes: Uint8Array, range: owners.WordRange): Uint8Array {
  return hashes.open(bytes, rangesOf(range));
}
