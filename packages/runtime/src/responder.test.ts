import { type challenge as challenges, costs, job as jobs, type policy as policies } from '@assay/core';
import { challengeOf, type Worked, work } from '@assay/testkit';
import { audit } from '@assay/verify';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { CpuRunner } from './node/cpu.js';
import { onDevice, type Runner } from './replay.js';
import { respond } from './respond.js';
import { answer } from './responder.js';
import { kept, type Retention } from './retention.js';
import { chainOf, startOf } from './testing/chain.js';
import { dataflows, inputsOf, noise } from './testing/dataflow.js';
import { adapterName, failureOf, softwareGpu } from './testing/device.js';

const check = {
  numRuns: Math.max(1, Math.round(200 * Number(process.env.ASSAY_CASES ?? 1 / 20))),
  seed: Number(process.env.ASSAY_SEED),
};

const gpu = await softwareGpu();
const cpu = new CpuRunner({ threads: 2 });
afterAll(() => {
  gpu?.destroy();
  return cpu.close();
});

const ROUNDS = 6;
const worked = work(chainOf(ROUNDS), startOf(ROUNDS));

/** What the worker has after a run with this policy. */
function haveOf({ job, contents }: Worked, retention: Retention): Map<string, Uint8Array> {
  const names = new Set([...job.inputs.map(({ name }) => name), ...job.outputs, ...kept(job, retention)]);
  return new Map(jobs.versions(job).flatMap(({ name, index }) => (names.has(name) ? [[name, contents[index]!]] : [])));
}

/** Nothing that is kept may be missing: a run would throw. */
const none: Runner = { run: () => Promise.reject(new Error('nothing had to be run')) };

const retentions: readonly Retention[] = [
  { kind: 'all' },
  { kind: 'every', steps: 1 },
  { kind: 'every', steps: 5 },
  { kind: 'none' },
];

describe('answer', () => {
  it.each(retentions)('is the same whatever was kept: %o', async (retention) => {
    for (const [samples, held] of [
      [1, []],
      [20, [0, 2, 7]],
      [1000, []],
    ] as const) {
      const challenge = challengeOf(worked, samples, { held });
      const have = haveOf(worked, retention);
      const bytes = await answer({ ...worked, challenge, have, runner: cpu });
      expect(bytes).toEqual(
        respond({ ...worked, challenge, versions: { bytesOf: (index) => worked.contents[index]! } }),
      );
      const known = new Map(held.map((index) => [index, worked.contents[index]!]));
      expect(audit(worked.receipt, worked.terms, challenge, bytes, { held: known }).verdict.code).toBe('valid');
    }
  });

  it('is valid for random jobs and policies', async () => {
    await fc.assert(
      fc.asyncProperty(
        dataflows,
        fc.constantFrom(...retentions),
        fc.integer({ min: 1, max: 9 }),
        async (job, retention, samples) => {
          const one = work(job, inputsOf(job));
          const challenge = challengeOf(one, samples);
          const bytes = await answer({ ...one, challenge, have: haveOf(one, retention), runner: cpu });
          expect(audit(one.receipt, one.terms, challenge, bytes).verdict.code).toBe('valid');
        },
      ),
      check,
    );
  });

  it('runs nothing where everything was kept', async () => {
    const challenge = challengeOf(worked, 1000);
    const have = haveOf(worked, { kind: 'all' });
    expect((await answer({ ...worked, challenge, have, runner: none })).length).toBeGreaterThan(0);
    have.delete('state3');
    await expect(answer({ ...worked, challenge, have, runner: none })).rejects.toThrow('nothing had to be run');
  });

  it('draws by the cost table that the policy names', async () => {
    const job = chainOf(ROUNDS);
    const table: costs.Costs = {
      job: jobs.id(job),
      // All draws fall on the first step; of the others, one cell each.
      steps: job.steps.map((_, index) => ({ kind: 'equal', weight: index === 0 ? 2 ** 32 - 1 : 1 })),
    };
    const policy: policies.Policy = {
      challenge: { kind: 'beacon', beacon: 'drand' },
      samples: 40,
      adjudication: 'proof',
      deadlines: { commit: 1, respond: 1, judge: 1, retain: 2 },
      faultFee: 0n,
      weights: costs.id(table),
    };
    const weighed = work(job, startOf(ROUNDS), { policy });
    const challenge = challengeOf(weighed, 40);
    const have = haveOf(weighed, { kind: 'none' });
    const bytes = await answer({ ...weighed, challenge, have, runner: cpu, costs: table });
    const audited = audit(weighed.receipt, weighed.terms, challenge, bytes, { costs: table });
    expect(audited.verdict.code).toBe('valid');
    expect(audited.findings.length).toBe(4 + job.steps.length - 1);
    expect(await failureOf(answer({ ...weighed, challenge, have, runner: cpu }))).toMatchObject({
      kind: 'invalid',
      code: 'audit.wrong-costs',
    });
  });

  it('refuses a damaged copy before anybody sees it', async () => {
    const challenge = challengeOf(worked, 1000);
    const have = haveOf(worked, { kind: 'all' });
    have.set('state3', noise(256, 99));
    expect(await failureOf(answer({ ...worked, challenge, have, runner: none }))).toMatchObject({
      kind: 'invalid',
      code: 'answer.other-bytes',
      where: 'version state3',
    });
    // Without it, it is made again.
    have.delete('state3');
    const bytes = await answer({ ...worked, challenge, have, runner: cpu });
    expect(audit(worked.receipt, worked.terms, challenge, bytes).verdict.code).toBe('valid');
  });

  it('refuses to answer with what the device computed differently this time', async () => {
    const other = work(chainOf(ROUNDS), startOf(ROUNDS), {
      forge: ({ name }, honest) => (name === 'state2' ? honest.with(0, honest[0]! ^ 1) : honest),
    });
    const challenge = challengeOf(other, 1000);
    const have = haveOf(other, { kind: 'none' });
    const error = await failureOf(answer({ ...other, challenge, have, runner: cpu }));
    expect(error).toMatchObject({ kind: 'trap', code: 'restore.other-bytes', where: 'version state2' });
  });

  it('needs all inputs', async () => {
    const challenge: challenges.Challenge = challengeOf(worked, 1);
    const have = haveOf(worked, { kind: 'none' });
    have.delete('cache0');
    expect(await failureOf(answer({ ...worked, challenge, have, runner: cpu }))).toMatchObject({
      kind: 'invalid',
      code: 'restore.missing-input',
      where: 'input cache0',
    });
  });

  it('refuses the receipt of another task', async () => {
    const other = work(chainOf(ROUNDS + 1), startOf(ROUNDS + 1));
    const challenge = challengeOf(other, 1);
    const have = haveOf(worked, { kind: 'all' });
    const mixed = { ...worked, receipt: other.receipt };
    expect(await failureOf(answer({ ...mixed, challenge, have, runner: none }))).toMatchObject({
      kind: 'invalid',
      code: 'answer.other-receipt',
      got: 'receipt.other-task',
    });
  });

  it.skipIf(gpu === null)(`runs on a device as well (${adapterName(gpu)})`, async () => {
    const runner = onDevice(gpu as NonNullable<typeof gpu>);
    const challenge = challengeOf(worked, 1000);
    const bytes = await answer({ ...worked, challenge, have: haveOf(worked, { kind: 'none' }), runner });
    expect(audit(worked.receipt, worked.terms, challenge, bytes).verdict.code).toBe('valid');
  });
});
