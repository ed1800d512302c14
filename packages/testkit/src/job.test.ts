import { file, job as jobs, owner } from '@assay/core';
import fc from 'fast-check';
import { Unpackr } from 'msgpackr';
import { describe, expect, it } from 'vitest';
import { check } from './cases.js';
import { job } from './job.js';

describe('random valid jobs', () => {
  it('K7, I1: come back from their bytes, and their id depends on nothing else', () => {
    fc.assert(
      fc.property(job(), (made) => {
        const bytes = jobs.encode(made);
        const again = jobs.decode(bytes);
        expect(again).toEqual(made);
        expect(jobs.encode(again)).toEqual(bytes);
        expect(jobs.id(again)).toBe(jobs.id(made));
        expect(file.decodeAs('job', file.encode('job', made))).toEqual(made);
      }),
      check(4_000),
    );
  });

  it('are read by msgpackr', () => {
    const unpackr = new Unpackr({ useRecords: false });
    fc.assert(
      fc.property(job(), (made) => {
        const read = unpackr.unpack(jobs.encode(made)) as { name: string; outputs: string[]; steps: unknown[] };
        expect([read.name, read.outputs]).toEqual([made.name, made.outputs]);
        expect(read.steps).toHaveLength(made.steps.length);
      }),
      check(1_000),
    );
  });

  it('J5, J7, J14: have versions of unique names in their order, and an owner for every word that starts as zeros', () => {
    fc.assert(
      fc.property(job(), (made) => {
        const versions = jobs.versions(made);
        expect(new Set(versions.map(({ name }) => name)).size).toBe(versions.length);
        const ranks = versions.map(({ origin }) =>
          origin.kind === 'input' ? -2 : origin.kind === 'literal' ? -1 : origin.step,
        );
        expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
        for (const { origin, sizeBytes } of versions) {
          if (origin.kind !== 'write') continue;
          const { grid } = made.steps[origin.step]!;
          const owned = Array.from({ length: sizeBytes / 4 }, (_, word) => owner.ownerOf(origin.owner, grid, word));
          expect(owned.every((workgroup) => workgroup !== undefined)).toBe(
            origin.from === undefined || !owned.includes(undefined),
          );
          expect(owned.some((workgroup) => workgroup !== undefined)).toBe(true);
        }
      }),
      check(2_000),
    );
  });

  it('a changed byte gives another job or none', () => {
    fc.assert(
      fc.property(job(), fc.nat(), fc.integer({ min: 1, max: 255 }), (made, at, change) => {
        const bytes = jobs.encode(made);
        bytes[at % bytes.length]! ^= change;
        let other: jobs.Job;
        try {
          other = jobs.decode(bytes);
        } catch (error) {
          expect(error).toMatchObject({
            name: 'AssayError',
            kind: expect.stringMatching(/^(malformed|invalid|exhausted)$/),
          });
          return;
        }
        expect(jobs.encode(other)).toEqual(bytes);
        expect(jobs.id(other)).not.toBe(jobs.id(made));
      }),
      check(10_000),
    );
  });

  it('say most of what a job can say', () => {
    const seen = new Set<string>();
    for (const made of fc.sample(job(), { numRuns: 300, seed: 1 })) {
      for (const { meaning, writes, reads, overrides } of made.steps) {
        seen.add(meaning === undefined ? 'no meaning' : 'meaning');
        seen.add(Object.keys(reads).length === 0 ? 'no reads' : 'reads');
        seen.add(Object.keys(overrides).length === 0 ? 'no overrides' : 'overrides');
        for (const { owner: map, from, tensor } of Object.values(writes)) {
          seen.add(`${map.kind} ${from === undefined ? 'zeros' : 'from'}`);
          seen.add(tensor === undefined ? 'no tensor' : 'tensor');
          if (map.kind === 'tile') for (const { axis } of map.dimensions) seen.add(axis);
        }
      }
    }
    expect([...seen].sort()).toEqual(
      [
        'linear from',
        'linear zeros',
        'meaning',
        'no meaning',
        'no overrides',
        'no reads',
        'no tensor',
        'overrides',
        'reads',
        'tensor',
      ]
        .concat(['tile from', 'tile zeros', 'whole', 'x', 'y', 'z'])
        .sort(),
    );
  });
});
