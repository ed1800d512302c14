import { folder, generate, interpret, type StepReference } from '@assay/conformance';
import { cases, seed } from '@assay/testkit';
import { analysis, cell, type ir } from '@assay/wgsl';
import { describe, expect, it } from 'vitest';

// What the analysis says of races (wgsl SPEC.md A7), against what the interpreter sees in all cells.

interface Judged {
  readonly isProven: boolean;
  readonly races: boolean;
}

function judge({ step, dispatch, before }: StepReference, kernel: ir.Kernel): Judged {
  const reads = new Map(Object.keys(step.reads).map((variable) => [variable, before.get(variable)!]));
  const starts = new Map(Object.keys(step.writes).map((variable) => [variable, before.get(variable)!]));
  const { race } = cell.replayStep({ kernel, step, reads, starts, maxCost: 20_000_000 });
  return {
    isProven: analysis.freedomOf(kernel, analysis.inspect(kernel, dispatch)).kind === 'proven',
    races: race !== undefined,
  };
}

function judgeCase(one: Parameters<typeof interpret>[0]): readonly Judged[] {
  return interpret(one).map((step) => judge(step, step.lowered));
}

/** The kernel without the barriers that are not kept. */
function withoutBarriers(kernel: ir.Kernel, isKept: (index: number) => boolean): ir.Kernel {
  const stripped = structuredClone(kernel);
  let barriers = 0;
  const strip = (phases: ir.Phase[]): void => {
    for (const phase of phases.splice(0)) {
      if (phase.kind === 'barrier') barriers += 1;
      if (phase.kind !== 'barrier' || isKept(barriers - 1)) phases.push(phase);
      if (phase.kind === 'block' || phase.kind === 'loop') strip(phase.body as ir.Phase[]);
      if (phase.kind !== 'if') continue;
      strip(phase.then as ir.Phase[]);
      strip(phase.otherwise as ir.Phase[]);
    }
  };
  strip(stripped.body as ir.Phase[]);
  return stripped;
}

describe('race freedom', () => {
  it.each(['exec', 'guard', 'race'] as const)('of the cases in %s is proven of none that races', (corpus) => {
    const isWrong = ({ isProven, races }: Judged): boolean => isProven && races;
    const wrong = folder.cases(corpus).filter((one) => judgeCase(one).some(isWrong));
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });

  it('is proven of most cases that do not race', () => {
    const steps = folder.cases('race').flatMap(judgeCase);
    const free = steps.filter(({ races }) => !races);
    const proven = free.filter(({ isProven }) => isProven);
    expect(proven.length / free.length).toBeGreaterThan(0.6);
  });

  it('of random kernels with and without their barriers is proven of none that races', () => {
    const first = Math.abs(seed());
    const tally = { proven: 0, racy: 0, undecided: 0 };
    for (let k = 0; k < cases(4000); k++) {
      const { job, inputs } = generate(first + k);
      for (const step of interpret({ name: `random/${first + k}`, job, inputs })) {
        for (const isKept of [() => true, () => false, (i: number) => i % 2 === 0, (i: number) => i % 2 === 1]) {
          const judged = judge(step, withoutBarriers(step.lowered, isKept));
          expect({ seed: first + k, ...judged }).not.toEqual({ seed: first + k, isProven: true, races: true });
          tally[judged.races ? 'racy' : judged.isProven ? 'proven' : 'undecided'] += 1;
        }
      }
    }
    expect(tally.proven).toBeGreaterThan(0);
    expect(tally.racy).toBeGreaterThan(0);
  });
});
