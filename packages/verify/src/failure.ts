/** Failures as evidence of a verdict. */
import { type codec, isAssayError } from '@assay/core';

/** The fields of a failure that untrusted data caused; anything else is ours and goes on. */
export function evidenceOf(error: unknown): codec.Fields {
  if (!isAssayError(error) || error.kind === 'bug') throw error;
  const { code, where, expected, got } = error;
  return { code, where: where ?? '', expected, got };
}
