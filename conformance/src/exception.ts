/** Known faults of engines: `exceptions.json`. */
import { readFileSync } from 'node:fs';
import { AssayError } from '@assay/core';
import type { FormName } from './form.js';
import type { Finding, Outcome } from './verdict.js';

/** A finding that is the engine's fault. All that is said of it must be so, so that little else can hide behind it. */
export interface Exception {
  /**
   * The case's name, or how it begins and `*`: then `message` or `text` must say what the fault is, if it is more than that the
   * engine refuses or takes long, which hides no wrong word.
   */
  readonly case: string;
  readonly engine: string;
  /** A part of the adapter's description, where the fault lies in its driver. */
  readonly adapter?: string;
  /** Absent: any. */
  readonly form?: FormName;
  readonly outcome: Outcome;
  /** A part of what the engine says. */
  readonly message?: string;
  /** A part of the code. */
  readonly text?: string;
  /** What the engine does wrong, by the WGSL specification, or lacks. */
  readonly reason: string;
}

/** Who answered. */
export interface Respondent {
  readonly engine: string;
  /** The adapter's description. */
  readonly adapter: string;
}

/** The committed list. Throws `exceptions.too-wide` (invalid). */
export function all(): readonly Exception[] {
  const list: readonly Exception[] = JSON.parse(readFileSync(new URL('../exceptions.json', import.meta.url), 'utf8'));
  list.forEach(assertNarrow);
  return list;
}

/** Throws `exceptions.too-wide` (invalid) where anything wrong could hide behind it, see {@link Exception} `case`. */
export function assertNarrow({ case: name, outcome, message, text }: Exception): void {
  const isHarmless = outcome === 'refused' || outcome === 'timed-out';
  if (!name.endsWith('*') || message !== undefined || text !== undefined || isHarmless) return;
  throw new AssayError({
    kind: 'invalid',
    code: 'exceptions.too-wide',
    where: 'exceptions.json',
    expected: 'a message or text that tells the fault, where the case ends in *',
    got: `${name}, ${outcome}`,
    remedy: 'Name the case, or a part of what the engine says or of the code.',
  });
}

/** The exception that covers a finding. */
export function find(
  exceptions: readonly Exception[],
  respondent: Respondent,
  name: string,
  finding: Finding,
): Exception | undefined {
  return exceptions.find((each) => covers(each, respondent, name, finding));
}

function covers(
  exception: Exception,
  { engine, adapter }: Respondent,
  name: string,
  { outcome, forms, detail, code }: Finding,
): boolean {
  const { case: named, message = '', text = '' } = exception;
  return (
    exception.engine === engine &&
    exception.outcome === outcome &&
    (named.endsWith('*') ? name.startsWith(named.slice(0, -1)) : name === named) &&
    adapter.includes(exception.adapter ?? '') &&
    (exception.form === undefined || forms.includes(exception.form)) &&
    detail.includes(message) &&
    code.includes(text)
  );
}
