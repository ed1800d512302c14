/**
 * Shrinks a random kernel that two executors disagree on. Greedy: a candidate that is smaller, valid and still disagreed on
 * takes the kernel's place, until no change is left that does.
 */
import { isAssayError } from '@assay/core';
import { check, checkFitness } from '@assay/wgsl';
import { type Generated, of, type Program } from './generator/index.js';
import { passes } from './reducer/shrink.js';
import { interpret } from './reference.js';

/** Whether a candidate still shows what is looked for. */
export type Predicate = (candidate: Generated) => boolean | Promise<boolean>;

export interface ReduceOptions {
  /** Candidates that are shown to the predicate, at most; default 2000. */
  readonly tries?: number;
  /** Is told of every kernel that takes the place of the one before. */
  readonly onShrink?: (smaller: Generated) => void;
}

export interface Reduction {
  /** The smallest that was found; the kernel that was given, if none was. */
  readonly kernel: Generated;
  /** Candidates that the predicate saw. */
  readonly tries: number;
}

/**
 * The smallest kernel, as far as single changes lead, for which the predicate holds as it does for the one given.
 *
 * Candidates that the checker refuses, that do not fit their job, or that race are never shown to the predicate.
 */
export async function reduce(
  { program, features }: Generated,
  isStillWrong: Predicate,
  { tries: most = 2000, onShrink = () => {} }: ReduceOptions = {},
): Promise<Reduction> {
  let kernel: Generated = of(program, features);
  let tries = 0;
  const seen = new Set([keyOf(kernel)]);
  for (let isShrinking = true; isShrinking; ) {
    isShrinking = false;
    for (const pass of passes) {
      // After a change the pass begins anew behind as many candidates as it had tried: what failed before mostly fails again.
      let skipped = 0;
      for (let isChanged = true; isChanged; ) {
        isChanged = false;
        let at = 0;
        for (const candidate of pass(kernel.program)) {
          at += 1;
          if (at <= skipped) continue;
          if (tries >= most) return { kernel, tries };
          const made = makeValid(candidate, seen);
          if (made === undefined) continue;
          tries += 1;
          if (!(await isStillWrong(made))) continue;
          kernel = made;
          onShrink(kernel);
          skipped = at - 1;
          isChanged = true;
          isShrinking = true;
          break;
        }
      }
    }
  }
  return { kernel, tries };
}

/** The candidate as a kernel; undefined if it was seen before or breaks a rule. */
function makeValid(program: Program, seen: Set<number>): Generated | undefined {
  try {
    const made = of(program);
    const key = keyOf(made);
    if (seen.has(key)) return undefined;
    seen.add(key);
    if (check(made.source).program === undefined || checkFitness(made.job).misfits.length > 0) return undefined;
    const steps = interpret({ name: 'candidate', job: made.job, inputs: made.inputs });
    return steps.some(({ replay }) => replay.race !== undefined) ? undefined : made;
  } catch (error) {
    if (isAssayError(error) && error.kind !== 'bug') return undefined;
    throw error;
  }
}

/** A number for the kernel with its job and inputs. Where two have the same one, the second is not tried. */
function keyOf({ source, job, inputs }: Generated): number {
  const data = [...inputs.values(), ...job.literals.map(({ bytes }) => bytes)].map((bytes) => bytes.join());
  const steps = job.steps.map(({ grid, loopBudget, overrides, writes }) =>
    JSON.stringify([grid, loopBudget, overrides, writes]),
  );
  let [low, high] = [0, 0];
  for (const character of [source, ...steps, ...data].join('\n')) {
    low = Math.imul(low ^ character.charCodeAt(0), 0x01000193);
    high = (Math.imul(high, 31) + character.charCodeAt(0)) | 0;
  }
  return (high & 0xfffff) * 2 ** 32 + (low >>> 0);
}
