import { file, job as jobs, owner } from '@assay/core';
import { describe, expect } from 'vitest';
import { commandTest } from './command.js';

const source = `
@group(0) @binding(0) var<storage, read> x: array<u32>;
@group(0) @binding(1) var<storage, read_write> y: array<u32>;
@compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) { y[id.x] = x[id.x] << x[0]; }`;

function jobFile(text: string): Uint8Array {
  const bindings = { x: { binding: 0, access: 'read' }, y: { binding: 1, access: 'write' } } as const;
  const job = jobs.define({
    name: 'shifted',
    kernels: { shift: { source: text, bindings } },
    inputs: [{ name: 'a', sizeBytes: 256 }],
    steps: [
      {
        kernel: 'shift',
        grid: [1, 1, 1],
        reads: { x: 'a' },
        writes: { y: { name: 'b', sizeBytes: 256, owner: owner.linear(64) } },
      },
    ],
    outputs: ['b'],
  });
  return file.encode('job', job);
}

describe('assay check', () => {
  commandTest('a fit job, as sentences and as JSON', async ({ place }) => {
    place.write('fit.job', jobFile(source.replace('x[0]', '(x[0] & 31u)')));
    const told = await place.assay('check', 'fit.job');
    expect(told).toMatchObject({ status: 0, stderr: '' });
    expect(told.stdout).toContain('shift: in the exact profile');
    const json = await place.assay('check', 'fit.job', '--json');
    expect(JSON.parse(json.stdout)).toMatchObject({ ok: true, exact: ['shift'], misfits: [] });
  });

  commandTest('a shift that devices differ on: rule, line, caret and how to write it', async ({ place }) => {
    place.write('unfit.job', jobFile(source));
    const told = await place.assay('check', 'unfit.job');
    expect(told.status).toBe(4);
    expect(told.stdout).toMatch(/error\[P2\] 4:\d+: /);
    expect(told.stdout).toMatch(/\n +\| +\^+\n/);
    expect(told.stdout).toContain('& 31u');
    const json = await place.assay('check', 'unfit.job', '--json');
    expect(JSON.parse(json.stdout)).toMatchObject({ ok: false, misfits: [{ rule: 'P2', kernel: 'shift', line: 4 }] });
  });
});
