import * as codec from './codec.js';
import type { FailureKind } from './errors.js';
import { type ClaimId, digestHex, type VerdictId } from './identity.js';
import { anyFields, hex, object, oneOf, optional, record, type Shape } from './shape.js';

/**
 * Whose doing a verdict is (SPEC.md V2). Only `signer` says something about the worker: what the signature covers is wrong.
 *
 * - `bearer`: whoever presented the bytes could have changed them on the way; anybody can provoke it for any claim.
 * - `terms`: task and job do not fit together, whoever the worker is.
 * - `replayer`: rests on a run that only the verifier has seen, and on a job that may be at fault.
 */
export type Fault = 'none' | 'signer' | 'bearer' | 'terms' | 'replayer';

/**
 * Everything that a check can conclude. Codes are stable: settlement layers and tests match on them. `kind` says which
 * of the five ways of failing it is; the sentence is for people.
 */
export const codes = {
  valid: { kind: 'valid', fault: 'none', sentence: 'Everything that was checked holds.' },
  'receipt.malformed': { kind: 'malformed', fault: 'bearer', sentence: 'The bytes are not a receipt.' },
  'receipt.other-task': { kind: 'invalid', fault: 'bearer', sentence: 'The receipt answers another task.' },
  'receipt.bad-signature': {
    kind: 'invalid',
    fault: 'bearer',
    sentence: 'The signature is not the named worker’s on this claim.',
  },
  'receipt.wrong-trace-root': {
    kind: 'invalid',
    fault: 'bearer',
    sentence: 'The signed trace root is not that of the trace.',
  },
  'receipt.wrong-seal': {
    kind: 'invalid',
    fault: 'signer',
    sentence: 'The seal is not that of worker, task, trace root and salt.',
  },
  'task.other-job': { kind: 'invalid', fault: 'terms', sentence: 'The task was made for another job.' },
  'task.unfit': { kind: 'invalid', fault: 'terms', sentence: 'The task does not fit its job.' },
  'receipt.wrong-trace-length': {
    kind: 'invalid',
    fault: 'signer',
    sentence: 'The trace has not one root for each version of the job.',
  },
  'receipt.wrong-input': {
    kind: 'invalid',
    fault: 'signer',
    sentence: 'The trace starts from an input that the task does not name.',
  },
  'receipt.wrong-literal': {
    kind: 'invalid',
    fault: 'signer',
    sentence: 'The trace has a literal that is not the job’s.',
  },
  'replay.version-differs': {
    kind: 'invalid',
    fault: 'replayer',
    sentence: 'Running the job again gives another buffer than the one committed to.',
  },
} as const;

/** A stable code, see {@link codes}. */
export type VerdictCode = keyof typeof codes;

interface Row {
  readonly kind: 'valid' | FailureKind;
  readonly fault: Fault;
  readonly sentence: string;
}

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
  return table[code].kind;
}

/** Whose doing it is, see {@link Fault}. */
export function faultOf({ code }: Verdict): Fault {
  return table[code].fault;
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
