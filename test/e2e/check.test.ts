import { file, job as jobs, owner } from '@assay/core';
import { describe, expect } from 'vitest';
import { commandTest, runTest } from './command.js';

const source = `
@group(0) @binding(0) var<storage, read> x: array<u32>;
@group(0) @binding(1) var<storage, read_write> y: array<u32>;
@compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) { y[id.x] = x[id.x] << x[0]; }`;

function jobFile(text: string, { loopBudget = 64, cells = 1 } = {}): Uint8Array {
  const bindings = { x: { binding: 0, access: 'read' }, y: { binding: 1, access: 'write' } } as const;
  const job = jobs.define({
    name: 'shifted',
    kernels: { shift: { source: text, bindings } },
    inputs: [{ name: 'a', sizeBytes: 256 * cells }],
    steps: [
      {
        kernel: 'shift',
        grid: [cells, 1, 1],
        reads: { x: 'a' },
        writes: { y: { name: 'b', sizeBytes: 256 * cells, owner: owner.linear(64) } },
        loopBudget,
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
    expect(told.stdout).toMatch(
      /as written, no guard needed \(\d proven needless\)\n +races: none, proven for all cells/,
    );
    expect(told.stdout).toContain('Fit: it cannot race.');
    const json = await place.assay('check', 'fit.job', '--json');
    expect(JSON.parse(json.stdout)).toMatchObject({
      ok: true,
      exact: ['shift'],
      misfits: [],
      steps: [{ guardsLeft: 0, isRaceFree: true }],
    });
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

const racy = `
@group(0) @binding(0) var<storage, read> x: array<u32>;
@group(0) @binding(1) var<storage, read_write> y: array<u32>;
var<workgroup> seen: array<u32, 64>;
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_index) i: u32) {
  seen[i / 2u] = i;
  y[id.x + 1u] = x[id.x] + seen[0];
}`;

describe('assay check with inputs', () => {
  runTest('a fit job: cells agree with the device', async ({ place }) => {
    place.write('fit.job', jobFile(source.replace('x[0]', '(x[0] & 31u)')));
    place.write('a.bin', new Uint8Array(256).fill(7));
    const told = await place.assay(...'check fit.job --input a=a.bin --adapter software --json'.split(' '));
    expect(told.status).toBe(0);
    expect(JSON.parse(told.stdout)).toMatchObject({
      ok: true,
      steps: [
        {
          step: 0,
          executor: 'compiled',
          cellsRun: 1,
          guards: 0,
          firedCells: 0,
          races: 0,
          differences: 0,
          isSound: true,
        },
      ],
    });
  });

  runTest('what cannot race: all cells, compiled; the interpreter shows where guards fire', async ({ place }) => {
    const stray = source.replace(
      'y[id.x] = x[id.x] << x[0];',
      'if (x[id.x] == 1u) { y[id.x + 64u] = 1u; } else { y[id.x] = id.x; }',
    );
    place.write('stray.job', jobFile(stray, { cells: 300 }));
    // In every third cell, the last invocation goes astray.
    const a = Uint32Array.from({ length: 300 * 64 }, (_, i) => (i % 192 === 63 ? 1 : 0));
    place.write('a.bin', new Uint8Array(a.buffer));
    const told = await place.assay(...'check stray.job --input a=a.bin --adapter software --cells 7'.split(' '));
    expect(told.stdout).toMatch(
      /all 300 cells run by the compiled executor, race-free \(proven\), guards fired in 100 cells \(7 of them interpreted to show where\), 0 cells differ/,
    );
    expect(told.stdout).toMatch(/guard\[E12\] 4:\d+: .* fired 7 times in 7 cells, first in cell 0,0,0, invocation 63/);
    expect(told.stdout).toContain('Fit to be judged: it cannot race, and the device agrees with all cells.');
    expect(told.status).toBe(0);
  });

  runTest('what might race: some cells, interpreted', async ({ place }) => {
    const opaque = source.replace('y[id.x] = x[id.x] << x[0];', 'y[x[id.x]] = 1u;');
    place.write('opaque.job', jobFile(opaque, { cells: 300 }));
    place.write('a.bin', new Uint8Array(Uint32Array.from({ length: 300 * 64 }, (_, i) => i).buffer));
    const told = await place.assay(...'check opaque.job --input a=a.bin --adapter software'.split(' '));
    expect(told.stdout).toContain(
      'step 0 shift: 16 of 300 cells run by the interpreter, no race (tested in 16 of 300 cells)',
    );
    expect(told.stdout).toContain(
      'Fit: no race was found in the cells that were run, and the device agrees with the cells that were run.',
    );
    const all = await place.assay(
      ...'check opaque.job --input a=a.bin --adapter software --cells all --json'.split(' '),
    );
    expect(JSON.parse(all.stdout)).toMatchObject({
      steps: [{ executor: 'interpreter', cellsRun: 300, cost: 300 * 64 * 3 }],
    });
  });

  runTest('a race and a stray store: both accesses, the guard and the place of each', async ({ place }) => {
    place.write('racy.job', jobFile(racy));
    place.write('a.bin', new Uint8Array(256).fill(7));
    const told = await place.assay(...'check racy.job --input a=a.bin --adapter software'.split(' '));
    expect(told.status).toBe(4);
    expect(told.stdout).toMatch(
      /error\[E15\] 7:3: invocations 0 \(write\) and 1 \(write\) race for word 0 of workgroup/,
    );
    expect(told.stdout).toMatch(
      /guard\[E10\] 8:3: a store outside .* is dropped, index 64; fired once, first in cell 0,0,0, invocation 63/,
    );
    expect(told.stdout).toContain('Not fit to be judged');
    const before = await place.assay('check', 'racy.job');
    expect(before.status).toBe(0);
    expect(before.stdout).toMatch(/rewritten, with \d of \d possible guards\n +races: not decided/);
    expect(before.stdout).toMatch(/guard\[E10\] 8:3: perhaps a store outside its array/);
    expect(before.stdout).toMatch(/note\[E15\] 7:3: two invocations might come to one word/);
    const json = await place.assay(...'check racy.job --input a=a.bin --adapter software --json'.split(' '));
    expect(JSON.parse(json.stdout)).toMatchObject({
      ok: false,
      steps: [
        {
          findings: [
            { rule: 'E15', line: 7, column: 3 },
            { rule: 'E10', line: 8, column: 3 },
          ],
        },
      ],
    });
  });

  runTest('a loop that needs more rounds than its budget', async ({ place }) => {
    const looping = source.replace('y[id.x] = x[id.x] << x[0];', 'for (var k = 0u; k < 40u; k++) { y[id.x] += x[k]; }');
    place.write('long.job', jobFile(looping, { loopBudget: 39 }));
    place.write('a.bin', new Uint8Array(256).fill(1));
    const told = await place.assay(...'check long.job --input a=a.bin --adapter software'.split(' '));
    expect(told.status).toBe(0);
    expect(told.stdout).toContain('loops: at most 40 rounds, MORE than the loopBudget of 39');
    expect(told.stdout).toMatch(/guard\[E14\] 4:\d+: .*loopBudget is used up/);
    expect(told.stdout).toContain('guards stopped 64 accesses or loops');
  });
});

describe('assay exec', () => {
  runTest('one cell: reads, writes, cost, and the path of an invocation', async ({ place }) => {
    place.write('fit.job', jobFile(source.replace('x[0]', '(x[0] & 31u)')));
    place.write('a.bin', new Uint8Array(Uint32Array.from({ length: 64 }, (_, i) => i + 1).buffer));
    const options = '--step 0 --cell 0,0,0 --input a=a.bin --adapter software'.split(' ');
    const told = await place.assay('exec', 'fit.job', ...options, '--trace', '3');
    expect(told.status).toBe(0);
    expect(told.stdout).toMatch(/reads +x \(a\): 64 words: 0–63/);
    expect(told.stdout).toMatch(/writes +y \(b\): 64 words: \[0\] = 2, \[1\] = 4/);
    expect(told.stdout).toContain('has the same words');
    expect(told.stdout).toMatch(/path of invocation 3[\s\S]*4 \| @compute/);
    const interpreted = await place.assay('exec', 'fit.job', ...options, '--json', '--executor', 'interpreter');
    expect(JSON.parse(interpreted.stdout)).toMatchObject({
      executor: 'interpreter',
      reads: { x: [{ start: 0, end: 64 }] },
      writes: { y: Array.from({ length: 64 }, (_, i) => [i, 2 * (i + 1)]) },
    });
  });

  runTest('one cell that cannot race: compiled, with the same facts', async ({ place }) => {
    place.write('fit.job', jobFile(source.replace('x[0]', '(x[0] & 31u)'), { cells: 9 }));
    const a = Uint32Array.from({ length: 9 * 64 }, (_, i) => i + 1);
    place.write('a.bin', new Uint8Array(a.buffer));
    const options = '--step 0 --cell 8,0,0 --input a=a.bin --adapter software'.split(' ');
    const told = await place.assay('exec', 'fit.job', ...options);
    expect(told.status).toBe(0);
    expect(told.stdout).toContain('cell 8,0,0 of step 0 (shift), 64×1×1 invocations, by the compiled executor');
    expect(told.stdout).toMatch(/reads +x \(a\): within words 0–255, 512–575/);
    expect(told.stdout).toMatch(/leaves +y \(b\): its own 64 words: \[512\] = 1026, \[513\] = 1028/);
    expect(told.stdout).toContain('has the same words');
    expect(told.stdout).toMatch(/guards +none fired\n +races +none, proven/);
    const [compiled, interpreted] = await Promise.all(
      ['compiled', 'interpreter'].map(async (which) => {
        const { stdout } = await place.assay('exec', 'fit.job', ...options, '--json', '--executor', which);
        return JSON.parse(stdout) as Record<string, unknown>;
      }),
    );
    expect(compiled).toMatchObject({
      ok: true,
      executor: 'compiled',
      hasFired: false,
      isRaceFree: true,
      difference: null,
    });
    expect(compiled!.leaves).toEqual(interpreted!.writes);
    expect(compiled!.cost).toBe(interpreted!.cost);
  });

  runTest('the interpreter steps in where a guard fires or a race is not ruled out, and says so', async ({ place }) => {
    place.write('racy.job', jobFile(racy));
    place.write('stray.job', jobFile(source.replace('y[id.x] = x[id.x] << x[0];', 'y[id.x + 1u] = x[0];')));
    place.write('a.bin', new Uint8Array(256));
    const options = '--step 0 --cell 0,0,0 --input a=a.bin --adapter software'.split(' ');
    const race = await place.assay('exec', 'racy.job', ...options);
    expect(race.stdout).toMatch(/by the interpreter \(which looks for races: .*\)\n[\s\S]*error\[E15\]/);
    const stray = await place.assay('exec', 'stray.job', ...options);
    expect(stray.stdout).toMatch(/by the interpreter \(which shows where guards fired\)\n[\s\S]*guard\[E10\]/);
    const compiled = await place.assay('exec', 'racy.job', ...options, '--executor', 'compiled');
    expect(compiled.stdout).toMatch(/by the compiled executor\n[\s\S]*guards +FIRED: .*\n +races +not looked for/);
    const traced = await place.assay('exec', 'stray.job', ...options, '--executor', 'compiled', '--trace', '0');
    expect(traced).toMatchObject({ status: 4, stdout: '', stderr: expect.stringContaining('exec.wrong-place') });
  });

  runTest('a step or a cell that is not there', async ({ place }) => {
    place.write('fit.job', jobFile(source.replace('x[0]', '(x[0] & 31u)')));
    place.write('a.bin', new Uint8Array(256));
    for (const where of ['--step 1 --cell 0,0,0', '--step 0 --cell 1,0,0', '--step 0 --cell 0,0']) {
      const told = await place.assay('exec', 'fit.job', ...where.split(' '), '--input', 'a=a.bin');
      expect(told, where).toMatchObject({ status: 4, stdout: '' });
      expect(told.stderr).toContain('exec.wrong-place');
    }
  });
});
