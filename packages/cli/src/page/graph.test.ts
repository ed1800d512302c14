import { job as jobs } from '@assay/core';
import { arbitrary, cases, seed } from '@assay/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Graph, layout, type Place } from './graph.js';

const whole = (job: jobs.Job, mostLayers: number): Graph =>
  layout(
    job,
    jobs.versions(job),
    job.steps.map((_, index) => index),
    mostLayers,
  );

const overlaps = (a: Place, b: Place): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** What stands at the right, or the left, middle of a place. */
function at<T extends Place>(places: readonly T[], x: number, y: number, side: 'left' | 'right'): T | undefined {
  return places.find(
    (place) => place.x + (side === 'right' ? place.width : 0) === x && place.y + place.height / 2 === y,
  );
}

describe('layout', () => {
  it('whatever the job: each step once, a line for each version that it binds or makes, nothing on top of another', () => {
    fc.assert(
      fc.property(arbitrary.job(), fc.integer({ min: 1, max: 4 }), (job, mostLayers) => {
        const versions = jobs.versions(job);
        const { width, height, boxes, arrows, lines } = whole(job, mostLayers);
        expect(arrows.map(({ step }) => step).sort()).toEqual(job.steps.map((_, index) => index));

        const places = [...boxes, ...arrows];
        for (const [i, place] of places.entries()) {
          expect(place.x).toBeGreaterThanOrEqual(0);
          expect(place.y).toBeGreaterThanOrEqual(0);
          expect(place.x + place.width).toBeLessThanOrEqual(width);
          expect(place.y + place.height).toBeLessThanOrEqual(height);
          for (const other of places.slice(i + 1)) expect(overlaps(place, other)).toBe(false);
        }

        // Lines as pairs of names, found by where they begin and end.
        const drawn = lines.map(({ kind, from, to }) => {
          expect(from.x).toBeLessThan(to.x);
          if (kind === 'writes') {
            const [step, version] = [at(arrows, from.x, from.y, 'right')!, at(boxes, to.x, to.y, 'left')!];
            return `${step.step} -> ${versions[version.version]!.name}`;
          }
          const [version, step] = [at(boxes, from.x, from.y, 'right')!, at(arrows, to.x, to.y, 'left')!];
          return `${versions[version.version]!.name} -> ${step.step}`;
        });
        const expected = job.steps.flatMap(({ reads, writes }, step) => {
          const sources = [...Object.values(reads), ...Object.values(writes).flatMap(({ from }) => from ?? [])];
          return [
            ...[...new Set(sources)].map((name) => `${name} -> ${step}`),
            ...Object.values(writes).map(({ name }) => `${step} -> ${name}`),
          ];
        });
        expect(drawn.sort()).toEqual(expected.sort());

        // A written version is made once, an input or literal is given at most once.
        const made = boxes.filter(({ kind }) => kind === 'made').map(({ version }) => version);
        const written = versions.filter(({ origin }) => origin.kind === 'write').map(({ index }) => index as number);
        expect(made.sort()).toEqual(written.sort());
        const given = boxes.filter(({ kind }) => kind === 'given').map(({ version }) => version);
        expect(new Set(given).size).toBe(given.length);
      }),
      { numRuns: cases(400), seed: seed() },
    );
  });

  it('breaks a long chain into bands of at most so many steps', () => {
    const job = jobs.define({
      name: 'chain',
      kernels: {
        copy: { source: ' ', bindings: { a: { binding: 0, access: 'read' }, b: { binding: 1, access: 'write' } } },
      },
      inputs: [{ name: 'v0', sizeBytes: 4 }],
      steps: Array.from({ length: 10 }, (_, i) => ({
        kernel: 'copy',
        grid: [1, 1, 1] as const,
        reads: { a: `v${i}` },
        writes: { b: { name: `v${i + 1}`, sizeBytes: 4, owner: { kind: 'linear', words: 1, offset: 0 } as const } },
      })),
      outputs: ['v10'],
    });
    const { arrows, boxes, layers } = whole(job, 4);
    expect(layers).toBe(10);
    const bands = [...new Set(arrows.map(({ y }) => y))].map((y) => arrows.filter((arrow) => arrow.y === y));
    expect(bands.map((band) => band.map(({ step }) => step))).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6, 7],
      [8, 9],
    ]);
    for (const band of bands) {
      expect(band.map(({ x }) => x)).toEqual(band.map(({ x }) => x).toSorted((a, b) => a - b));
    }
    expect(boxes.filter(({ kind }) => kind === 'again').map(({ version }) => version)).toEqual([4, 8]);

    // Of steps 0, 5 and 6 alone, the two chains begin side by side.
    const some = layout(job, jobs.versions(job), [0, 5, 6], 4);
    expect(some.layers).toBe(2);
    expect(some.boxes.filter(({ kind }) => kind === 'again').map(({ version }) => version)).toEqual([5]);
  });
});
