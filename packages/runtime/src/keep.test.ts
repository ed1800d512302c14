import { job as jobs } from '@assay/core';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { CpuRunner } from './node/cpu.js';
import { GpuProcess } from './node/process.js';
import { isInstalled } from './node/software.js';
import { plan } from './plan.js';
import { onDevice, type Runner } from './replay.js';
import { chainOf, startOf, versionsOf } from './testing/chain.js';
import { contentsOf, dataflows, inputsOf, toWords } from './testing/dataflow.js';
import { adapterName, failureOf, softwareGpu } from './testing/device.js';
import { inputs as given, job as small } from './testing/task.js';

const check = {
  numRuns: Math.max(1, Math.round(240 * Number(process.env.ASSAY_CASES ?? 1 / 20))),
  seed: Number(process.env.ASSAY_SEED),
};

const gpu = await softwareGpu();
const cpu = new CpuRunner({ threads: 2 });
const child = isInstalled() ? await GpuProcess.start({ adapter: 'software' }) : undefined;
afterAll(async () => {
  gpu?.destroy();
  await child?.close();
  await cpu.close();
});

const runners: readonly (readonly [name: string, runner: Runner | undefined])[] = [
  ['a device', gpu === null ? undefined : onDevice(gpu)],
  ['a process', child],
  ['the processor', cpu],
];

for (const [name, runner] of runners) {
  describe.skipIf(runner === undefined)(
    `keep, on ${name} (${runner === cpu ? 'needs none' : adapterName(gpu)})`,
    () => {
      const run: Runner['run'] = (...request) => runner!.run(...request);

      it.each(['host', 'device', 'none'] as const)(
        'gives any versions of random jobs as they were when they were made, commit: %s',
        async (commit) => {
          const property = fc.asyncProperty(dataflows, fc.infiniteStream(fc.boolean()), async (job, coins) => {
            const inputs = inputsOf(job);
            const contents = contentsOf(job, inputs);
            const names = jobs.versions(job).map(({ name: version }) => version);
            const keep = names.filter(() => coins.next().value).reverse();
            const { kept, outputs } = await run(job, inputs, { commit, keep });
            expect([...kept.keys()]).toEqual(keep);
            for (const [version, bytes] of kept) expect(toWords(bytes), version).toEqual(contents.get(version));
            expect([...outputs.keys()]).toEqual(job.outputs);
            for (const [version, bytes] of outputs) expect(toWords(bytes), version).toEqual(contents.get(version));
          });
          await fc.assert(property, check);
        },
      );

      it('also where memory is used again', async () => {
        const rounds = 8;
        const job = chainOf(rounds);
        // Control: far fewer places than versions.
        expect(plan(job).slots.length).toBeLessThan(6);
        const contents = versionsOf(rounds);
        const { kept } = await run(job, startOf(rounds), { keep: [...contents.keys()] });
        expect(kept).toEqual(contents);
      });

      it('gives inputs and literals themselves, and what is asked for twice once', async () => {
        const keep = ['sum', 'left', 'factor', 'scaled', 'sum'];
        const { kept, outputs } = await run(small, given, { keep });
        expect([...kept.keys()]).toEqual(['sum', 'left', 'factor', 'scaled']);
        expect(kept.get('left')).toBe(given.get('left'));
        expect(kept.get('factor')).toBe(small.literals[0]!.bytes);
        expect(kept.get('scaled')).toBe(outputs.get('scaled'));
      });

      it('keeps nothing unless it is asked', async () => {
        const { kept } = await run(small, given);
        expect(kept.size).toBe(0);
      });

      it('refuses a name that the job does not have', async () => {
        expect(await failureOf(run(small, given, { keep: ['sum', 'toString'] }))).toMatchObject({
          kind: 'invalid',
          code: 'run.unknown-version',
          got: 'toString',
        });
        expect((await run(small, given, { keep: ['sum'] })).kept.size).toBe(1);
      });
    },
  );
}
