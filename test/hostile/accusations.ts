/** Evidence put together anew, of openings that hold and of others: against whom it may be true of, and against whom not. */
import { grid as grids, job as jobs, receipt as receipts, task as tasks } from '@assay/core';
import type { Worked } from '@assay/testkit';
import { proof } from '@assay/verify';
import type { Random } from '../profile/mutation.js';
import { ofStep, ofStretch, ofWords } from './openings.js';
import { rearrangedOpenings } from './rearranged.js';
import { pick } from './trials.js';

/** A proof in which step, workgroup, version, words or openings are others. */
export function rearrangedProof(bytes: Uint8Array, worked: Worked, chance: Random): Uint8Array {
  let { claim, finding } = proof.decode(bytes);
  for (let left = 1 + chance.next(2) * chance.next(3); left > 0; left--) finding = rearranged(finding, worked, chance);
  return proof.encode({ claim, finding });
}

/** The proof, said to be of another receipt. */
export function aimedAt(bytes: Uint8Array, receipt: receipts.Receipt): Uint8Array {
  return proof.encode({ ...proof.decode(bytes), claim: receipts.id(receipt) });
}

/** Evidence by one who has all that a worker committed to: of any cell, of any words of a frame. */
export function accusation(worked: Worked, chance: Random): Uint8Array {
  const { job, task, receipt } = worked;
  const bound = { job: jobs.encode(job), task: tasks.encode(task) };
  const step = chance.next(job.steps.length);
  let finding: proof.Finding = {
    kind: 'cell',
    ...bound,
    step,
    workgroup: chance.next(grids.count(job.steps[step]!.grid)),
    openings: ofStep(worked, step),
  };
  const framed = jobs.versions(job).filter(({ origin }) => origin.kind === 'write' && origin.from !== undefined);
  if (framed.length > 0 && chance.next(2) === 0) {
    const { index, sizeBytes } = pick(chance, framed);
    const start = chance.next(sizeBytes / 4);
    const end = start + 1 + chance.next(sizeBytes / 4 - start);
    finding = ofWordsOf(worked, { kind: 'frame', ...bound, version: index, start, end, after: Uint8Array.of(0) });
  }
  for (let left = chance.next(3); left > 0; left--) finding = rearranged(finding, worked, chance);
  return proof.encode({ claim: receipts.id(receipt), finding });
}

type Cell = Extract<proof.Finding, { kind: 'cell' }>;
type Frame = Extract<proof.Finding, { kind: 'frame' }>;

function rearranged(finding: proof.Finding, worked: Worked, chance: Random): proof.Finding {
  if (finding.kind === 'equivocation') return finding;
  return finding.kind === 'cell' ? rearrangedCell(finding, worked, chance) : rearrangedFrame(finding, worked, chance);
}

function rearrangedCell(finding: Cell, worked: Worked, chance: Random): Cell {
  const { step, workgroup, openings } = finding;
  const ways: readonly (() => Cell)[] = [
    () => ({ ...finding, step: pick(chance, [0, 1, step + 1, 32_767]) }),
    () => ({ ...finding, workgroup: pick(chance, [0, workgroup + 1, chance.next(20), 2 ** 32 - 1]) }),
    () => ({ ...finding, openings: ofStep(worked, Math.min(step, worked.job.steps.length - 1)) }),
    () => ({ ...finding, openings: rearrangedOpenings(worked, openings, chance) }),
    () => ({ ...finding, openings: rearrangedOpenings(worked, openings, chance) }),
  ];
  return pick(chance, ways)();
}

function rearrangedFrame(finding: Frame, worked: Worked, chance: Random): Frame {
  const { next } = chance;
  const { start, end, before, after } = finding;
  const inner = start + next(Math.max(1, end - start));
  const ways: readonly (() => Frame)[] = [
    () => ({ ...finding, version: next(worked.contents.length + 1) }),
    () => ({ ...finding, start: pick(chance, [0, start + 1, Math.max(0, start - 1), end, 2 ** 32 - 1]) }),
    () => ({ ...finding, end: pick(chance, [1, end + 1, Math.max(1, end - 1), 2 ** 32 - 1]) }),
    () => ofWordsOf(worked, { ...finding, end: inner + 1 }),
    () => ofWordsOf(worked, { ...finding, start: inner }),
    () => ofWordsOf(worked, { ...finding, start: Math.max(0, start - 1 - next(40)) }),
    () => ({ ...finding, before: after, after: before ?? after }),
    () => ({ ...finding, before: ofWords(worked, chance) }),
    () => ({ ...finding, after: ofWords(worked, chance) }),
  ];
  return pick(chance, ways)();
}

/** The finding with the openings that its words need, where there are such. */
function ofWordsOf(worked: Worked, finding: Frame): Frame {
  const { before, after } = ofStretch(worked, finding.version, finding.start, finding.end);
  if (after === undefined) return finding;
  const { before: _, ...others } = finding;
  return { ...others, after, ...(before === undefined ? {} : { before }) };
}
