import { job as jobs, owner } from '@assay/core';
import { describe, expect, it } from 'vitest';
import { checkFitness } from './fitness.js';

const source = `
override scale: u32 = 1u;
override flag: bool;
@group(0) @binding(0) var<storage, read> x: array<vec2u>;
@group(0) @binding(1) var<storage, read_write> y: array<u32>;
@group(0) @binding(2) var<uniform> size: vec2u;
@compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) {
  if (flag && id.x < size.x) { y[id.x] = x[id.x].x * scale; }
}`;
const bindings: Record<string, jobs.Binding> = {
  x: { binding: 0, access: 'read' },
  y: { binding: 1, access: 'write' },
  size: { binding: 2, access: 'uniform' },
};

interface Change {
  readonly source?: string;
  readonly bindings?: Record<string, jobs.Binding>;
  readonly reads?: Record<string, string>;
  readonly overrides?: Record<string, number>;
  readonly xBytes?: number;
  readonly sizeBytes?: number;
}

function jobOf(change: Change = {}): jobs.Job {
  return jobs.define({
    name: 'scaled',
    kernels: { scale: { source: change.source ?? source, bindings: change.bindings ?? bindings } },
    inputs: [{ name: 'x', sizeBytes: change.xBytes ?? 512 }],
    literals: [{ name: 'size', bytes: new Uint8Array(change.sizeBytes ?? 8) }],
    steps: [
      {
        kernel: 'scale',
        grid: [1, 1, 1],
        overrides: change.overrides ?? { flag: 1 },
        reads: change.reads ?? { x: 'x', size: 'size' },
        writes: { y: { name: 'y', sizeBytes: 256, owner: owner.linear(64) } },
      },
    ],
    outputs: ['y'],
  });
}

describe('checkFitness', () => {
  it('control: a fit job', () => {
    expect(checkFitness(jobOf())).toEqual({ misfits: [], exact: ['scale'] });
  });

  it.each<[string, Change, string, string]>([
    [
      'J1: a shader outside the profile',
      { source: source.replace('scale;', 'u32(f32(scale));') },
      'P1',
      'kernel scale',
    ],
    [
      'J2: numbers exchanged',
      { bindings: { ...bindings, x: { binding: 2, access: 'read' }, size: { binding: 0, access: 'uniform' } } },
      'J2',
      'kernel scale, variable x',
    ],
    [
      'J2: another access',
      { bindings: { ...bindings, size: { binding: 2, access: 'read' } } },
      'J2',
      'kernel scale, variable size',
    ],
    [
      'J2: a name that the shader has not',
      { bindings: { x: bindings.x!, y: bindings.y!, extent: bindings.size! }, reads: { x: 'x', extent: 'size' } },
      'J2',
      'kernel scale, variable size',
    ],
    ['J3: an override without a value', { overrides: {} }, 'V20', 'job.steps[0]'],
    ['J3: an override out of range', { overrides: { flag: 1, scale: -1 } }, 'V20', 'job.steps[0]'],
    ['J3: an unknown override', { overrides: { flag: 1, scales: 1 } }, 'V20', 'job.steps[0]'],
    ['J4: half an element', { xBytes: 508 }, 'J4', 'job.steps[0].reads.x'],
    ['J4: a fixed size that is another', { sizeBytes: 12 }, 'J4', 'job.steps[0].reads.size'],
  ])('%s', (_, change, rule, where) => {
    const { misfits } = checkFitness(jobOf(change));
    expect(misfits[0]).toMatchObject({ where });
    expect(misfits.map((misfit) => misfit.rule)).toContain(rule);
  });

  it('J4: N bytes and one element less or more are fit, a word between is not', () => {
    for (const [xBytes, count] of [
      [8, 0],
      [12, 1],
      [16, 0],
    ] as const) {
      expect(checkFitness(jobOf({ xBytes })).misfits).toHaveLength(count);
    }
  });

  it('a kernel that is wrong in many steps is told once', () => {
    const wrong = jobOf({ bindings: { ...bindings, size: { binding: 2, access: 'read' } } });
    const again = { ...wrong.steps[0]!, writes: { y: { ...wrong.steps[0]!.writes.y!, name: 'z' } } };
    const twice = jobs.define({ ...wrong, steps: [...wrong.steps, again] });
    expect(checkFitness(twice).misfits).toHaveLength(1);
  });
});
