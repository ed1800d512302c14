import { job as jobs, owner } from '@assay/core';
import { kernel } from '@assay/wgsl';
import { afterAll, describe, expect, it } from 'vitest';
import type { AdapterReport } from './adapter.js';
import { type Execution, execute } from './executor.js';
import { CpuRunner } from './node/cpu.js';
import { chooseCells, selfCheck, versionsFor } from './self-check.js';
import { chainOf, startOf, versionsOf } from './testing/chain.js';
import { noise } from './testing/dataflow.js';
import { adapterName, softwareGpu, thrownBy } from './testing/device.js';
import { inputs as given, job as small, suite } from './testing/task.js';

const gpu = await softwareGpu();
const cpu = new CpuRunner({ threads: 2 });
afterAll(() => {
  gpu?.destroy();
  return cpu.close();
});

const ROUNDS = 3;
const chain = chainOf(ROUNDS);
const contents = versionsOf(ROUNDS);

const report: AdapterReport = {
  vendor: 'acme',
  architecture: 'anvil',
  device: 'ACME Anvil 9',
  description: 'ACME: 1.2.3',
  backend: 'vulkan',
  isSoftware: false,
  features: [],
  limits: {},
};

/** What a run would give that made these bytes, and hashed them right. */
function runOf(job: jobs.Job, bytes: ReadonlyMap<string, Uint8Array>): Execution {
  return {
    job,
    roots: jobs
      .versions(job)
      .map(({ name, origin }) => suite.root(origin.kind === 'literal' ? origin.bytes : bytes.get(name)!)),
    outputs: new Map(job.outputs.map((name) => [name, bytes.get(name)!])),
    kept: bytes,
    committedOn: 'host',
    deviceBytes: 0,
  };
}

/** A run of the chain by a device that got one bit of a version wrong. */
function faultyRun(version: string, at: number): Execution {
  const honest = contents.get(version)!;
  return runOf(chain, new Map([...contents, [version, honest.with(at, honest[at]! ^ 1)]]));
}

const everyCell = chain.steps.flatMap(({ grid }, step) =>
  Array.from({ length: grid[0] }, (_, workgroup) => ({ step, workgroup })),
);

describe('chooseCells', () => {
  it('takes a cell of each kernel with each of its overrides, by step', () => {
    // mix is one variant in three steps; append is three, one for each round.
    expect(chooseCells(chain, () => 0)).toEqual([0, 1, 3, 5].map((step) => ({ step, workgroup: 0 })));
    expect(chooseCells(chain, (n) => n - 1)).toEqual([1, 3, 4, 5].map((step) => ({ step, workgroup: 3 })));
  });

  it('asks for a step among the alike ones, then for a workgroup', () => {
    const asked: number[] = [];
    const job = jobs.define({ ...chain, steps: chain.steps.map((step) => ({ ...step, grid: [4, 1, 1] })) });
    chooseCells(job, (n) => {
      asked.push(n);
      return 0;
    });
    expect(asked).toEqual([3, 4, 1, 4, 1, 4, 1, 4]);
  });

  it('comes to every cell in time, by the random numbers of the platform', () => {
    const seen = new Set<string>();
    // 12 cells of mix: after 1000 draws one is missing with a probability of 12 · (11/12)^1000 < 10⁻³⁶.
    for (let i = 0; i < 1000; i++)
      for (const { step, workgroup } of chooseCells(chain)) seen.add(`${step} ${workgroup}`);
    expect([...seen].sort()).toEqual(everyCell.map(({ step, workgroup }) => `${step} ${workgroup}`).sort());
  });
});

describe('versionsFor', () => {
  it('is what the steps read, start from, and write', () => {
    const cells = [
      { step: 3, workgroup: 1 },
      { step: 2, workgroup: 0 },
      { step: 3, workgroup: 2 },
    ];
    expect(versionsFor(chain, cells)).toEqual(['state2', 'cache1', 'cache2', 'state1']);
    expect(versionsFor(small, [{ step: 1, workgroup: 0 }])).toEqual(['sum', 'factor', 'scaled']);
  });
});

describe('selfCheck', () => {
  it.skipIf(gpu === null)(`finds an honest device right (${adapterName(gpu)})`, async () => {
    const here = gpu as NonNullable<typeof gpu>;
    for (const commit of ['host', 'device'] as const) {
      const keep = versionsFor(chain, everyCell);
      const execution = await execute(here, chain, startOf(ROUNDS), { keep, commit });
      expect(selfCheck({ job: chain, execution, cells: everyCell, report: here.report })).toEqual({
        right: everyCell.length,
        open: [],
      });
    }
  });

  it('needs no more than what versionsFor names, literals and uniforms included', async () => {
    const cells = chooseCells(small);
    const execution = await cpu.run(small, given, { keep: versionsFor(small, cells) });
    expect(selfCheck({ job: small, execution, cells, report })).toEqual({ right: 2, open: [] });
  });

  it('names kernel, step, workgroup, word, adapter and driver of a wrong word', () => {
    // Byte 161 is in word 40, which belongs to workgroup 2.
    const execution = faultyRun('state2', 161);
    const cell = { step: 2, workgroup: 2 };
    const error = thrownBy(() => selfCheck({ job: chain, execution, cells: [cell], report }));
    const right = new DataView(contents.get('state2')!.buffer).getUint32(160, true);
    expect(error).toMatchObject({
      kind: 'trap',
      code: 'attest.wrong-cell',
      where: 'kernel mix, job.steps[2], workgroup 2',
      expected: `word 40 of state2 to be ${right}`,
      got: `${(right ^ 256) >>> 0} from ACME Anvil 9, ACME: 1.2.3 (vulkan)`,
    });
    expect(error.remedy).toContain('Nothing was signed');
  });

  it('sees nothing of a wrong word in another cell', () => {
    const execution = faultyRun('state2', 161);
    const cells = everyCell.filter(({ step, workgroup }) => step < 2 || (step === 2 && workgroup !== 2));
    expect(selfCheck({ job: chain, execution, cells, report }).right).toBe(cells.length);
    // The step after it did not start from that word, which is seen there.
    const later = [{ step: 4, workgroup: 2 }];
    expect(thrownBy(() => selfCheck({ job: chain, execution, cells: later, report })).code).toBe('attest.wrong-cell');
  });

  it('finds a changed word of nobody, in any cell of its step', () => {
    // Byte 700 is in word 175: step 3 makes words 64 to 127 of cache2.
    const execution = faultyRun('cache2', 700);
    const check = (step: number): unknown =>
      selfCheck({ job: chain, execution, cells: [{ step, workgroup: 0 }], report });
    expect(thrownBy(() => check(3))).toMatchObject({
      kind: 'trap',
      code: 'attest.changed-frame',
      where: 'kernel append, job.steps[3]',
      expected: 'words 128 to 191 of cache2, which no workgroup owns, to keep their values',
    });
    expect(check(1)).toEqual({ right: 1, open: [] });
  });

  it('finds a root that is not that of the bytes', () => {
    const honest = runOf(chain, contents);
    const index = jobs.versions(chain).findIndex(({ name }) => name === 'state1');
    const execution = { ...honest, roots: honest.roots.with(index, suite.root(noise(4, 1))) };
    expect(
      thrownBy(() => selfCheck({ job: chain, execution, cells: [{ step: 0, workgroup: 0 }], report })),
    ).toMatchObject({
      kind: 'trap',
      code: 'attest.wrong-root',
      where: 'version state1',
    });
    expect(selfCheck({ job: chain, execution, cells: [{ step: 4, workgroup: 0 }], report }).right).toBe(1);
  });

  it('refuses where bytes were not kept, and takes them from elsewhere', () => {
    const kept = new Map(contents);
    kept.delete('state1');
    const execution = { ...runOf(chain, contents), kept };
    const cells = [{ step: 0, workgroup: 0 }];
    expect(thrownBy(() => selfCheck({ job: chain, execution, cells, report }))).toMatchObject({
      kind: 'invalid',
      code: 'attest.missing-version',
      where: 'version state1',
    });
    expect(selfCheck({ job: chain, execution, cells, kept: contents, report }).right).toBe(1);
  });

  it('signs nothing that differs, even if the interpreter has no time to confirm it', () => {
    const cells = [{ step: 2, workgroup: 2 }];
    const limits = { mostInterpreted: 1 };
    const execution = faultyRun('state2', 161);
    expect(thrownBy(() => selfCheck({ job: chain, execution, cells, report, limits })).code).toBe('attest.wrong-cell');
    const honest = runOf(chain, contents);
    expect(selfCheck({ job: chain, execution: honest, cells, report, limits })).toEqual({ right: 1, open: [] });
  });

  it('leaves open what costs more than the worker allows', () => {
    const cells = [{ step: 2, workgroup: 2 }];
    const execution = runOf(chain, contents);
    const { right, open } = selfCheck({
      job: chain,
      execution,
      cells,
      report,
      limits: { mostCost: 1, mostInterpreted: 1 },
    });
    expect([right, open.map(({ finding }) => finding.kind)]).toEqual([0, ['beyond-limits']]);
  });

  it('leaves open what the job is to blame for: a race, and a kernel that is not exact', () => {
    const job = jobs.define({
      name: 'unfit',
      kernels: {
        race: kernel(`@group(0) @binding(0) var<storage, read_write> y: array<u32>;
          @compute @workgroup_size(2) fn main(@builtin(local_invocation_index) i: u32) { y[0] = i; }`),
        inexact: {
          source: `@group(0) @binding(0) var<storage, read_write> y: array<f32>;
            @compute @workgroup_size(1) fn main() { y[0] = sqrt(2.0); }`,
          bindings: { y: { binding: 0, access: 'write' } },
        },
      },
      steps: ['race', 'inexact'].map((name) => ({
        kernel: name,
        grid: [1, 1, 1] as const,
        writes: { y: { name, sizeBytes: 4, owner: owner.linear(1) } },
      })),
      outputs: ['race', 'inexact'],
    });
    const execution = runOf(
      job,
      new Map([
        ['race', noise(4, 1)],
        ['inexact', noise(4, 2)],
      ]),
    );
    const { right, open } = selfCheck({ job, execution, cells: chooseCells(job), report });
    expect(right).toBe(0);
    expect(open.map(({ cell, finding }) => [cell.step, finding.kind])).toEqual([
      [0, 'races'],
      [1, 'not-exact'],
    ]);
  });
});
