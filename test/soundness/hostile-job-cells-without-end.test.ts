import { job as jobs, owner, verdict } from '@assay/core';
import { challengeOf, cheater, work } from '@assay/testkit';
import { describe, expect, it } from 'vitest';
import { answer, check } from '../audited.js';

// Attack: a job whose every cell costs more than a verifier waits for one, so that an audit of a thousand of them keeps him busy for hours;
// or whose cells he can run, and the interpreter, which has to confirm each, takes a hundred times as long for. What all cells take
// together is bounded too (S6), and what was stopped counts as what it may have cost.

const CELLS = 64;
const jobOf = (word: string): jobs.Job =>
  jobs.define({
    name: 'endless',
    kernels: {
      spin: {
        source: `
@group(0) @binding(0) var<storage, read> rounds: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(2)
fn main(@builtin(workgroup_id) cell: vec3u, @builtin(local_invocation_index) i: u32) {
  var value = i;
  for (var round = 0u; round < rounds[cell.x]; round++) { value = value * 1664525u + 1013904223u; }
  out[${word}] = value;
}`,
        bindings: { rounds: { binding: 0, access: 'read' }, out: { binding: 1, access: 'write' } },
      },
    },
    inputs: [{ name: 'rounds', sizeBytes: 4 * CELLS }],
    steps: [
      {
        kernel: 'spin',
        grid: [CELLS, 1, 1],
        reads: { rounds: 'rounds' },
        writes: { out: { name: 'out', sizeBytes: 8 * CELLS, owner: owner.linear(2) } },
        loopBudget: 1_000_000,
      },
    ],
    outputs: ['out'],
  });

const inputs = new Map([['rounds', new Uint8Array(new Uint32Array(CELLS).fill(1000).buffer)]]);
const sound = jobOf('2u * cell.x + i');
const cost = 2 ** 14; // of a cell, somewhat more

/** What an audit of all cells does: how often it came to what. */
function findingsOf(claim: ReturnType<typeof work>, limits: object): ReadonlyMap<string, number> {
  const challenge = challengeOf(claim, CELLS);
  const { findings } = check(claim, challenge, answer(claim, challenge), { limits });
  const counts = new Map<string, number>();
  for (const finding of findings) {
    const name = finding.kind === 'beyond-limits' ? finding.code : finding.kind;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

describe('cells that take longer than a verifier waits', () => {
  const worked = work(sound, inputs);

  it('control: within his limits all are right', () => {
    expect(findingsOf(worked, {})).toEqual(new Map([['right', CELLS]]));
  });

  it('each alone is too dear: after some the rest is left', () => {
    expect(findingsOf(worked, { mostCost: cost / 2, mostTogether: 4 * cost })).toEqual(
      new Map([
        ['executor.max-cost', 9],
        ['audit.cost', CELLS - 9],
      ]),
    );
  });

  it('together they are: after some the rest is left, and the audit is undecided', () => {
    const challenge = challengeOf(worked, CELLS);
    const limits = { mostTogether: 10 * cost };
    const counts = findingsOf(worked, limits);
    expect(counts.get('right')).toBeLessThanOrEqual(10);
    expect(counts.get('audit.cost')).toBeGreaterThanOrEqual(CELLS - 10);
    const { verdict: found } = check(worked, challenge, answer(worked, challenge), { limits });
    expect(found).toMatchObject({ code: 'cell.beyond-limits', evidence: { code: 'audit.cost' } });
    expect(verdict.outcomeOf(found)).toBe('undecided');
  });

  it('a race in each of them is not confirmed in each of them', () => {
    const racing = work(jobOf('2u * cell.x'), inputs, { forge: (_, honest) => cheater.noise(honest.length) });
    const counts = findingsOf(racing, { mostTogether: 4 * 64 * 2 * cost });
    expect(counts.get('races')).toBeLessThanOrEqual(8);
    expect(counts.get('races')! + counts.get('audit.cost')!).toBe(CELLS);
  });

  it('what was found before still counts', () => {
    const spoiled = work(sound, inputs, { forge: cheater.spoiling('out', 0) });
    const challenge = challengeOf(spoiled, CELLS);
    const { verdict: found } = check(spoiled, challenge, answer(spoiled, challenge), {
      limits: { mostTogether: cost },
    });
    expect(found).toMatchObject({ code: 'cell.wrong', evidence: { workgroup: 0 } });
  });
});
