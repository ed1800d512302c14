import { AssayError, costs, job as jobs, owner } from '@assay/core';
import { cases, seed as runSeed } from '@assay/testkit';
import { describe, expect, it } from 'vitest';
import { stream } from './draw.js';
import { all, draw, mostStretches, mostStretchesTogether } from './sample.js';

const seed = (number: number): Uint8Array => {
  const bytes = new Uint8Array(32);
  new DataView(bytes.buffer).setUint32(0, number, true);
  new DataView(bytes.buffer).setInt32(4, runSeed(), true);
  return bytes;
};

/** Steps with these numbers of cells, one after the other; each writes one word a cell. */
function chain(...counts: readonly number[]): jobs.Job {
  return jobs.define({
    name: 'chain',
    kernels: {
      one: {
        source: 'fn main() {}',
        bindings: { a: { binding: 0, access: 'read' }, b: { binding: 1, access: 'write' } },
      },
    },
    inputs: [{ name: 'v0', sizeBytes: 4 }],
    steps: counts.map((cells, i) => ({
      kernel: 'one',
      grid: [cells, 1, 1],
      reads: { a: `v${i}` },
      writes: { b: { name: `v${i + 1}`, sizeBytes: 4 * cells, owner: owner.linear(1) } },
    })),
    outputs: ['v1'],
  });
}

/** How often each cell of a job is drawn, in linear order, over many seeds. */
function histogram(job: jobs.Job, samples: number, rounds: number, weights?: costs.Costs): readonly number[] {
  const cells = all(job).cells.map(({ step, workgroup }) => `${step} ${workgroup}`);
  const counts = new Map(cells.map((cell) => [cell, 0]));
  for (let i = 0; i < rounds; i++) {
    for (const { step, workgroup } of draw(job, seed(i), samples, weights).cells) {
      const key = `${step} ${workgroup}`;
      counts.set(key, counts.get(key)! + 1);
    }
  }
  return [...counts.values()];
}

/** Six standard deviations of a binomial count: one false alarm in 10⁸ histograms of this size. */
function expectNear(count: number, rounds: number, probability: number): void {
  const deviation = Math.sqrt(rounds * probability * (1 - probability));
  expect(Math.abs(count - rounds * probability)).toBeLessThanOrEqual(6 * deviation + 1e-9);
}

describe('draw', () => {
  it('D4: k different cells, ascending; all of them where there are no more', () => {
    const job = chain(50);
    for (const samples of [1, 2, 7, 49, 50, 51, 1000]) {
      const { cells } = draw(job, seed(samples), samples);
      expect(cells).toHaveLength(Math.min(samples, 50));
      const places = cells.map(({ workgroup }) => workgroup);
      expect(places).toEqual([...new Set(places)].sort((a, b) => a - b));
    }
  });

  it('D4: each cell is as likely as another', () => {
    const rounds = cases(40_000);
    for (const count of histogram(chain(10), 3, rounds)) expectNear(count, rounds, 3 / 10);
  });

  it('D4: each set of cells is as likely as another', () => {
    const rounds = cases(60_000);
    const sets = new Map<string, number>();
    for (let i = 0; i < rounds; i++) {
      const key = draw(chain(5), seed(i), 2)
        .cells.map(({ workgroup }) => workgroup)
        .join();
      sets.set(key, (sets.get(key) ?? 0) + 1);
    }
    expect(sets.size).toBe(10);
    for (const count of sets.values()) expectNear(count, rounds, 1 / 10);
  });

  it('D4: is the first elements of a shuffled list, by the definition', () => {
    for (let i = 0; i < 50; i++) {
      const draws = stream('draw', seed(i));
      const list = Array.from({ length: 12 }, (_, k) => k);
      for (let k = 0; k < 5; k++) {
        const j = k + draws.below(12 - k);
        [list[k], list[j]] = [list[j]!, list[k]!];
      }
      const expected = list.slice(0, 5).sort((a, b) => a - b);
      expect(draw(chain(12), seed(i), 5).cells.map(({ workgroup }) => workgroup)).toEqual(expected);
    }
  });

  it('D5: a cell is as likely as its weight says, whether its step has equal weights or not', () => {
    const job = chain(3, 4);
    const weights = costs.of(job, [
      [5, 5, 5],
      [1, 2, 30, 2],
    ]);
    const rounds = cases(60_000);
    // One draw; then D6 draws in the step that has none, so each step's own share is what can be counted.
    const counts = histogram(job, 1, rounds, weights);
    const [, , , ...last] = counts;
    for (const [i, weight] of [1, 2, 30, 2].entries()) expectNear(last[i]!, rounds, weight / 35);
    for (const count of counts.slice(0, 3)) expectNear(count, rounds, 1 / 3);
  });

  it('D5: draws again what was drawn before', () => {
    const job = chain(2);
    const weights = costs.of(job, [[1, 999_999]]);
    const sizes = Array.from({ length: 20 }, (_, i) => draw(job, seed(i), 10, weights).cells.length);
    expect(Math.max(...sizes)).toBe(1);
    expect(draw(job, seed(0), 10).cells).toHaveLength(2);
  });

  it('D5: refuses the costs of another job', () => {
    const weights = costs.of(chain(2), [[1, 2]]);
    expect(() => draw(chain(3), seed(0), 1, weights)).toThrow(AssayError);
  });

  it('D6: each step has one, and that one is any of its cells', () => {
    const job = chain(3, 5, 1000);
    for (let i = 0; i < 20; i++) {
      const { cells } = draw(job, seed(i), 1);
      expect(new Set(cells.map(({ step }) => step)).size).toBe(3);
      expect(cells.length).toBe(3);
    }
    const rounds = cases(20_000);
    for (const count of histogram(chain(1, 4), 1, rounds).slice(1)) {
      // Drawn at once (1 of 5 each), or afterwards (the first step was drawn: 1 of 5, then 1 of 4).
      expectNear(count, rounds, 1 / 5 + 1 / 20);
    }
  });

  it('another seed draws others, the same seed the same', () => {
    const job = chain(60_000);
    expect(draw(job, seed(1), 20)).toEqual(draw(job, seed(1), 20));
    expect(draw(job, seed(1), 20)).not.toEqual(draw(job, seed(2), 20));
  });

  it('has room for jobs of 2⁴⁷ cells', () => {
    const [step] = chain(1).steps;
    const big = { ...step!, grid: [65_535, 65_535, 1] as const };
    const job = { ...chain(1), steps: Array.from({ length: 1000 }, () => big) };
    const { cells } = draw(job, seed(1), 5000);
    expect(cells.length).toBeGreaterThanOrEqual(5000);
    for (const { workgroup } of cells) expect(workgroup).toBeLessThan(65_535 ** 2);
  });
});

describe('frames', () => {
  /** A version of rows of which the step owns the middle of each. */
  const rows = (count: number): jobs.Job =>
    jobs.define({
      name: 'rows',
      kernels: {
        one: { source: 'fn main() {}', bindings: { b: { binding: 0, access: 'write' } } },
      },
      inputs: [{ name: 'old', sizeBytes: 4 * 10 * count }],
      steps: [
        {
          kernel: 'one',
          grid: [1, count, 1],
          writes: {
            b: {
              name: 'new',
              from: 'old',
              sizeBytes: 4 * 10 * count,
              owner: {
                kind: 'tile',
                dimensions: [
                  { extent: count, tile: 1, axis: 'y', origin: 0 },
                  { extent: 10, tile: 4, axis: 'x', origin: 3 },
                ],
              },
            },
          },
        },
      ],
      outputs: ['new'],
    });

  it('D7: all stretches where there are few', () => {
    expect(draw(rows(2), seed(0), 1).stretches).toEqual([
      { version: 1, from: 0, start: 0, end: 3 },
      { version: 1, from: 0, start: 7, end: 13 },
      { version: 1, from: 0, start: 17, end: 20 },
    ]);
    expect(all(rows(2)).stretches).toEqual(draw(rows(2), seed(0), 1).stretches);
  });

  it('D7: as many of them as is said where there are more, any of them', () => {
    const job = rows(2000);
    const { stretches } = draw(job, seed(0), 1);
    expect(stretches).toHaveLength(mostStretches);
    expect(all(job).stretches).toHaveLength(2001);
    const starts = stretches.map(({ start }) => start);
    expect(starts).toEqual([...new Set(starts)].sort((a, b) => a - b));
    expect(draw(job, seed(1), 1).stretches).not.toEqual(stretches);
  });

  it('D7: fewer of each where there are too many together, and one of each at least', () => {
    /** A cell owns the first of two words of each row: a stretch a row. */
    const writes = (index: number, stretches: number) => ({
      x: {
        name: `v${index + 1}`,
        sizeBytes: 8 * stretches,
        from: `start${stretches}`,
        owner: {
          kind: 'tile',
          dimensions: [
            { extent: stretches, tile: stretches, axis: 'y', origin: 0 },
            { extent: 2, tile: 1, axis: 'x', origin: 0 },
          ],
        } satisfies owner.OwnerMap,
      },
    });
    const framed = (...counts: readonly number[]): jobs.Job =>
      jobs.define({
        name: 'framed',
        kernels: { one: { source: 'fn main() {}', bindings: { x: { binding: 0, access: 'write' } } } },
        inputs: [...new Set(counts)].map((count) => ({ name: `start${count}`, sizeBytes: 8 * count })),
        steps: counts.map((count, i) => ({ kernel: 'one', grid: [1, 1, 1], writes: writes(i, count) })),
        outputs: ['v1'],
      });
    const times = (length: number, stretches: number): number[] => Array.from({ length }, () => stretches);
    const found = (...counts: readonly number[]): readonly number[] => {
      const drawn = counts.map(() => 0);
      const job = framed(...counts);
      const first = jobs.versions(job).findIndex(({ name }) => name === 'v1');
      for (const { version } of draw(job, seed(0), 1).stretches) drawn[version - first]! += 1;
      return drawn;
    };
    expect(mostStretchesTogether).toBe(64 * 256);
    expect(found(...times(64, 300))).toEqual(times(64, 256));
    expect(found(...times(65, 300))).toEqual(times(65, 252));
    // A version with few keeps all of them. 65 · 252 + 2 is at most 16,384, 65 · 252 + 5 is more.
    expect(found(...times(65, 300), 2)).toEqual([...times(65, 252), 2]);
    expect(found(...times(65, 300), 5)).toEqual([...times(65, 251), 5]);
    expect(found(...times(mostStretchesTogether + 1, 2))).toEqual(times(mostStretchesTogether + 1, 1));
  });

  it('D7: none where every word has an owner', () => {
    expect(draw(chain(4), seed(0), 1).stretches).toEqual([]);
  });
});

describe('all', () => {
  it('lists no more cells than memory is for', () => {
    const error = { kind: 'exhausted', code: 'sample.too-large', got: String(65_535 * 65) };
    expect(() => all(chain(...Array.from({ length: 65 }, () => 65_535)))).toThrow(expect.objectContaining(error));
  });
});
