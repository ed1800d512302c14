/** Known faults of engines: `exceptions.json`. */
import { readFileSync } from 'node:fs';
import { AssayError } from '@assay/core';
import type { FormName } from './form.js';
import type { Range } from './suite.js';
import type { Finding, Outcome } from './verdict.js';

/** A finding that is the engine's fault. All that is said of it must be so, so that little else can hide behind it. */
export interface Exception {
  /**
   * The case's name, or how it begins and `*`: then `seeds`, `message` or `text` must say what the fault is, if it is more than
   * that the engine refuses or takes long, which hides no wrong word.
   */
  readonly case: string;
  /** Of `random/*`, the kernels that have the fault. */
  readonly seeds?: readonly number[];
  readonly engine: string;
  /** A part of the adapter's description, where the fault lies in its driver. */
  readonly adapter?: string;
  /** Absent: any. Where words differ it is `source`, and no other form of that text: what is shipped computes what it should. */
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

/** The committed list. Throws `exceptions.too-wide`, `exceptions.shipped` (invalid). */
export function all(): readonly Exception[] {
  const list: readonly Exception[] = JSON.parse(readFileSync(new URL('../exceptions.json', import.meta.url), 'utf8'));
  list.forEach(assertNarrow);
  return list;
}

/**
 * Throws `exceptions.too-wide`, `exceptions.shipped` (invalid) where anything wrong could hide behind it, see {@link Exception}
 * `case` and `form`.
 */
export function assertNarrow({ case: name, seeds, form, outcome, message, text }: Exception): void {
  const got = `${name}, ${form ?? 'any form'}, ${outcome}`;
  if (outcome === 'differs' && form !== 'source') {
    throw new AssayError({
      kind: 'invalid',
      code: 'exceptions.shipped',
      where: 'exceptions.json',
      expected: 'the form source, where words differ',
      got,
      remedy: 'Print what a driver gets wrong (packages/wgsl/SPEC.md D1), or mend the printer.',
    });
  }
  const isTold = [seeds, message, text].some((each) => each !== undefined);
  const isHarmless = outcome === 'refused' || outcome === 'timed-out';
  if (!name.endsWith('*') || isTold || isHarmless) return;
  throw new AssayError({
    kind: 'invalid',
    code: 'exceptions.too-wide',
    where: 'exceptions.json',
    expected: 'seeds, or a message or text that tells the fault, where the case ends in *',
    got,
    remedy: 'Name the case, or a part of what the engine says or of the code.',
  });
}

/** Whether a run over these random kernels could need it. */
export function isWithin({ seeds }: Exception, { cases, seed }: Range): boolean {
  return seeds === undefined || seeds.some((each) => each >= seed && each < seed + cases);
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
  const { case: named, seeds, form, message = '', text = '' } = exception;
  return (
    exception.engine === engine &&
    exception.outcome === outcome &&
    (named.endsWith('*') ? name.startsWith(named.slice(0, -1)) : name === named) &&
    (seeds === undefined || seeds.some((seed) => name === `${named.slice(0, -1)}${seed}`)) &&
    adapter.includes(exception.adapter ?? '') &&
    (form === undefined || (outcome === 'differs' ? forms.every((each) => each === form) : forms.includes(form))) &&
    detail.includes(message) &&
    code.includes(text)
  );
}
