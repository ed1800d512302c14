import { job as jobs } from '@assay/core';
import { edges, matmul } from '@assay/kernels';
import { answer, chooseCells, kept, type Retention, selfCheck, versionsFor } from '@assay/runtime';
import { CpuRunner } from '@assay/runtime/node';
import { challengeOf, type Worked, work } from '@assay/testkit';
import { audit } from '@assay/verify';
import { afterAll, describe, expect, it } from 'vitest';

const cpu = new CpuRunner({ threads: 2 });
afterAll(() => cpu.close());

const pattern = (length: number, factor: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (i * factor) >>> 3);
const retentions: readonly Retention[] = [{ kind: 'all' }, { kind: 'every', steps: 2 }, { kind: 'none' }];

describe.each<[string, jobs.Job, ReadonlyMap<string, Uint8Array>]>([
  ['edges', edges.job({ width: 100, height: 70 }), new Map([['picture', pattern(4 * 100 * 70, 91)]])],
  [
    'matmul',
    matmul.job({ m: 128, n: 192, k: 64 }),
    new Map([
      ['a', pattern(128 * 64, 37)],
      ['b', pattern(64 * 192, 91)],
    ]),
  ],
])('a worker of %s', (_, job, inputs) => {
  const worked: Worked = work(job, inputs);
  const outcomeOf = async (samples: number, retention: Retention): Promise<string> => {
    const names = new Set([...job.outputs, ...kept(job, retention)]);
    const have = new Map(inputs);
    for (const { name, index } of jobs.versions(job)) if (names.has(name)) have.set(name, worked.contents[index]!);
    const challenge = challengeOf(worked, samples);
    const response = await answer({ ...worked, challenge, have, runner: cpu });
    return audit(worked.receipt, worked.terms, challenge, response).verdict.code;
  };

  it.each(retentions)('answers challenges after keeping %o', async (retention) => {
    for (const samples of [1, 40, 1000]) expect(await outcomeOf(samples, retention)).toBe('valid');
  });

  it('finds its own run right', async () => {
    const cells = chooseCells(job);
    const execution = await cpu.run(job, inputs, { keep: versionsFor(job, cells) });
    const report = { vendor: '', architecture: '', device: '', description: '', backend: '', isSoftware: true };
    const checked = selfCheck({ job, execution, cells, report: { ...report, features: [], limits: {} } });
    expect(checked).toEqual({ right: cells.length, open: [] });
  });
});
