/**
 * The five ways in which something can fail. They are never mixed (and decide the command's exit code):
 *
 * - `malformed`: bytes that cannot be decoded;
 * - `invalid`: decodable, but a rule fails (a version that no step makes, WGSL that does not compile);
 * - `trap`: a defined failure of a running program (device lost, GPU process died);
 * - `exhausted`: a limit was reached (size, memory, disk, time, no adapter, interrupted);
 * - `bug`: an invariant of this library is broken; never the caller's fault.
 */
export type FailureKind = 'malformed' | 'invalid' | 'trap' | 'exhausted' | 'bug';

/** What an {@link AssayError} is made of. `expected` and `got` are short phrases; `remedy` is a whole sentence. */
export interface Failure {
  readonly kind: FailureKind;
  /** Stable, dotted, lower case: `codec.trailing-bytes`. Match on this, never on the message. */
  readonly code: string;
  /** Where it happened, in the user's terms: `job.steps[2].grid`, `photo.png`. */
  readonly where?: string;
  readonly expected: string;
  readonly got: string;
  /** What to do next. */
  readonly remedy: string;
  readonly cause?: unknown;
}

/** The only error class that Assay throws on purpose. Anything else that escapes is a bug. */
export class AssayError extends Error {
  override readonly name = 'AssayError';
  readonly kind: FailureKind;
  readonly code: string;
  readonly where: string | undefined;
  readonly expected: string;
  readonly got: string;
  readonly remedy: string;

  constructor(failure: Failure) {
    super(sentence(failure), failure.cause === undefined ? undefined : { cause: failure.cause });
    this.kind = failure.kind;
    this.code = failure.code;
    this.where = failure.where;
    this.expected = failure.expected;
    this.got = failure.got;
    this.remedy = failure.remedy;
  }

  /** The same failure, placed: `where` is put in front of the error's own. */
  within(where: string): AssayError {
    const inner = this.where;
    const joined = inner === undefined ? where : inner.startsWith('[') ? `${where}${inner}` : `${where}.${inner}`;
    return new AssayError({ ...this.toFailure(), where: joined });
  }

  /** The plain fields, ready for JSON. */
  toFailure(): Failure {
    const { kind, code, where, expected, got, remedy, cause } = this;
    return {
      kind,
      code,
      ...(where === undefined ? {} : { where }),
      expected,
      got,
      remedy,
      ...(cause === undefined ? {} : { cause }),
    };
  }
}

/** True for an {@link AssayError} of any copy of this package. */
export function isAssayError(value: unknown): value is AssayError {
  return value instanceof Error && value.name === 'AssayError' && 'code' in value && 'kind' in value;
}

/** Names for a message: all of a few, the last ones of many, `none` of none. */
export function enumerate(names: readonly string[]): string {
  if (names.length === 0) return 'none';
  const shown = names.slice(-8).join(', ');
  return names.length > 8 ? `${names.length - 8} more and ${shown}` : shown;
}

/** The action's result; an {@link AssayError} that it throws is placed at `where`. */
export function within<T>(where: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw isAssayError(error) ? error.within(where) : error;
  }
}

function sentence({ where, expected, got, remedy }: Failure): string {
  const place = where === undefined ? '' : `${where}: `;
  // A compiler's message brings its own full stop, or lines of source.
  const end = /\n/.test(got) ? '\n' : /[.!?]\s*$/.test(got) ? ' ' : '. ';
  return `${place}expected ${expected}, got ${got.trimEnd()}${end}${remedy}`;
}
