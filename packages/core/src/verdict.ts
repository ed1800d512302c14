import * as codec from './codec.js';
import type { FailureKind } from './errors.js';
import { type ClaimId, digestHex, type VerdictId } from './identity.js';
import { anyFields, hex, object, oneOf, optional, record, type Shape } from './shape.js';

/**
 * Whose doing a verdict is (SPEC.md V2). Only `signer` says something about the worker: what the signature covers is wrong.
 *
 * - `bearer`: whoever presented the bytes could have changed them on the way; anybody can provoke it for any claim.
 * - `terms`: task and job do not fit together, whoever the worker is.
 * - `job`: the job has no single meaning here; its requester has to answer for it.
 * - `responder`: who had to show bytes did not; the layer knows whether he was asked in time.
 * - `challenger`: the challenge or the proof is not what it must be.
 * - `verifier`: rests on a run, or a limit, of the verifier's own.
 */
export type Fault = 'none' | 'signer' | 'bearer' | 'terms' | 'job' | 'responder' | 'challenger' | 'verifier';

/** What a settlement layer acts on (`@assay/verify` SPEC.md, chapter Outcomes). */
export type Outcome = 'valid' | 'fraud' | 'withheld' | 'job-fault' | 'bad-challenge' | 'malformed' | 'undecided';

type Row = readonly [kind: 'valid' | FailureKind, fault: Fault, outcome: Outcome, sentence: string];

/**
 * Everything that a check can conclude. Codes are stable: settlement layers and tests match on them. Then: which of the five
 * ways of failing it is, whose doing, what to act on, and a sentence for people.
 */
export const codes = {
  valid: ['valid', 'none', 'valid', 'Everything that was checked holds.'],
  'receipt.malformed': ['malformed', 'bearer', 'malformed', 'The bytes are not a receipt.'],
  'receipt.other-task': ['invalid', 'bearer', 'malformed', 'The receipt answers another task.'],
  'receipt.bad-signature': ['invalid', 'bearer', 'malformed', 'The signature is not the named worker’s on this claim.'],
  'receipt.wrong-trace-root': ['invalid', 'bearer', 'malformed', 'The signed trace root is not that of the trace.'],
  'receipt.other-seal': ['invalid', 'bearer', 'malformed', 'The claim is not the one that was sealed.'],
  'receipt.wrong-seal': ['invalid', 'signer', 'fraud', 'The seal is not that of worker, task, trace root and salt.'],
  'task.other-job': ['invalid', 'terms', 'job-fault', 'The task was made for another job.'],
  'task.unfit': ['invalid', 'terms', 'job-fault', 'The task does not fit its job.'],
  'receipt.wrong-trace-length': [
    'invalid',
    'signer',
    'fraud',
    'The trace has not one root for each version of the job.',
  ],
  'receipt.wrong-input': ['invalid', 'signer', 'fraud', 'The trace starts from an input that the task does not name.'],
  'receipt.wrong-literal': ['invalid', 'signer', 'fraud', 'The trace has a literal that is not the job’s.'],
  'receipt.equivocation': ['invalid', 'signer', 'fraud', 'The worker signed two trace roots for one task.'],
  'replay.version-differs': [
    'invalid',
    'verifier',
    'undecided',
    'Running the job again gives another buffer than the one committed to.',
  ],
  'challenge.malformed': ['malformed', 'challenger', 'bad-challenge', 'The bytes are not a challenge.'],
  'challenge.other-claim': ['invalid', 'challenger', 'bad-challenge', 'The challenge is for another receipt.'],
  'challenge.not-foreseen': [
    'invalid',
    'challenger',
    'bad-challenge',
    'The policy foresees another source of challenges.',
  ],
  'challenge.wrong-source': [
    'invalid',
    'challenger',
    'bad-challenge',
    'Round, value or secret are not those of this acceptance.',
  ],
  'challenge.wrong-samples': [
    'invalid',
    'challenger',
    'bad-challenge',
    'The challenge draws another number of cells than the policy says.',
  ],
  'challenge.wrong-held': [
    'invalid',
    'challenger',
    'bad-challenge',
    'The challenge names a version that the job does not have.',
  ],
  'response.too-large': ['exhausted', 'responder', 'withheld', 'The response is longer than any that is needed.'],
  'response.malformed': ['malformed', 'responder', 'withheld', 'The bytes are not a response.'],
  'response.other-challenge': ['invalid', 'responder', 'withheld', 'The response answers another challenge.'],
  'response.wrong-pages': ['invalid', 'responder', 'withheld', 'The response opens other parts than it must.'],
  'response.wrong-opening': ['invalid', 'responder', 'withheld', 'An opening is not one of the committed buffer.'],
  'response.incomplete': ['invalid', 'responder', 'withheld', 'What a drawn cell needs was not shown.'],
  'cell.wrong': [
    'invalid',
    'signer',
    'fraud',
    'A cell, run from the committed bytes, gives other words than those committed to.',
  ],
  'cell.differs': [
    'invalid',
    'verifier',
    'undecided',
    'A cell gives other words by the compiled executor; the interpreter was not asked.',
  ],
  'frame.changed': ['invalid', 'signer', 'fraud', 'Words that no cell owns did not keep their values.'],
  'cell.races': ['invalid', 'job', 'job-fault', 'Two invocations of a cell race: its result is not defined.'],
  'job.not-exact': ['invalid', 'job', 'job-fault', 'A kernel is not in the exact profile: its result is not defined.'],
  'cell.beyond-limits': ['exhausted', 'verifier', 'undecided', 'A cell costs more than this verifier allows.'],
  'proof.malformed': ['malformed', 'challenger', 'bad-challenge', 'The bytes are not a fraud proof.'],
  'proof.other-claim': ['invalid', 'challenger', 'bad-challenge', 'The proof speaks of another receipt.'],
  'proof.wrong-opening': [
    'invalid',
    'challenger',
    'bad-challenge',
    'The proof shows bytes that are not those committed to.',
  ],
  'proof.unfounded': ['invalid', 'challenger', 'bad-challenge', 'What the proof shows is as it must be.'],
  'descent.wrong-answer': [
    'invalid',
    'responder',
    'withheld',
    'The answer is not what stands below the node that was asked for.',
  ],
  'descent.bad-question': ['invalid', 'challenger', 'bad-challenge', 'The question names no node that it may name.'],
  'product.false-meaning': [
    'invalid',
    'verifier',
    'undecided',
    'No cell is wrong, and yet the step is not the product that the register says.',
  ],
} as const;

/** A stable code, see {@link codes}. */
export type VerdictCode = keyof typeof codes;

const table: Readonly<Record<VerdictCode, Row>> = codes;

/** What a check concluded about a receipt, with what shows it (SPEC.md, chapter Verdict). */
export interface Verdict {
  readonly code: VerdictCode;
  /** The receipt's claim; absent when the bytes were not a receipt. */
  readonly claim?: ClaimId;
  /** From this and the receipt anybody reaches the same conclusion; its fields depend on the code. */
  readonly evidence: codec.Fields;
}

/** The encoded form (SPEC.md, chapter Verdict). */
export const shape: Shape<Verdict> = object(
  'verdict',
  1,
  record<Verdict>({
    code: oneOf(...(Object.keys(codes) as VerdictCode[])),
    claim: optional(hex<ClaimId>(32)),
    evidence: anyFields,
  }),
);

/** A verdict. */
export function of(code: VerdictCode, claim: ClaimId | undefined, evidence: codec.Fields = {}): Verdict {
  return { code, ...(claim === undefined ? {} : { claim }), evidence };
}

/** Whether the verdict is `valid`. */
export function isValid({ code }: Verdict): boolean {
  return code === 'valid';
}

/** Which of the ways of failing it is, or `valid`. */
export function kindOf({ code }: Verdict): 'valid' | FailureKind {
  return table[code][0];
}

/** Whose doing it is, see {@link Fault}. */
export function faultOf({ code }: Verdict): Fault {
  return table[code][1];
}

/** What a settlement layer acts on, see {@link Outcome}. */
export function outcomeOf({ code }: Verdict): Outcome {
  return table[code][2];
}

/** A sentence for people. */
export function sentenceOf({ code }: Verdict): string {
  return table[code][3];
}

/** The canonical bytes. */
export function encode(verdict: Verdict): Uint8Array<ArrayBuffer> {
  return codec.encode(shape.toValue(verdict));
}

/** @throws AssayError of kind `malformed` or `exhausted`. */
export function decode(bytes: Uint8Array): Verdict {
  return shape.fromValue(codec.decode(bytes), 'verdict');
}

/** The verdict's id. */
export function id(verdict: Verdict): VerdictId {
  return digestHex('verdict', encode(verdict));
}
