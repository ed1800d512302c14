import { check } from '@assay/wgsl';
import { describe, expect, it } from 'vitest';
import { type Generated, generate, of } from './generator/index.js';
import { mapExpressions } from './reducer/tree.js';
import { reduce } from './reducer.js';
import { interpret } from './reference.js';

function run({ job, inputs }: Generated): ReturnType<typeof interpret> {
  return interpret({ name: 'reduced', job, inputs });
}

function linesOf({ source }: Generated): number {
  return source.trimEnd().split('\n').length;
}

/** The first kernel of some length from a seed on for which the predicate holds. */
function find(predicate: (kernel: Generated) => boolean, from: number): Generated {
  for (let seed = from; ; seed++) {
    const kernel = generate(seed);
    if (linesOf(kernel) >= 90 && predicate(kernel)) return kernel;
  }
}

/** A clamped index in a line that also divides. */
function clampsAtDivision(kernel: Generated): boolean {
  return run(kernel).some(({ lowered, replay }) =>
    replay.guards.some(({ kind, at }) => {
      if (kind !== 'clamped' || at === undefined) return false;
      const { start } = lowered.spans[at]!;
      const { source } = kernel;
      const line = source.slice(source.lastIndexOf('\n', start) + 1, source.indexOf('\n', start));
      return line.includes(' / ');
    }),
  );
}

/** The versions of all steps, were a compiler to take one builtin for another. */
function results(kernel: Generated): readonly string[] {
  return run(kernel).flatMap(({ replay }) => [...replay.versions.values()].map((bytes) => bytes.join()));
}

/** An executor that takes `firstTrailingBit` for `firstLeadingBit` sees another result. */
function isMiscompiled(kernel: Generated): boolean {
  const { program } = kernel;
  const broken = mapExpressions(program.module, (node) =>
    node.kind === 'call' && node.name === 'firstTrailingBit' ? { ...node, name: 'firstLeadingBit' } : node,
  );
  return results(kernel).join() !== results(of({ ...program, module: broken })).join();
}

describe('a reducer', () => {
  it.each([
    ['an index that is clamped beside a division', clampsAtDivision],
    ['a result that a broken builtin changes', isMiscompiled],
  ])('leaves a few lines around %s', async (_, predicate) => {
    const start = find(predicate, 1);
    const { kernel, tries } = await reduce(start, predicate);
    expect(predicate(kernel)).toBe(true);
    expect(linesOf(kernel), kernel.source).toBeLessThan(15);
    expect(tries).toBeLessThan(1000);
  });

  it('gives back what it was given where nothing smaller will do', async () => {
    const start = generate(1);
    const { kernel } = await reduce(start, () => false, { tries: 100 });
    expect(kernel.source).toBe(start.source);
  });

  it('shows the predicate nothing that races or that the checker refuses', async () => {
    const start = find(({ features }) => features.includes('pattern:reduction'), 1);
    let shown = 0;
    const { kernel } = await reduce(
      start,
      (candidate) => {
        shown += 1;
        const { diagnostics } = check(candidate.source);
        const races = run(candidate).filter(({ replay }) => replay.race !== undefined);
        expect({ diagnostics, races }).toEqual({ diagnostics: [], races: [] });
        return candidate.source.includes('workgroupBarrier();');
      },
      { tries: 150 },
    );
    expect(shown).toBeGreaterThan(10);
    expect(linesOf(kernel)).toBeLessThan(linesOf(start) / 2);
  });

  it('stops after as many tries as it is given', async () => {
    const { tries } = await reduce(generate(2), () => false, { tries: 3 });
    expect(tries).toBe(3);
  });
});
