/** What engines are asked about a case, and what they should answer. */
import { isAssayError, type job as jobs } from '@assay/core';
import { type analysis, device, type ir } from '@assay/wgsl';
import type { Case } from './case.js';
import * as claim from './claim.js';
import { type Form, type FormName, ofStep } from './form.js';
import type { BoundWords, Request } from './protocol.js';
import { interpret, type StepReference } from './reference.js';

/** A case made ready for engines, and for the executors of this repository. */
export interface Trial {
  readonly name: string;
  /** What does not hold of the interpreter's own run; none: all holds. */
  readonly faults: readonly string[];
  /** Why engines are not asked; undefined: they are. */
  readonly unasked: string | undefined;
  readonly questions: readonly Question[];
  /** Those of a case that races are there, too. */
  readonly subjects: readonly Subject[];
}

/** One request with its right answer. */
export interface Question {
  /** `step 1, guarded and shipped`. */
  readonly what: string;
  readonly forms: readonly FormName[];
  readonly request: Request;
  /** Bytes of each written binding by number; undefined where it is enough that the code compiles. */
  readonly expected: ReadonlyMap<number, Uint8Array> | undefined;
}

/** What executors get where engines get texts. */
export interface Subject {
  /** `step 1`; an entry point; empty where there is but one. */
  readonly what: string;
  /** The author's text. */
  readonly source: string;
  readonly kernel: ir.Kernel;
  readonly dispatch: analysis.dispatch.Dispatch;
  /** Those that the analysis did not prove needless. */
  readonly guards: analysis.guards.Guards;
  /** What the step should do; undefined where it is enough that the kernel compiles. */
  readonly reference: StepReference | undefined;
}

/**
 * Runs a case by the interpreter. One that races, or that cannot be read or run, has no right answer: no engine is asked.
 * A case's name is known before it is read.
 */
export function ofCase({ name, read }: { readonly name: string; readonly read: () => Case }): Trial {
  try {
    const each = read();
    const steps = interpret(each);
    const faults = claim.check(each, steps);
    const isSingle = steps.length === 1;
    const shipped = steps.map((step) => device.codeOf(step));
    const subjects = steps.map((step, i) => subjectOf(step, shipped[i]!.guards, isSingle));
    const [racing] = steps.flatMap(claim.raceOf);
    if (racing !== undefined) return { name, faults, unasked: `it races (${racing})`, questions: [], subjects };
    const questions = steps.flatMap((step, i) =>
      ofStep(step, shipped[i]!).map((form) => questionOf(step, form, isSingle)),
    );
    return { name, faults, unasked: undefined, questions, subjects };
  } catch (error) {
    if (!isAssayError(error)) throw error;
    return { name, faults: [error.message], unasked: error.message, questions: [], subjects: [] };
  }
}

function questionOf({ index, step, kernel, before, replay }: StepReference, form: Form, isSingle: boolean): Question {
  const { names, source: code, entryPoint, constants, isSource } = form;
  const bindings = Object.entries(kernel.bindings).map(([variable, { binding, access }]) => ({
    binding,
    type: typeOf(access, isSource),
    words: wordsOf(before.get(variable)!),
  }));
  const expected = new Map(
    [...replay.versions].map(([variable, bytes]) => [kernel.bindings[variable]!.binding, bytes]),
  );
  const what = `${isSingle ? '' : `step ${index}, `}${names.join(' and ')}`;
  return { what, forms: names, request: { code, entryPoint, constants, bindings, grid: step.grid }, expected };
}

function subjectOf(reference: StepReference, guards: analysis.guards.Guards, isSingle: boolean): Subject {
  const { index, kernel, lowered, dispatch } = reference;
  return { what: isSingle ? '' : `step ${index}`, source: kernel.source, kernel: lowered, dispatch, guards, reference };
}

/** Printed code has uniform buffers as read-only storage (wgsl SPEC.md D2). */
export function typeOf(access: jobs.Binding['access'], isSource: boolean): BoundWords['type'] {
  if (access === 'write') return 'storage';
  return access === 'uniform' && isSource ? 'uniform' : 'read-only-storage';
}

function wordsOf(bytes: Uint8Array): readonly number[] {
  return [...new Int32Array(bytes.slice().buffer)];
}
