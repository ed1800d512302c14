import { job as jobs, owner, verdict } from '@assay/core';
import { challengeOf, cheater } from '@assay/testkit';
import { pages, response as responses, sampleOf } from '@assay/verify';
import { executor, steps } from '@assay/wgsl';
import { describe, expect, it } from 'vitest';
import { answer, answerWhole, cellProof, changed, check, claimOf, judge } from '../audited.js';
import { interpret } from '../interpretation.js';

// Attack: a kernel that the compiler refuses, so that its cells cannot be checked at all, or are taken for right. The interpreter checks
// them in its place (S1, wgsl C10): an honest claim stands, a wrong word is fraud, and a page that is not there is withheld.

/** Conditions inside each other, in functions that are expanded. */
const nested = (functions: number): string =>
  Array.from({ length: functions }, (_, k) => {
    const open = Array.from({ length: 30 }, (_, n) => `s != ${100 * k + n} && (`).join('');
    return `fn f${k}(s: u32) -> bool { return ${open} ${k === 0 ? 's < 99' : `f${k - 1}(s + 1)`} ${')'.repeat(30)}; }`;
  }).join('\n');

const jobOf = (functions: number): jobs.Job =>
  jobs.define({
    name: 'deep',
    kernels: {
      deep: {
        source: `
@group(0) @binding(0) var<storage, read> values: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
${nested(functions)}
@compute @workgroup_size(8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  out[id.x] = values[256u * (id.x / 8u) + id.x % 8u] + u32(f${functions - 1}(id.x));
}`,
        bindings: { values: { binding: 0, access: 'read' }, out: { binding: 1, access: 'write' } },
      },
    },
    inputs: [{ name: 'values', sizeBytes: 4096 }],
    steps: [
      {
        kernel: 'deep',
        grid: [4, 1, 1],
        reads: { values: 'values' },
        writes: { out: { name: 'out', sizeBytes: 128, owner: owner.linear(8) } },
        loopBudget: 0,
      },
    ],
    outputs: ['out'],
  });

const inputs = new Map([['values', cheater.noise(4096)]]);
const bomb = jobOf(14);
const right = interpret(bomb, inputs).versions.get('out')!;
const verdictOf = (contents: Uint8Array, count = 4) => {
  const claim = claimOf(bomb, [inputs.get('values')!, contents]);
  const challenge = challengeOf(claim, 100);
  const whole = answerWhole(claim, challenge, [0, 1]);
  if (count === 4) return check(claim, challenge, whole).verdict;
  const part = claim.terms.suite.open(inputs.get('values')!, [{ offsetBytes: 0, lengthBytes: 1024 * count }]);
  const shown: responses.Response['openings'][number] = { version: 0, pages: [0, count], bytes: part };
  return check(
    claim,
    challenge,
    changed(whole, ({ openings }) => ({ openings: [shown, openings[1]!] })),
  ).verdict;
};

describe('a kernel that the compiler refuses', () => {
  it('control: it does, and not a smaller one', () => {
    const open = (job: jobs.Job): unknown => {
      const [step] = job.steps as [jobs.Step];
      const { kernel, dispatch } = steps.lowering(job).lower(step, 0)!;
      return executor.open(
        { kernel, step, dispatch },
        new Map([['values', [{ offsetBytes: 0, bytes: inputs.get('values')! }]]]),
      );
    };
    expect(() => open(jobOf(2))).not.toThrow();
    expect(() => open(bomb)).toThrow(expect.objectContaining({ kind: 'exhausted', code: 'compiler.too-deep' }));
  });

  it('an honest claim stands', () => {
    expect(verdictOf(right).code).toBe('valid');
  });

  it('an honest worker can answer, and opens no more than is loaded', () => {
    const claim = claimOf(bomb, [inputs.get('values')!, right]);
    const challenge = challengeOf(claim, 2);
    const response = answer(claim, challenge);
    expect(check(claim, challenge, response).verdict.code).toBe('valid');
    const loaded = sampleOf(claim.receipt, claim, challenge).cells.map(({ workgroup }) => workgroup);
    const { pages: shown } = responses.decode(response).openings[0]!;
    expect(pages.fromList(shown, 4096)).toEqual(
      pages.union(loaded.map((workgroup) => ({ start: workgroup, end: workgroup + 1 }))),
    );
  });

  it('a wrong word is fraud, and a stranger sees it', () => {
    const contents = right.with(40, right[40]! ^ 1);
    expect(verdictOf(contents)).toMatchObject({ code: 'cell.wrong', evidence: { workgroup: 1, word: 10 } });
    const claim = claimOf(bomb, [inputs.get('values')!, contents]);
    const shown = [[0, 1, 2] as const, [1, 0, 1] as const];
    expect(judge(cellProof(claim, { step: 0, workgroup: 1 }, shown), claim.receipt).code).toBe('cell.wrong');
  });

  it('a kernel that nothing runs is undecided, and nobody’s fault', () => {
    const outcomes = (functions: number): readonly verdict.Outcome[] => {
      const claim = claimOf(jobOf(functions), [inputs.get('values')!, right]);
      const challenge = challengeOf(claim, 100);
      const { verdict: found } = check(claim, challenge, answerWhole(claim, challenge, [0, 1]));
      const shown = [[0, 0, 4] as const, [1, 0, 1] as const];
      return [found, judge(cellProof(claim, { step: 0, workgroup: 1 }, shown), claim.receipt)].map(verdict.outcomeOf);
    };
    expect(outcomes(60)).toEqual(['undecided', 'undecided']);
    // Whether the stack has room for these depends on the engine, and on what it has optimized. If it has, the words are others.
    for (const outcome of outcomes(24)) expect(['undecided', 'fraud']).toContain(outcome);
  });

  it('a page that is not there is withheld', () => {
    expect(verdictOf(right, 2)).toMatchObject({
      code: 'response.incomplete',
      evidence: { workgroup: 2, version: 0, pages: [2, 3] },
    });
  });
});
