import { challenge as challenges, job as jobs, receipt as receipts, suite, task as tasks, verdict } from '@assay/core';
import { challengeOf, cheater, honest } from '@assay/testkit';
import { audit, response as responses } from '@assay/verify';
import { describe, expect, it } from 'vitest';
import * as marks from '../marks.js';

// Attack: a kernel that has no meaning in the exact profile, so that every device has its own result, and none of them can be defended. No
// cell of it is judged: the job is at fault, whatever was claimed (S6).

const { salt, worker } = honest;
const hashes = suite.blake3();

function claimed(source: string): { readonly code: string; readonly outcome: string; readonly evidence: object } {
  const job = jobs.define({ ...marks.job, kernels: { mark: { ...marks.job.kernels.mark!, source } } });
  const contents = [marks.inputs.get('values')!, cheater.noise(4 * 4 * marks.cells)];
  const { task } = tasks.make({
    job,
    files: marks.inputs,
    requester: honest.task.requester,
    nonce: honest.task.nonce,
    suite: hashes,
  });
  const trace = contents.map((bytes) => hashes.root(bytes));
  const receipt = receipts.issue({ task: tasks.id(task), trace, suite: hashes, secret: worker.secret, salt });
  const challenge = challengeOf({ receipt }, 100);
  const openings = contents.map((bytes, version) => ({
    version,
    pages: [0, 1],
    bytes: hashes.open(bytes, [{ offsetBytes: 0, lengthBytes: bytes.length }]),
  }));
  const response = responses.encode({ challenge: challenges.id(challenge), openings, frames: [] });
  const { verdict: found } = audit(receipt, { job, task, suite: hashes }, challenge, response);
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
