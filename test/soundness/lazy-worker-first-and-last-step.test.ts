import { edges } from '@assay/kernels';
import { challengeOf, cheater, work } from '@assay/testkit';
import { describe, expect, it } from 'vitest';
import { check } from '../audited.js';

// Attack: work the steps that people look at, the first and the last, and invent what lies between. The last one is right for what it
// was given. Rule D6: of each step at least one cell is drawn, however few samples there are.

const job = edges.job({ width: 32, height: 24 });
const inputs = new Map([['picture', cheater.noise(4 * 32 * 24)]]);
const worked = work(job, inputs);
const hollow = work(job, inputs, {
  forge: ({ name, index }, honest) =>
    name === 'gradient' || name === 'thinned' ? cheater.noise(honest.length, index) : honest,
});
const seeds = Array.from({ length: 3 }, (_, i) => i.toString(16).padStart(64, '3'));

describe('steps between the first and the last one are invented', () => {
  it.each(seeds)('control: worked, one sample finds nothing, drawn from seed %s', (seed) => {
    expect(check(worked, challengeOf(worked, 1, { seed })).verdict.code).toBe('valid');
  });

  it.each(seeds)('one sample finds it, drawn from seed %s', (seed) => {
    const { verdict, findings, audit } = check(hollow, challengeOf(hollow, 1, { seed }));
    expect(verdict).toMatchObject({ code: 'cell.wrong', evidence: { step: 1 } });
    const kinds = audit!.sample.cells.map(({ step }, i) => [step, findings[i]!.kind] as const);
    expect(new Set(kinds.filter(([step]) => step === 0 || step === 3).map(([, kind]) => kind))).toEqual(
      new Set(['right']),
    );
  });
});
