import { isAssayError, job as jobs, owner } from '@assay/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assertWithin, type DeviceLimits, lastSeen, type Plan, plan } from './plan.js';
import { contentsOf, dataflows, inputsOf, toWords, written } from './testing/dataflow.js';

const numRuns = Math.max(1, Math.round(4_000 * Number(process.env.ASSAY_CASES ?? 1 / 20)));
const check = { numRuns, seed: Number(process.env.ASSAY_SEED) };

/**
 * Carries a plan out, word for word, and compares what every step finds bound with what the job's definition gives. This
 * memory knows nothing of versions: it shows each byte that a plan loses.
 */
function carryOut(job: jobs.Job, { slots, steps }: Plan): void {
  const inputs = inputsOf(job);
  const contents = contentsOf(job, inputs);
  const memory = slots.map(({ sizeBytes }) => new Uint32Array(sizeBytes / 4));
  const used = new Set<number>();
  expect(steps.map(({ step }) => step)).toEqual(job.steps);
  for (const { step, preparations, bound, writes } of steps) {
    for (const preparation of preparations) {
      const { version, slot } = preparation;
      const length = version.sizeBytes / 4;
      if (preparation.kind === 'upload') {
        expect(preparation.isFresh).toBe(!used.has(slot));
        const { origin } = version;
        memory[slot]!.set(toWords(origin.kind === 'literal' ? origin.bytes : inputs.get(version.name)!));
      } else if (preparation.kind === 'clear') memory[slot]!.fill(0, 0, length);
      else memory[slot]!.set(memory[preparation.fromSlot]!.subarray(0, length));
      used.add(slot);
    }
    const view = ({ version, slot }: (typeof bound)[number]): Uint32Array => {
      expect(slots[slot]!.sizeBytes).toBeGreaterThanOrEqual(version.sizeBytes);
      used.add(slot);
      return memory[slot]!.subarray(0, version.sizeBytes / 4);
    };
    const assertHolds = (some: (typeof bound)[number], words: Uint32Array): void => {
      const held = view(some);
      expect(
        held.every((word, index) => word === words[index]),
        some.version.name,
      ).toBe(true);
    };
    const [read, write] = ['r', 'w'].map((side) => {
      const variables = jobs.variablesOf(side === 'r' ? step.reads : step.writes);
      const { bindings } = job.kernels[step.kernel]!;
      return variables.map((variable) => bound.find(({ binding }) => binding === bindings[variable])!);
    });
    expect(bound).toHaveLength(read!.length + write!.length);
    expect(read!.map(({ version }) => version.name)).toEqual(Object.values(step.reads));
    expect(write!.map(({ version }) => version)).toEqual(writes);
    // One slot, one version: and a written one is bound once.
    expect(new Set(bound.map(({ slot }) => slot)).size).toBe(new Set(bound.map(({ version }) => version)).size);
    for (const { binding, slot } of bound) if (binding.access === 'uniform') expect(slots[slot]!.isUniform).toBe(true);

    for (const some of read!) assertHolds(some, contents.get(some.version.name)!);
    const reads = read!.map((some) => view(some).slice());
    for (const [index, some] of write!.entries()) {
      const { origin, sizeBytes } = some.version;
      const from = origin.kind === 'write' ? origin.from : undefined;
      const start = from === undefined ? new Uint32Array(sizeBytes / 4) : contents.get(from)!;
      assertHolds(some, start);
      view(some).set(written(job, step, index, reads, view(some)));
      assertHolds(some, contents.get(some.version.name)!);
    }
  }
}

const kernels = {
  copy: { source: '-', bindings: { a: { binding: 0, access: 'read' }, b: { binding: 1, access: 'write' } } },
  make: { source: '-', bindings: { b: { binding: 0, access: 'write' } } },
  fork: { source: '-', bindings: { b: { binding: 0, access: 'write' }, c: { binding: 1, access: 'write' } } },
  uniform: { source: '-', bindings: { a: { binding: 0, access: 'uniform' }, b: { binding: 1, access: 'write' } } },
} as const satisfies jobs.Draft['kernels'];

interface Brief {
  readonly kernel: keyof typeof kernels;
  readonly reads?: string;
  /** `name`, or `name<from`. */
  readonly writes: readonly string[];
  readonly sizeBytes?: number;
}

/** A job of versions of 1024 bytes, from one input `x`. */
function jobOf(briefs: readonly Brief[], outputs: readonly string[] = ['x']): jobs.Job {
  return jobs.define({
    name: 'brief',
    kernels,
    inputs: [{ name: 'x', sizeBytes: 1024 }],
    steps: briefs.map(({ kernel, reads, writes, sizeBytes = 1024 }) => ({
      kernel,
      grid: [1, 1, 1],
      reads: reads === undefined ? {} : { a: reads },
      writes: Object.fromEntries(
        writes.map((write, index) => {
          const [name, from] = write.split('<') as [string, string | undefined];
          const origin = from === undefined ? {} : { from };
          return ['bc'[index]!, { name, sizeBytes, owner: owner.linear(sizeBytes / 4), ...origin }];
        }),
      ),
    })),
    outputs,
  });
}

/** The preparations of each step in one line: `upload x>0, clear y>1`. */
function prepared(job: jobs.Job): string[] {
  return plan(job).steps.map(({ preparations }) =>
    preparations.map(({ kind, version, slot }) => `${kind} ${version.name}>${slot}`).join(', '),
  );
}

describe('plan', () => {
  it('gives every step of any job exactly the contents that the job defines', () => {
    fc.assert(
      fc.property(dataflows, (job) => carryOut(job, plan(job))),
      check,
    );
  });

  it('takes no more memory than all versions on the device, and counts it', () => {
    fc.assert(
      fc.property(dataflows, (job) => {
        const { slots, versions, unused, deviceBytes } = plan(job);
        const bytes = (sized: readonly { sizeBytes: number }[]): number =>
          sized.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
        expect(deviceBytes).toBe(bytes(slots));
        expect(deviceBytes).toBeLessThanOrEqual(bytes(versions) - bytes(unused));
      }),
      check,
    );
  });

  it('names the inputs and literals that no step reads or starts from', () => {
    fc.assert(
      fc.property(dataflows, (job) => {
        const asked = new Set(
          job.steps.flatMap(({ reads, writes }) => [
            ...Object.values(reads),
            ...Object.values(writes).map(({ from }) => from),
          ]),
        );
        const given = [...job.inputs, ...job.literals].map(({ name }) => name);
        expect(plan(job).unused.map(({ name }) => name)).toEqual(given.filter((name) => !asked.has(name)));
      }),
      check,
    );
  });

  it.each([1, 2, 3, 50, 500])('a chain of %i equal steps takes two versions of memory', (length) => {
    const chain = Array.from({ length }, (_, index): Brief => {
      return { kernel: 'copy', reads: index === 0 ? 'x' : `v${index - 1}`, writes: [`v${index}`] };
    });
    expect(plan(jobOf(chain)).deviceBytes).toBe(2 * 1024);
  });

  it.each([1, 2, 3, 50, 500])('%i steps that each start from the one before take one version of memory', (length) => {
    const chain = Array.from({ length }, (_, index): Brief => {
      return { kernel: 'make', writes: [`v${index}<${index === 0 ? 'x' : `v${index - 1}`}`] };
    });
    const job = jobOf(chain);
    expect(plan(job).deviceBytes).toBe(1024);
    expect(prepared(job)).toEqual(['upload x>0', ...Array.from({ length: length - 1 }, () => '')]);
  });

  it('uses the memory of what nobody reads at once', () => {
    const unread = jobOf(Array.from({ length: 9 }, (_, index) => ({ kernel: 'make', writes: [`v${index}`] })));
    expect(plan(unread).deviceBytes).toBe(1024);
    expect(prepared(unread).slice(0, 3)).toEqual(['', 'clear v1>0', 'clear v2>0']);
  });

  describe('a version that starts from another', () => {
    it('takes over its memory when nobody asks for the other again', () => {
      expect(prepared(jobOf([{ kernel: 'make', writes: ['y<x'] }]))).toEqual(['upload x>0']);
    });

    it('is a copy when a later step reads the other', () => {
      const job = jobOf([
        { kernel: 'make', writes: ['y<x'] },
        { kernel: 'copy', reads: 'x', writes: ['z'] },
      ]);
      expect(prepared(job)).toEqual(['upload x>0, copy y>1', 'clear z>1']);
    });

    it('is a copy when a later version starts from the other too', () => {
      const job = jobOf([
        { kernel: 'make', writes: ['y<x'] },
        { kernel: 'make', writes: ['z<x'] },
      ]);
      expect(prepared(job)).toEqual(['upload x>0, copy y>1', '']);
    });

    it('is a copy when the same step reads the other', () => {
      expect(prepared(jobOf([{ kernel: 'copy', reads: 'x', writes: ['y<x'] }]))).toEqual(['upload x>0, copy y>1']);
    });

    it('is a copy when two versions of one step start from the other', () => {
      expect(prepared(jobOf([{ kernel: 'fork', writes: ['y<x', 'z<x'] }]))).toEqual(['upload x>0, copy y>1, copy z>2']);
    });

    it('is a copy when one of the two is bound as a uniform', () => {
      const job = jobOf([
        { kernel: 'make', writes: ['y<x'] },
        { kernel: 'uniform', reads: 'y', writes: ['z'] },
      ]);
      expect(prepared(job)).toEqual(['upload x>0, copy y>1', 'clear z>0']);
    });
  });

  it.each([
    [1024, 1024],
    [512, 1024],
    [508, 1024 + 508],
    [1028, 1024 + 1028],
  ])(
    'a version of %i bytes after one of 1024 makes %i: memory is used again when at least half of it is filled',
    (sizeBytes, total) => {
      const job = jobOf([
        { kernel: 'make', writes: ['y'] },
        { kernel: 'make', writes: ['z'], sizeBytes },
      ]);
      expect(plan(job).deviceBytes).toBe(total);
    },
  );

  it('takes the smallest free memory that fits', () => {
    const job = jobOf([
      { kernel: 'fork', writes: ['a', 'b'], sizeBytes: 1000 },
      { kernel: 'copy', reads: 'a', writes: ['c'], sizeBytes: 600 },
      { kernel: 'copy', reads: 'b', writes: ['d'], sizeBytes: 800 },
      { kernel: 'make', writes: ['e'], sizeBytes: 600 },
    ]);
    const { steps, slots } = plan(job);
    expect(slots.map(({ sizeBytes }) => sizeBytes)).toEqual([1000, 1000, 600]);
    expect(steps[3]!.bound[0]!.slot).toBe(2);
  });
});

describe('assertWithin', () => {
  const pattern = {
    source: '-',
    bindings: {
      a: { binding: 3, access: 'read' },
      b: { binding: 9, access: 'write' },
      u: { binding: 4, access: 'uniform' },
      v: { binding: 5, access: 'uniform' },
    },
  } as const;
  const job = jobs.define({
    name: 'limits',
    kernels: { k: pattern },
    inputs: [
      { name: 'large', sizeBytes: 4096 },
      { name: 'small', sizeBytes: 64 },
      { name: 'never-on-the-device', sizeBytes: 1 << 20 },
    ],
    steps: [
      {
        kernel: 'k',
        grid: [1, 7, 1],
        reads: { a: 'large', u: 'small', v: 'small' },
        writes: { b: { name: 'out', sizeBytes: 4, owner: owner.linear(1) } },
      },
    ],
    outputs: ['out'],
  });
  /** Exactly what the job needs. */
  const exact: DeviceLimits = {
    maxBufferSize: 4096,
    maxStorageBufferBindingSize: 4096,
    maxUniformBufferBindingSize: 64,
    maxStorageBuffersPerShaderStage: 2,
    maxUniformBuffersPerShaderStage: 2,
    maxBindingsPerBindGroup: 10,
    maxComputeWorkgroupsPerDimension: 7,
  };

  it('takes a device that has exactly what the job needs', () => {
    expect(() => assertWithin(plan(job), exact)).not.toThrow();
  });

  it.each([
    ['maxBufferSize', 'version large'],
    ['maxStorageBufferBindingSize', 'version large'],
    ['maxUniformBufferBindingSize', 'version small'],
    ['maxStorageBuffersPerShaderStage', 'job.steps[0]'],
    ['maxUniformBuffersPerShaderStage', 'job.steps[0]'],
    ['maxBindingsPerBindGroup', 'job.steps[0]'],
    ['maxComputeWorkgroupsPerDimension', 'job.steps[0].grid'],
  ] as const)('refuses a device with one less in %s, and says where', (limit, where) => {
    const error = failure(() => assertWithin(plan(job), { ...exact, [limit]: exact[limit] - 1 }));
    expect(error).toMatchObject({ kind: 'exhausted', code: 'job.exceeds-device', where, got: String(exact[limit]) });
    expect(error).toMatchObject({ expected: expect.stringContaining(limit) });
  });
});

describe('lastSeen', () => {
  it('names each version at the last step that has to do with it, and no output', () => {
    fc.assert(
      fc.property(dataflows, (job) => {
        const expected = job.steps.map((): string[] => []);
        for (const { name } of jobs.versions(job)) {
          if (job.outputs.includes(name)) continue;
          const last = job.steps.findLastIndex(({ reads, writes }) => {
            const written = Object.values(writes);
            return [...Object.values(reads), ...written.flatMap((write) => [write.name, write.from])].includes(name);
          });
          expected[last]?.push(name);
        }
        expect(lastSeen(job).map((names) => [...names].sort())).toEqual(expected.map((names) => names.sort()));
      }),
      check,
    );
  });
});

function failure(call: () => unknown): unknown {
  try {
    call();
    return undefined;
  } catch (error) {
    if (isAssayError(error)) return error;
    throw error;
  }
}
