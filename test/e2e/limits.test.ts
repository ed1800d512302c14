import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { file, job as jobs, owner } from '@assay/core';
import { newKey } from '@assay/runtime';
import { describe, expect } from 'vitest';
import { childrenOf, commandTest, errorOf, isAlive, type Place, runTest } from './command.js';
import * as shaders from './shaders.js';

const RUN = 'run it.job --input a=zeros --key me.key --out out --adapter software'.split(' ');

function prepare(place: Place, change: shaders.Change = {}): void {
  const { words = 64 } = change;
  place.write('it.job', shaders.encode(change));
  place.write('zeros', '');
  truncateSync(place.at('zeros'), 4 * words); // a hole: takes no disk
  place.write('me.key', file.encode('key', newKey()));
}

function expectNothingLeft(place: Place): void {
  expect(place.names()).toEqual(['it.job', 'me.key', 'zeros']);
}

describe('time', () => {
  runTest('a shader that does not end is ended by --deadline, with its process', async ({ place }) => {
    prepare(place, shaders.RUNAWAY);
    const startedMs = performance.now();
    const command = place.start([...RUN, '--deadline', '2']);
    await command.said('No GPU');
    const started = process.platform === 'linux' ? childrenOf(command.pid) : [];
    const { status, stdout, stderr } = await command.ended;
    expect({ status, stdout }).toEqual({ status: 6, stdout: '' });
    expect(stderr).toMatch(/2000 ms.*(loop|longer).*\(run\.deadline\)/s);
    expect(performance.now() - startedMs).toBeGreaterThan(2000);
    // Two seconds of it are the deadline; the rest is for a machine that is busy with other tests.
    expect(performance.now() - startedMs).toBeLessThan(20_000);
    if (process.platform === 'linux') expect(started).toHaveLength(1);
    expect(started.filter(isAlive)).toEqual([]);
    expectNothingLeft(place);
  });

  runTest('a replay has a deadline, too', async ({ place }) => {
    // Ends at once on zeros, and never on anything else.
    prepare(place, { body: 'while (a[id.x] != 0u) { b[id.x] = b[id.x] + 1u; }' });
    expect((await place.assay(...RUN)).status).toBe(0);
    place.write('ones', new Uint8Array(256).fill(1));
    const args = 'replay out/receipt.assay --input a=ones --adapter software --deadline 1'.split(' ');
    const ended = await place.assay(...args);
    expect(ended).toMatchObject({ status: 6, stdout: '', stderr: expect.stringContaining('(run.deadline)') });
  });
});

describe('the device', () => {
  runTest('a version larger than its buffers: the limit and the size are named', async ({ place }) => {
    prepare(place);
    const words = 256 * 65_535 * 250; // 16 GiB, nearly all that a version may have
    place.write('it.job', file.encode('job', wide({ words, grid: [65_535, 250, 1], workgroup: 256 })));
    const { status, stdout, stderr } = await place.assay(...RUN);
    expect({ status, stdout }).toEqual({ status: 6, stdout: '' });
    expect(stderr).toMatch(/version b: .*maxBufferSize.*16776960000.*\(job\.exceeds-device\)/s);
    expectNothingLeft(place);
  });

  runTest('more bindings than a shader may have', async ({ place }) => {
    prepare(place);
    place.write('it.job', file.encode('job', wide({ reads: 60 })));
    const ended = await place.assay(...RUN, '--json');
    expect(ended.status).toBe(6);
    expect(errorOf(ended)).toMatchObject({ kind: 'exhausted', code: 'job.exceeds-device', got: '61' });
    expectNothingLeft(place);
  });

  commandTest('--adapter gpu where there is none: what to do', async ({ place, skip }) => {
    const doctor = JSON.parse((await place.assay('doctor', '--json')).stdout) as { gpu: { adapter: unknown } };
    if (doctor.gpu.adapter !== null) skip('skipped: there is a GPU here');
    prepare(place);
    const ended = await place.assay(...RUN, '--adapter', 'gpu');
    expect(ended).toMatchObject({ status: 6, stdout: '' });
    expect(ended.stderr).toMatch(/WebGPU adapter.*"gpu".*\(adapter\.none\)/s);
    expectNothingLeft(place);
  });
});

describe('the disk', () => {
  /** A small disk at `small`; false where this user may not make one. */
  const mount = (place: Place, sizeKiB: number): boolean => {
    mkdirSync(place.at('small'));
    return spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeKiB}k`, 'none', place.at('small')]).status === 0;
  };
  const NEEDS_ROOT = 'skipped: needs the right to mount a tmpfs';

  // 64 KiB in and out: the first disk has no room for the inputs, the second none for the outputs.
  runTest.for([40, 100])('full at %i KiB: nothing looks finished', async (sizeKiB, { place, skip }) => {
    prepare(place, { words: 16_384 });
    if (!mount(place, sizeKiB)) skip(NEEDS_ROOT);
    try {
      const ended = await place.assay(...RUN, '--out', 'small/out');
      expect(ended).toMatchObject({ status: 6, stdout: '' });
      expect(ended.stderr).toMatch(/small\/out\/.*65536 bytes.*free.*\(disk\.full\)/s);
      expect(readdirSync(place.at('small'))).toEqual([]);
    } finally {
      spawnSync('umount', ['-l', place.at('small')]);
    }
  });

  commandTest('full for a key and a job', async ({ place, skip }) => {
    if (!mount(place, 4)) skip(NEEDS_ROOT);
    try {
      // A tmpfs of one page: the filler takes it.
      writeFileSync(place.at('small', 'filler'), new Uint8Array(4096));
      for (const args of ['keygen', 'job matmul -m 1 -n 1 -k 4']) {
        const ended = await place.assay(...args.split(' '), '--out', 'small/it');
        expect(ended).toMatchObject({ status: 6, stdout: '', stderr: expect.stringContaining('(disk.full)') });
      }
      expect(readdirSync(place.at('small'))).toEqual(['filler']);
    } finally {
      spawnSync('umount', ['-l', place.at('small')]);
    }
  });

  runTest.skipIf(process.platform === 'win32')('a limit on file sizes (needs ulimit)', async ({ place }) => {
    prepare(place, { words: 16_384 });
    const under = ['bash', '-c', 'ulimit -f 40; "$@"', 'bash'];
    const ended = await place.start(RUN, { under }).ended;
    expect(ended).toMatchObject({ status: 6, stdout: '', stderr: expect.stringContaining('(disk.file-limit)') });
    expectNothingLeft(place);
  });
});

/** A job with one kernel that never gets to run: its sizes are refused first. */
function wide({ words = 64, grid = [1, 1, 1] as jobs.Step['grid'], workgroup = 64, reads = 1 }): jobs.Job {
  const names = Array.from({ length: reads }, (_, i) => `a${i}`);
  const source = [
    ...names.map((name, i) => `@group(0) @binding(${i + 1}) var<storage, read> ${name}: array<u32>;`),
    '@group(0) @binding(0) var<storage, read_write> b: array<u32>;',
    `@compute @workgroup_size(${workgroup}) fn main() { b[0] = ${names.map((name) => `${name}[0]`).join(' + ')}; }`,
  ].join('\n');
  const bindings = Object.fromEntries(names.map((name, i) => [name, { binding: i + 1, access: 'read' } as const]));
  return jobs.define({
    name: 'wide',
    kernels: { only: { source, bindings: { ...bindings, b: { binding: 0, access: 'write' } } } },
    inputs: [{ name: 'a', sizeBytes: 256 }],
    steps: [
      {
        kernel: 'only',
        grid,
        reads: Object.fromEntries(names.map((name) => [name, 'a'])),
        writes: { b: { name: 'b', sizeBytes: 4 * words, owner: owner.linear(workgroup) } },
      },
    ],
    outputs: ['b'],
  });
}
