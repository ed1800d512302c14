/** What a response, or whoever has the bytes, shows of the stretches of frames that are looked at (SPEC.md S5). */
import { bytes as octets, receipt as receipts, verdict } from '@assay/core';
import type { Committed } from './committed.js';
import * as frames from './frame.js';
import { ofWords } from './pages.js';
import type { Terms } from './receipt.js';
import type { FrameOpening } from './response.js';
import type { Stretch } from './sample.js';

/** What was found of a stretch. Openings are those that were given: none of versions that are known. */
export interface StretchFinding extends FrameOpening {
  readonly kind: 'unchanged' | 'changed';
}

/**
 * Looks at stretches.
 *
 * @param stretches by version, as a sample has them.
 * @param shown one for each.
 * @returns the verdict where an opening does not hold, or is there where it must not.
 */
export function checkStretches(
  receipt: receipts.Receipt,
  { suite }: Pick<Terms, 'suite'>,
  stretches: readonly Stretch[],
  committed: Committed,
  shown: readonly FrameOpening[],
): readonly StretchFinding[] | verdict.Verdict {
  const id = receipts.id(receipt);
  const findings: StretchFinding[] = [];
  let openers: Openers | undefined;
  for (const [i, stretch] of stretches.entries()) {
    const given = shown[i]!;
    const { version, from } = stretch;
    const odd = [[from, given.before] as const, [version, given.after] as const].find(
      ([index, bytes]) => committed.isHeld(index) !== (bytes === undefined),
    );
    if (odd !== undefined) {
      const expected = 'an opening of each version that is not known, and none of those that are';
      return verdict.of('response.wrong-pages', id, { expected, got: `frame ${i}`, version: odd[0] });
    }
    if (given.before === undefined && given.after === undefined) {
      findings.push({ kind: isUnchanged(stretch, committed) ? 'unchanged' : 'changed' });
      continue;
    }
    if (openers?.version !== version) openers = openersOf(stretches, i, committed);
    const { sizeBytes } = committed.versions[version]!;
    const before = given.before ?? openers.before(stretch);
    const after = given.after ?? openers.after(stretch);
    const kind = frames.compare(stretch, before, after, { trace: receipt.trace, suite, sizeBytes });
    if (typeof kind !== 'string') {
      const { expected, got } = kind.refused.failure;
      return verdict.of('response.wrong-opening', id, { version: kind.version, expected, got });
    }
    findings.push({ kind, ...given });
  }
  return findings;
}

/** The openings of a stretch: those that were given, and others from what is known. */
export function openingsOf(
  { start, end, version, from }: Stretch,
  { before, after }: StretchFinding,
  committed: Committed,
): Required<FrameOpening> {
  const ends = ofWords([
    { start, end: start + 1 },
    { start: end - 1, end },
  ]);
  const open = (index: number): Uint8Array => committed.opening(index, ends).bytes;
  return { before: before ?? open(from), after: after ?? open(version) };
}

/** Both versions are known. */
function isUnchanged({ start, end, version, from }: Stretch, committed: Committed): boolean {
  const [before, after] = [from, version].map((index) => committed.whole(index).subarray(4 * start, 4 * end));
  return octets.isEqual(before!, after!);
}

/** Open the stretches of one written version, in it and in the one that it starts from. Each is hashed once, if it has to be. */
interface Openers {
  readonly version: number;
  readonly before: (stretch: Stretch) => Uint8Array;
  readonly after: (stretch: Stretch) => Uint8Array;
}

/** @param first the index of the version's first stretch. */
function openersOf(stretches: readonly Stretch[], first: number, committed: Committed): Openers {
  const { version, from } = stretches[first]!;
  let end = first;
  while (stretches[end]?.version === version) end++;
  const ranges = stretches.slice(first, end).flatMap(frames.rangesOf);
  const opener = (index: number): Openers['before'] => {
    let open: ReturnType<Committed['opener']> | undefined;
    return (stretch) => {
      open ??= committed.opener(index, ranges);
      return open(frames.rangesOf(stretch));
    };
  };
  return { version, before: opener(from), after: opener(version) };
}
