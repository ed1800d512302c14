/** Claims on versions of which there are some pages only: requester and worker are one, and everything fits together. */
import {
  blake3,
  challenge as challenges,
  frame as frames,
  grid as grids,
  job as jobs,
  key as keys,
  owner as owners,
  policy as policies,
  receipt as receipts,
  task as tasks,
  type verdict,
} from '@assay/core';
import { honest } from '@assay/testkit';
import { audit, type Opening, pages, proof, response as responses, sampleOf } from '@assay/verify';
import { executor } from '@assay/wgsl';
import { expect } from 'vitest';
import type { Random } from '../profile/mutation.js';
import { limits } from './specimens.js';
import { openingOf, type Virtual, virtual, whole } from './virtual.js';

const { suite, salt, worker } = honest;
const cache = new executor.Cache();

/** A signed claim, and a cell of which its versions show something. */
export interface MadeUp {
  readonly terms: { readonly job: jobs.Job; readonly task: tasks.Task; readonly suite: typeof honest.suite };
  readonly receipt: receipts.Receipt;
  readonly versions: readonly Virtual[];
  readonly cell: { readonly step: number; readonly workgroup: number };
}

/** Makes up all versions of a job but its literals. */
export function makeUp(job: jobs.Job, chance: Random): MadeUp {
  const { next } = chance;
  const step = next(job.steps.length);
  const { grid } = job.steps[step]!;
  const cell = { step, workgroup: next(Math.min(grids.count(grid), 2 ** 31)) };
  const all = jobs.versions(job);
  const sources = new Map(all.map(({ name, origin }) => [name, origin.kind === 'write' ? origin.from : undefined]));
  const versions = all.map(({ name, sizeBytes, origin }): Virtual => {
    if (origin.kind === 'literal') return whole(origin.bytes);
    const written = all.filter((one) => one.name === name || sources.get(one.name) === name);
    const wanted = written.flatMap((one) => (one.origin.kind === 'write' ? ownOf(job, one, cell.workgroup) : []));
    return virtual(sizeBytes, somePages(sizeBytes, wanted, chance), chance);
  });
  const task: tasks.Task = {
    job: jobs.id(job),
    suite: 'blake3',
    inputs: job.inputs.map(({ name }, index) => ({ name, root: versions[index]!.root })),
    requester: keys.toIdentity(worker),
    nonce: '99'.repeat(32) as tasks.Nonce,
    domain: 'none',
    policy: policies.unaudited,
  };
  const trace = versions.map(({ root }) => root);
  const receipt = receipts.issue({ task: tasks.id(task), trace, suite, salt, secret: worker.secret });
  return { terms: { job, task, suite }, receipt, versions, cell };
}

/** Pages of the words that a cell owns, or of those beside them. */
function ownOf(job: jobs.Job, { origin, sizeBytes }: jobs.Version, workgroup: number): readonly pages.Pages[] {
  if (origin.kind !== 'write') return [];
  const { grid } = job.steps[origin.step]!;
  const own = owners.wordsOf(origin.owner, sizeBytes / 4, grid, Math.min(workgroup, grids.count(grid) - 1));
  if (origin.from === undefined) return pages.ofWords(own.slice(0, 4));
  const frame = frames.of(origin.owner, sizeBytes / 4, grid);
  const stretches = Array.from({ length: Math.min(2, frame.count) }, (_, index) => frame.stretch(index));
  const ends = stretches.flatMap(({ start, end }) => [start, end - 1]).map((word) => ({ start: word, end: word + 1 }));
  return pages.union([...pages.ofWords(own.slice(0, 4)), ...ends.flatMap((end) => pages.ofWords([end]))]);
}

/** Up to ten: ends of those that are wanted, and the first and the last, or any. */
function somePages(sizeBytes: number, wanted: readonly pages.Pages[], { next }: Random): readonly number[] {
  const most = Math.ceil(sizeBytes / blake3.chunkBytes);
  const ends = wanted.slice(0, 4).flatMap(({ start, end }) => [start, end - 1]);
  const others = next(2) === 0 ? [0, most - 1] : [Math.min(most - 1, next(2 ** 24))];
  return pages.toList(pages.union([...ends, ...others].map((page) => ({ start: page, end: page + 1 }))));
}

/** All that can be opened of the versions that steps bind. */
function openingsOf({ terms, versions }: MadeUp, steps: readonly jobs.Step[]): readonly Opening[] {
  const bound = new Set(
    steps.flatMap(({ reads, writes }) => [
      ...Object.values(reads),
      ...Object.values(writes).flatMap(({ name, from }) => (from === undefined ? [name] : [name, from])),
    ]),
  );
  return jobs
    .versions(terms.job)
    .filter(({ name, origin }) => origin.kind !== 'literal' && bound.has(name))
    .map(({ index }) => openingOf(versions[index]!, index));
}

/** The verdict of an audit of a few cells, whose response opens what there is; fraud and races are shown to a judge, too. */
export function audited(made: MadeUp): verdict.Verdict {
  const { terms, receipt, versions } = made;
  const source: challenges.Source = { kind: 'seed', seed: '42'.repeat(32) };
  const challenge: challenges.Challenge = { claim: receipts.id(receipt), source, samples: 4, held: [] };
  const { cells, stretches } = sampleOf(receipt, terms, challenge);
  const drawn = [...new Set(cells.map(({ step }) => terms.job.steps[step]!))];
  const isLiteral = (index: number): boolean => jobs.versions(terms.job)[index]!.origin.kind === 'literal';
  const shown = stretches.map((stretch): responses.FrameOpening => {
    const ranges = responses.rangesOfStretch(stretch);
    const [before, after] = [stretch.from, stretch.version].map((index) => versions[index]!.narrow(ranges));
    return isLiteral(stretch.from) ? { after: after! } : { before: before!, after: after! };
  });
  const openings = openingsOf(made, drawn);
  const response = responses.encode({ challenge: challenges.id(challenge), openings, frames: shown });
  const result = audit(receipt, terms, challenge, response, { limits, cache });
  if (['cell.wrong', 'cell.races', 'frame.changed'].includes(result.verdict.code)) {
    const evidence = proof.ofVerdict(receipt, terms, result.audit!, result.verdict, { limits });
    expect(proof.verifyFraudProof(proof.encode(evidence!), receipt)).toEqual(result.verdict);
  }
  return result.verdict;
}

/** The verdict of a judge who is shown what there is of one cell. */
export function judged(made: MadeUp): verdict.Verdict {
  const { terms, receipt, cell } = made;
  const openings = openingsOf(made, [terms.job.steps[cell.step]!]);
  const bound = { job: jobs.encode(terms.job), task: tasks.encode(terms.task) };
  const finding: proof.Finding = { kind: 'cell', ...bound, ...cell, openings };
  return proof.verifyFraudProof(proof.encode({ claim: receipts.id(receipt), finding }), receipt);
}
