/** Errors on their way between processes and threads, where only plain data passes. */
import { type Failure, isAssayError } from '@assay/core';

/** The fields of an error; one that is not ours is told as a bug. */
export function toFailure(error: unknown): Failure {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (!isAssayError(error)) {
    return {
      kind: 'bug',
      code: 'run.unexpected',
      expected: 'the run to end or to fail with a known error',
      got: text,
      remedy: 'Report this with the job and the output of `assay doctor`.',
    };
  }
  // A cause may be anything; only its text is sure to cross.
  const { kind, code, where, expected, got, remedy, cause } = error;
  return {
    kind,
    code,
    ...(where === undefined ? {} : { where }),
    expected,
    got,
    remedy,
    ...(cause === undefined ? {} : { cause: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) }),
  };
}
