import { job as jobs, verdict } from '@assay/core';
import { challengeOf, cheater } from '@assay/testkit';
import { describe, expect, it } from 'vitest';
import { answerWhole, check, claimOf } from '../audited.js';
import * as marks from '../marks.js';

// Attack: a kernel that has no meaning in the exact profile, so that every device has its own result, and none of them can be defended. No
// cell of it is judged: the job is at fault, whatever was claimed (S6).

function claimed(source: string): { readonly code: string; readonly outcome: string; readonly evidence: object } {
  const job = jobs.define({ ...marks.job, kernels: { mark: { ...marks.job.kernels.mark!, source } } });
  const claim = claimOf(job, [marks.inputs.get('values')!, cheater.noise(4 * 4 * marks.cells)]);
  const challenge = challengeOf(claim, 100);
  const { verdict: found } = check(claim, challenge, answerWhole(claim, challenge, [0, 1]));
  return { code: found.code, outcome: verdict.outcomeOf(found), evidence: found.evidence };
}

const { source } = marks.job.kernels.mark!;
const body = (text: string): string => source.replace(/marks\[id\.x\] = .*;/, text);

describe('a kernel outside the exact profile', () => {
  it('control: inside it, noise is fraud', () => {
    expect(claimed(source)).toMatchObject({ code: 'cell.wrong', outcome: 'fraud' });
  });

  it.each([
    ['floats', body('marks[id.x] = u32(f32(values[id.x]) * 1.1);')],
    ['no such entry point', source.replace('fn main', 'fn other')],
    ['no WGSL', 'void main() {}'],
    ['another binding number', source.replace('@binding(1)', '@binding(2)')],
    ['another access', source.replace('<storage, read_write>', '<storage, read>')],
    [
      'a variable that is not bound',
      `${body('marks[id.x] = more[0];')}\n@group(0) @binding(7) var<storage, read> more: array<u32>;`,
    ],
  ])('%s', (_, text) => {
    expect(text).not.toBe(source);
    expect(claimed(text)).toMatchObject({
      code: 'job.not-exact',
      outcome: 'job-fault',
      evidence: { step: 0, kernel: 'mark' },
    });
  });
});
