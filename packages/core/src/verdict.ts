import * as codec from './codec.js';
import type { FailureKind } from './errors.js';
import { type ClaimId, digestHex, type VerdictId } from './identity.js';
import { anyFields, hex, object, oneOf, optional, record, type Shape } from './shape.js';

/**
 * Everything that a check can conclude. Codes are stable: settlement layers and tests match on them. `kind` says which
 * of the five ways of failing it is; the sentence is for people.
 */
export const codes = {
  valid: { kind: 'valid', sentence: 'Everything that was checked holds.' },
  'receipt.malformed': { kind: 'malformed', sentence: 'The bytes are not a receipt.' },
  'receipt.other-task': { kind: 'invalid', sentence: 'The receipt answers another task.' },
  'task.other-job': { kind: 'invalid', sentence: 'The task was made for another job.' },
  'task.unfit': { kind: 'invalid', sentence: 'The task does not fit its job.' },
  'receipt.bad-signature': { kind: 'invalid', sentence: 'The signature is not the named worker’s on this claim.' },
  'receipt.wrong-seal': { kind: 'invalid', sentence: 'The seal is not that of worker, task, trace root and salt.' },
  'receipt.wrong-trace-length': {
    kind: 'invalid',
    sentence: 'The trace has not one root for each version of the job.',
  },
  'receipt.wrong-trace-root': { kind: 'invalid', sentence: 'The signed trace root is not that of the trace.' },
  'receipt.wrong-input': { kind: 'invalid', sentence: 'The trace starts from an input that the task does not name.' },
  'receipt.wrong-literal': { kind: 'invalid', sentence: 'The trace has a literal that is not the job’s.' },
  'replay.wrong-trace-length': {
    kind: 'invalid',
    sentence: 'The replayed trace has not one root for each version of the job.',
  },
  'replay.version-differs': {
    kind: 'invalid',
    sentence: 'Running the job again gives another buffer than the one committed to.',
  },
} as const;

/** A stable code, see {@link codes}. */
export type VerdictCode = keyof typeof codes;

const table: Readonly<Record<VerdictCode, { readonly kind: 'valid' | FailureKind; readonly sentence: string }>> = codes;

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
