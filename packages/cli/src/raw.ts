/** Objects that are canonical bytes without the envelope of a file: responses and fraud proofs. */
import { codec, isAssayError } from '@assay/core';
import { proof as proofs, response as responses } from '@assay/verify';

/** One of them, decoded. */
export type Raw =
  | { readonly type: 'response'; readonly object: responses.Response }
  | { readonly type: 'fraud-proof'; readonly object: proofs.FraudProof };

/** The longest that is read. */
export const mostBytes: number = Math.max(responses.mostBytes, proofs.limits.mostBytes);

const MOST_VALUES = 2 ** 22;

/** What bytes look like: `response`, `fraud proof`. Undefined for anything else. */
export function nameOf(bytes: Uint8Array): string | undefined {
  switch (typeOf(bytes)) {
    case 'response':
      return 'response';
    case 'fraud-proof':
      return 'fraud proof';
    default:
      return undefined;
  }
}

/** Undefined where the bytes are neither. @throws AssayError of kind `malformed` or `exhausted`. */
export function decode(bytes: Uint8Array): Raw | undefined {
  switch (typeOf(bytes)) {
    case 'response':
      return { type: 'response', object: responses.decode(bytes) };
    case 'fraud-proof':
      return { type: 'fraud-proof', object: proofs.decode(bytes) };
    default:
      return undefined;
  }
}

/** Whether they begin as one of these does: with a map of fewer than 16 fields. */
export function isLikely(bytes: Uint8Array): boolean {
  return ((bytes[0] ?? 0) & 0xf0) === 0x80;
}

/** What the map says of itself. */
function typeOf(bytes: Uint8Array): unknown {
  if (!isLikely(bytes)) return undefined;
  try {
    const value = codec.decode(bytes, { ...codec.defaultLimits, maxBytes: mostBytes, maxValues: MOST_VALUES });
    return codec.isFields(value) ? value.type : undefined;
  } catch (error) {
    if (isAssayError(error)) return undefined;
    throw error;
  }
}
