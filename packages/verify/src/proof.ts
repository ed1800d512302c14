/** Fraud that a stranger can see: one object, and the receipt, are all that a judge needs (SPEC.md, chapter Evidence). */
import {
  codec,
  frame as frames,
  type identity,
  job as jobs,
  receipt as receipts,
  shape,
  signature,
  suite as suites,
  task as tasks,
  verdict,
} from '@assay/core';
import { type Audit, ofCell } from './audit.js';
import { type CellOptions, Cells } from './cell.js';
import { Committed, type Opening } from './committed.js';
import { evidenceOf } from './failure.js';
import * as frameCheck from './frame.js';
import { ofWords, type Pages, union } from './pages.js';
import { type Terms, verifyReceipt } from './receipt.js';
import { openingShape } from './response.js';
import type { Cell } from './sample.js';
import { openingsOf } from './stretch.js';

/** Job and task, so that the judge needs to know neither: the claim names the task, and the task its job. */
interface Bound {
  /** Canonical bytes. */
  readonly job: Uint8Array;
  readonly task: Uint8Array;
}

/** What a proof shows. */
export type Finding =
  /** A cell with wrong words, or one that races. */
  | (Bound & {
      readonly kind: 'cell';
      readonly step: number;
      readonly workgroup: number;
      readonly openings: readonly Opening[];
    })
  /** Words of a frame that changed. */
  | (Bound & {
      readonly kind: 'frame';
      readonly version: number;
      readonly start: number;
      readonly end: number;
      readonly before?: Uint8Array;
      readonly after: Uint8Array;
    })
  /** Another claim on the same task by the same worker. */
  | {
      readonly kind: 'equivocation';
      readonly other: receipts.Claim;
      readonly signature: signature.Signature;
    };

export interface FraudProof {
  /** The receipt's id. */
  readonly claim: identity.ClaimId;
  readonly finding: Finding;
}

/** What a judge reads, and the cost of the cell that he runs (E5). */
export const limits = { mostBytes: 268_435_456, mostCost: 4_294_967_296 } as const;

const bound = { job: shape.binary(1, 1 << 24), task: shape.binary(1, 1 << 24) };
const words = shape.integer(0, 2 ** 32 - 1);

const proofShape: shape.Shape<FraudProof> = shape.object(
  'fraud-proof',
  1,
  shape.record<FraudProof>({
    claim: shape.hex<identity.ClaimId>(32),
    finding: shape.variant<Finding>({
      cell: shape.record<Extract<Finding, { kind: 'cell' }>>({
        kind: shape.oneOf('cell'),
        ...bound,
        step: shape.integer(0, jobs.limits.steps - 1),
        workgroup: words,
        openings: shape.list(openingShape, 3 * jobs.limits.bindings),
      }),
      frame: shape.record<Extract<Finding, { kind: 'frame' }>>({
        kind: shape.oneOf('frame'),
        ...bound,
        version: shape.integer(0, jobs.limits.versions - 1),
        start: words,
        end: shape.integer(1, 2 ** 32 - 1),
        before: shape.optional(shape.binary(1, 2 ** 14)),
        after: shape.binary(1, 2 ** 14),
      }),
      equivocation: shape.record<Extract<Finding, { kind: 'equivocation' }>>({
        kind: shape.oneOf('equivocation'),
        other: receipts.claimShape,
        signature: signature.signatureShape,
      }),
    }),
  }),
);

const codecLimits: codec.Limits = { ...codec.defaultLimits, maxBytes: limits.mostBytes, maxValues: 2 ** 22 };

/** The canonical bytes. */
export function encode(proof: FraudProof): Uint8Array<ArrayBuffer> {
  return codec.encode(proofShape.toValue(proof), codecLimits);
}

/** @throws AssayError of kind `malformed` or `exhausted`. */
export function decode(bytes: Uint8Array): FraudProof {
  return proofShape.fromValue(codec.decode(bytes, codecLimits), 'fraud-proof');
}

/**
 * Makes the proof that a cell is wrong, or races.
 *
 * @param committed what its maker knows of the committed bytes: an audit's, or a watcher's own versions and what a descent showed.
 * @returns undefined if the interpreter, which is what the judge goes by, finds neither on these bytes.
 */
export function ofWrongCell(
  receipt: receipts.Receipt,
  terms: Pick<Terms, 'job' | 'task'>,
  committed: Committed,
  cell: Cell,
  options: CellOptions = {},
): FraudProof | undefined {
  const { job, task } = terms;
  const judged = new Cells(job, committed, options).judge(cell);
  if (judged.kind !== 'wrong' && judged.kind !== 'races') return undefined;
  const needed = new Map<number, readonly Pages[]>(judged.loaded);
  if (judged.kind === 'wrong') {
    const { version, word } = judged.word;
    const add = (index: number, pages: readonly Pages[]): void => {
      needed.set(index, union([...(needed.get(index) ?? []), ...pages]));
    };
    const page = ofWords([{ start: word, end: word + 1 }]);
    add(version, page);
    // Words that the cell does not store keep the values that they start from.
    const { origin } = committed.versions[version]!;
    if (origin.kind === 'write' && origin.from !== undefined) {
      add(committed.versions.find(({ name }) => name === origin.from)!.index, page);
    }
  }
  const openings = [...needed]
    .filter(([index]) => committed.versions[index]!.origin.kind !== 'literal')
    .sort(([a], [b]) => a - b)
    .map(([index, pages]) => committed.opening(index, pages));
  const finding: Finding = { kind: 'cell', ...encoded(job, task), ...cell, openings };
  return { claim: receipts.id(receipt), finding };
}

/** Makes the proof that a stretch of a frame changed; undefined if it did not. @param index of the stretch in the audit's sample. */
export function ofChangedFrame(
  receipt: receipts.Receipt,
  { job, task }: Pick<Terms, 'job' | 'task'>,
  audit: Audit,
  index: number,
): FraudProof | undefined {
  const found = audit.stretches[index]!;
  if (found.kind !== 'changed') return undefined;
  const stretch = audit.sample.stretches[index]!;
  const { version, from, start, end } = stretch;
  const { before, after } = openingsOf(stretch, found, audit.committed);
  const isLiteral = audit.committed.versions[from]!.origin.kind === 'literal';
  const shown = isLiteral ? { after } : { before, after };
  return {
    claim: receipts.id(receipt),
    finding: { kind: 'frame', ...encoded(job, task), version, start, end, ...shown },
  };
}

/** Makes the proof that a worker claimed two traces for one task. */
export function ofEquivocation(
  receipt: receipts.Receipt,
  other: Pick<receipts.Receipt, 'claim' | 'signature'>,
): FraudProof {
  const finding: Finding = { kind: 'equivocation', other: other.claim, signature: other.signature };
  return { claim: receipts.id(receipt), finding };
}

/** Makes the proof of whatever fraud, or fault of the job, an audit came to; undefined for other verdicts. */
export function ofVerdict(
  receipt: receipts.Receipt,
  terms: Pick<Terms, 'job' | 'task'>,
  audit: Audit,
  { code, evidence }: verdict.Verdict,
  options: CellOptions = {},
): FraudProof | undefined {
  if (code === 'cell.wrong' || code === 'cell.races') {
    const cell = { step: Number(evidence.step), workgroup: Number(evidence.workgroup) };
    return ofWrongCell(receipt, terms, audit.committed, cell, options);
  }
  if (code !== 'frame.changed') return undefined;
  const { version, start } = evidence;
  const index = audit.sample.stretches.findIndex((one) => one.version === version && one.start === start);
  return ofChangedFrame(receipt, terms, audit, index);
}

/**
 * Judges a fraud proof (E1–E5). It needs nothing but these bytes and the receipt.
 *
 * @param bytes untrusted.
 * @param receipt as decoded by `receipt.decode`: the one that is accused.
 * @returns `fraud` or `job-fault` with the code of what was shown; `bad-challenge` where nothing was; `undecided` beyond {@link limits};
 * or what is wrong with the receipt itself.
 */
export function verifyFraudProof(
  bytes: Uint8Array,
  receipt: receipts.Receipt,
  engine?: suites.Engine,
): verdict.Verdict {
  const id = receipts.id(receipt);
  let proof: FraudProof;
  let job: jobs.Job | undefined;
  let task: tasks.Task | undefined;
  try {
    proof = decode(bytes);
    if (proof.finding.kind !== 'equivocation') {
      job = jobs.decode(proof.finding.job);
      task = tasks.decode(proof.finding.task);
    }
  } catch (error) {
    return verdict.of('proof.malformed', id, evidenceOf(error));
  }
  if (proof.claim !== id) return verdict.of('proof.other-claim', id, { expected: id, got: proof.claim });
  const { finding } = proof;
  if (finding.kind === 'equivocation') return judgeEquivocation(receipt, finding);
  const terms = { job: job!, task: task!, suite: suites.blake3(engine) };
  // Both come from whoever made the proof: that they do not fit says nothing about worker or requester.
  const [taskId, jobId] = [tasks.id(terms.task), jobs.id(terms.job)];
  if (taskId !== receipt.claim.task || jobId !== terms.task.job) {
    const expected = `task ${receipt.claim.task}, and the job that it names`;
    return verdict.of('proof.other-claim', id, { expected, got: `task ${taskId}, job ${jobId}` });
  }
  const formal = verifyReceipt(receipt, terms);
  if (!verdict.isValid(formal)) return formal;
  return finding.kind === 'cell' ? judgeCell(receipt, terms, finding) : judgeFrame(receipt, terms, finding);
}

/** E2. */
function judgeCell(
  receipt: receipts.Receipt,
  terms: Terms,
  { step: index, workgroup, openings }: Extract<Finding, { kind: 'cell' }>,
): verdict.Verdict {
  const id = receipts.id(receipt);
  const { job } = terms;
  const step = job.steps[index];
  const cells = step === undefined ? 0 : step.grid[0] * step.grid[1] * step.grid[2];
  if (step === undefined || workgroup >= cells) {
    const expected = `one of ${job.steps.length} steps and of its workgroups`;
    return verdict.of('proof.wrong-opening', id, { expected, got: `step ${index}, workgroup ${workgroup}` });
  }
  const committed = new Committed(receipt, terms);
  const bound = boundBy(step);
  let before = -1;
  for (const opening of openings) {
    const version = committed.versions[opening.version];
    const isBound = version !== undefined && version.origin.kind !== 'literal' && bound.has(version.name);
    if (!isBound || opening.version <= before) {
      const expected = 'versions that the step binds and that are no literals, ascending';
      return verdict.of('proof.wrong-opening', id, { expected, got: `version ${opening.version}` });
    }
    before = opening.version;
    const refusal = committed.open(opening);
    if (refusal !== undefined) {
      const { code, ...evidence } = refusal;
      return verdict.of('proof.wrong-opening', id, evidence);
    }
  }
  const cell = { step: index, workgroup };
  const { loaded, ...judged } = new Cells(job, committed, { limits: { mostInterpreted: limits.mostCost } }).judge(cell);
  if (judged.kind === 'right' || judged.kind === 'withheld') {
    const got = judged.kind === 'right' ? 'words as they are committed to' : `nothing of version ${judged.version}`;
    return verdict.of('proof.unfounded', id, { expected: 'a word that differs, or a race', got });
  }
  const { code, evidence } = ofCell(cell, judged)!;
  return verdict.of(code, id, evidence);
}

/** E3. */
function judgeFrame(
  receipt: receipts.Receipt,
  terms: Terms,
  { version: index, start, end, before, after }: Extract<Finding, { kind: 'frame' }>,
): verdict.Verdict {
  const id = receipts.id(receipt);
  const { job, suite } = terms;
  const versions = jobs.versions(job);
  const version = versions[index];
  const wrong = (expected: string, got: string): verdict.Verdict =>
    verdict.of('proof.wrong-opening', id, { expected, got });
  if (version?.origin.kind !== 'write' || version.origin.from === undefined) {
    return wrong('a version that starts from another', `version ${index}`);
  }
  const { from, owner, step } = version.origin;
  const frame = frames.of(owner, version.sizeBytes / 4, job.steps[step]!.grid);
  const stretch = frame.indexOf(start);
  if (end <= start || stretch === undefined || frame.stretch(stretch).end < end) {
    return wrong('words that no cell owns', `words ${start} to ${end}`);
  }
  const source = versions.find(({ name }) => name === from)!;
  const ranges = frameCheck.rangesOf({ start, end });
  if ((source.origin.kind === 'literal') !== (before === undefined)) {
    return wrong('an opening of the version that it starts from, unless that is a literal', 'another');
  }
  const old = source.origin.kind === 'literal' ? suite.open(source.origin.bytes, ranges) : before!;
  const setting = { trace: receipt.trace, suite, sizeBytes: version.sizeBytes };
  const found = frameCheck.compare({ version: index, from: source.index, start, end }, old, after, setting);
  if (typeof found !== 'string') return wrong(found.refused.failure.expected, found.refused.failure.got);
  if (found === 'unchanged') {
    return verdict.of('proof.unfounded', id, { expected: 'a word that changed', got: 'none' });
  }
  return verdict.of('frame.changed', id, { version: index, from: source.index, start, end });
}

/** E4. */
function judgeEquivocation(
  { claim, signature: signed, trace }: receipts.Receipt,
  { other, signature: otherSigned }: Extract<Finding, { kind: 'equivocation' }>,
): verdict.Verdict {
  const id = receipts.id({ claim, signature: signed, trace, notes: {} });
  const isOfOne = claim.task === other.task && claim.worker.publicKey === other.worker.publicKey;
  const areSigned =
    signature.isValid(signed, receipts.signingDigest(claim), claim.worker) &&
    signature.isValid(otherSigned, receipts.signingDigest(other), other.worker);
  if (!isOfOne || !areSigned || claim.traceRoot === other.traceRoot) {
    const expected = 'two signed claims of one worker on one task with two trace roots';
    return verdict.of('proof.unfounded', id, { expected, got: 'others' });
  }
  return verdict.of('receipt.equivocation', id, { traceRoot: claim.traceRoot, other: other.traceRoot });
}

/** The names of the versions that a step reads, writes, or starts written ones from. */
function boundBy({ reads, writes }: jobs.Step): ReadonlySet<string> {
  const written = Object.values(writes).flatMap(({ name, from }) => (from === undefined ? [name] : [name, from]));
  return new Set([...Object.values(reads), ...written]);
}

function encoded(job: jobs.Job, task: tasks.Task): Bound {
  return { job: jobs.encode(job), task: tasks.encode(task) };
}
