import { job as jobs, owner } from '@assay/core';
import { describe, expect, it } from 'vitest';
import * as dispatches from '../../analysis/dispatch.js';
import * as guards from '../../analysis/guards.js';
import * as interpreted from '../../execution/cell.js';
import type { Kernel } from '../../execution/ir.js';
import { lower } from '../../execution/lower.js';
import { kernel as kernelOf } from '../../kernel.js';
import { check } from '../../validation/check.js';
import { Cache } from './cache.js';
import { type Contents, type Finished, type Missing, open, type Part, replayStep, type StepOptions } from './cell.js';
import { Machine, type PageRange } from './machine.js';

/** Adds to its four words those that `index` names, as often as `times` says. */
const source = `
@group(0) @binding(3) var<storage, read> index: array<u32>;
@group(0) @binding(1) var<uniform> times: vec4u;
@group(0) @binding(7) var<storage, read> data: array<i32>;
@group(0) @binding(5) var<storage, read_write> sums: array<i32>;
@group(0) @binding(2) var<storage, read_write> first: array<i32>;
@compute @workgroup_size(4) fn main(@builtin(global_invocation_id) id: vec3u) {
  for (var k = 0u; k < times.x; k++) {
    sums[id.x] += data[index[id.x]];
  }
  first[id.x / 4u] = 1;
}`;

const words = 1024;
const workgroups = words / 4;

/** Four pages of `index` and `sums`, sixteen of `data`, one of `first`. */
function jobOf(parts: { readonly from?: string; readonly literal?: Uint8Array } = {}): jobs.Job {
  const { from, literal } = parts;
  return jobs.define({
    name: 'gather',
    kernels: { gather: kernelOf(source) },
    inputs: [
      ...(literal === undefined ? [{ name: 'index', sizeBytes: 4 * words }] : []),
      { name: 'times', sizeBytes: 16 },
      { name: 'data', sizeBytes: 16 * words },
      { name: 'base', sizeBytes: 4 * words },
    ],
    literals: literal === undefined ? [] : [{ name: 'index', bytes: literal }],
    steps: [
      {
        kernel: 'gather',
        grid: [workgroups, 1, 1],
        reads: { index: 'index', times: 'times', data: 'data' },
        writes: {
          sums: {
            name: 'result',
            sizeBytes: 4 * words,
            owner: owner.linear(4),
            ...(from === undefined ? {} : { from }),
          },
          first: { name: 'first', sizeBytes: 4 * workgroups, owner: owner.linear(1) },
        },
        loopBudget: 1000,
      },
    ],
    outputs: ['result'],
  });
}

const kernel: Kernel = lower(check(source).program!, { entryPoint: 'main' });

function optionsOf(job: jobs.Job, parts: Partial<StepOptions> = {}): StepOptions {
  const step = job.steps[0]!;
  return { kernel, step, dispatch: dispatches.ofStep(job, step, kernel), ...parts };
}

/** Little-endian words, at an odd place in memory. */
function bytesOf(list: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * list.length + 1), 1);
  for (const [i, word] of list.entries()) view.setInt32(4 * i, word, true);
  return new Uint8Array(view.buffer, 1);
}

const count = (length: number, word: (i: number) => number): Uint8Array =>
  bytesOf(Array.from({ length }, (_, i) => word(i)));

/** Some are behind the end of `data`, where a load is 0: in the workgroups 16, 48, … */
const index = count(words, (i) => (i % 128 === 64 ? 5000 : (i * 517) % (4 * words)));
const times = bytesOf([3, 0, 0, 0]);
const data = count(4 * words, (i) => i * i + 1);
const base = count(words, (i) => -i);
const reads = new Map([
  ['index', index],
  ['times', times],
  ['data', data],
]);
const starts = new Map([['sums', base]]);
const whole = (versions: ReadonlyMap<string, Uint8Array>): Contents =>
  new Map([...versions].map(([variable, bytes]) => [variable, [{ offsetBytes: 0, bytes }]]));

/** The replay that the interpreter makes, and the workgroups in which a guard fired. */
function interpret(contents: interpreted.StepContents): ReturnType<typeof replayStep> {
  const { versions, costs } = interpreted.replayStep(contents);
  const fired = [...costs.keys()].filter(
    (w) => interpreted.runJobCell({ ...contents, workgroup: w }).guards.length > 0,
  );
  return { versions, costs, fired };
}

const plain = { kernel, step: jobOf().steps[0]!, reads };
const extending = { kernel, step: jobOf({ from: 'base' }).steps[0]!, reads, starts };

describe('replayStep', () => {
  it.each([
    ['from zeros', plain],
    ['from another version', extending],
    ['from zeros, but for what is given', { ...plain, starts }],
  ])('does what the interpreter does, %s', (_, contents) => {
    const wanted = interpret(contents);
    expect(wanted.fired.slice(0, 2)).toEqual([16, 48]);
    for (const lanes of [1, 4] as const) {
      for (const left of [undefined, guards.all(kernel)]) {
        const { versions, costs, fired } = replayStep({ ...contents, lanes, ...(left ? { guards: left } : {}) });
        expect(versions).toEqual(wanted.versions);
        expect(costs).toEqual(wanted.costs);
        expect(fired).toEqual(wanted.fired);
      }
    }
    expect(base).toEqual(starts.get('sums'));
  });

  it('leaves a version that the kernel does not use as it was', () => {
    const step = {
      ...extending.step,
      writes: { ...extending.step.writes, other: extending.step.writes.sums!, another: plain.step.writes.first! },
    };
    const given = new Map([...starts, ['other', count(words, (i) => 7 * i)]]);
    const { versions } = replayStep({ ...extending, step, starts: given });
    expect(versions.get('other')).toEqual(given.get('other'));
    expect(versions.get('another')).toEqual(new Uint8Array(4 * workgroups));
  });

  it('knows what the job knows of literals', () => {
    const literal = count(words, (i) => 4 * words - 1 - i);
    const { dispatch, step } = optionsOf(jobOf({ literal }));
    const given = new Map([...reads, ['index', literal]]);
    expect(replayStep({ kernel, step, reads: given, dispatch }).versions).toEqual(
      interpret({ kernel, step, reads: given }).versions,
    );
    const error = { kind: 'invalid', code: 'cell.wrong-literal', where: 'index' };
    expect(() => replayStep({ kernel, step, reads, dispatch })).toThrow(expect.objectContaining(error));
  });

  it('compiles once what a cache holds', () => {
    const cache = new Cache();
    const first = replayStep({ ...plain, cache });
    expect(cache.size).toBe(1);
    expect(replayStep({ ...plain, cache })).toEqual(first);
    expect(cache.size).toBe(1);
    replayStep({ ...plain, cache, guards: guards.all(kernel) });
    replayStep({ ...plain, cache, lanes: 1 });
    expect(cache.size).toBe(3);
  });

  it.each<[string, object, string]>([
    ['a version that is read', { reads: new Map() }, 'cell.missing-version'],
    ['a version that another starts from', { starts: new Map() }, 'cell.missing-version'],
    ['whole words', { reads: new Map([...reads, ['data', new Uint8Array(7)]]) }, 'cell.wrong-size'],
    ['some words', { reads: new Map([...reads, ['data', new Uint8Array(0)]]) }, 'cell.wrong-size'],
    ['as many bytes as the version has', { starts: new Map([['sums', base.subarray(4)]]) }, 'cell.wrong-size'],
  ])('wants %s, as the interpreter does', (_, change, code) => {
    const error = expect.objectContaining({ kind: 'invalid', code });
    expect(() => replayStep({ ...extending, ...change })).toThrow(error);
    expect(() => interpreted.replayStep({ ...extending, ...change })).toThrow(error);
  });

  it('wants as many bytes as the job says', () => {
    const { dispatch } = optionsOf(jobOf());
    const replay = (bytes: Uint8Array) => () =>
      replayStep({ ...plain, reads: new Map([...reads, ['data', bytes]]), dispatch });
    expect(replay(data.slice(0, -1024))).toThrow(
      expect.objectContaining({ code: 'cell.missing-version', where: 'data' }),
    );
    expect(replay(new Uint8Array(17 * 1024))).toThrow(
      expect.objectContaining({ code: 'cell.wrong-part', where: 'data' }),
    );
  });

  it('has the patience that it is given', () => {
    const most = Math.max(...replayStep(plain).costs);
    expect(() => replayStep({ ...plain, maxCost: most })).not.toThrow();
    const error = {
      kind: 'exhausted',
      code: 'executor.max-cost',
      expected: `a cell of at most ${most - 1} instructions`,
    };
    expect(() => replayStep({ ...plain, maxCost: most - 1 })).toThrow(expect.objectContaining(error));
  });
});

function finished(cell: Finished | Missing): Finished {
  expect(cell.kind).toBe('finished');
  return cell as Finished;
}

describe('a cell', () => {
  const wanted = interpret(extending);
  const sums = wanted.versions.get('sums')!;

  it('is the same whatever ran before', () => {
    const executor = open(optionsOf(jobOf({ from: 'base' })), whole(new Map([...reads, ...starts])));
    for (const workgroup of [255, 16, 70, 16, 255, 0]) {
      const { cost, hasFired, written, touched } = finished(executor.runCell(workgroup));
      expect({ cost, hasFired }).toEqual({ cost: wanted.costs[workgroup], hasFired: wanted.fired.includes(workgroup) });
      const [start, end] = [4 * workgroup, 4 * workgroup + 4];
      expect(written).toEqual(
        new Map([
          ['sums', { ranges: [{ start, end }], bytes: sums.slice(4 * start, 4 * end) }],
          ['first', { ranges: [{ start: workgroup, end: workgroup + 1 }], bytes: bytesOf([1]).slice() }],
        ]),
      );
      expect(touched).toEqual(new Map());
    }
    expect(executor.version('sums')).toEqual(base.slice());
    expect(executor.version('data')).toBeUndefined();
  });

  it('leaves its words as they were where it costs too much', () => {
    const options = optionsOf(jobOf({ from: 'base' }), { maxCost: wanted.costs[5]! - 1 });
    const executor = open(options, whole(new Map([...reads, ...starts])));
    const error = { code: 'executor.max-cost', where: 'kernel main, workgroup (5, 0, 0)' };
    expect(() => executor.runCell(5)).toThrow(expect.objectContaining(error));
    expect(executor.version('sums')).toEqual(base.slice());
  });

  it('starts from what was given last', () => {
    const executor = open(optionsOf(jobOf({ from: 'base' })), whole(new Map([...reads, ...starts])));
    executor.runAll(0, workgroups);
    expect(executor.version('sums')).toEqual(sums);
    expect(() => executor.runCell(70)).toThrow(expect.objectContaining({ kind: 'bug', code: 'cell.disturbed' }));
    executor.give(whole(new Map([...reads, ...starts])));
    expect(executor.version('sums')).toEqual(base.slice());
    expect(executor.version('first')).toEqual(new Uint8Array(4 * workgroups));
    executor.give(whole(new Map([...reads, ['times', bytesOf([0, 0, 0, 0])], ...starts])));
    expect(finished(executor.runCell(70)).written.get('sums')!.bytes).toEqual(base.slice(4 * 280, 4 * 284));
  });

  it('is not run without versions that it needs', () => {
    const options = optionsOf(jobOf({ from: 'base' }));
    expect(() => open(options, whole(reads))).toThrow(expect.objectContaining({ code: 'cell.missing-version' }));
    const parts = [{ offsetBytes: 0, bytes: data.subarray(0, 1024) }];
    const contents = new Map([...whole(new Map([...reads, ...starts])), ['data', parts]]);
    expect(() => open(options, contents)).toThrow(expect.objectContaining({ code: 'cell.missing-version' }));
  });

  it('may be too large to be run', () => {
    const { dispatch, ...options } = optionsOf(jobOf());
    const lengthWords = new Map([...dispatch.lengthWords, [7, 2 ** 30]]);
    const error = { kind: 'exhausted', code: 'executor.too-large' };
    expect(() => open({ ...options, dispatch: { ...dispatch, lengthWords } }, new Map())).toThrow(
      expect.objectContaining(error),
    );
  });
});

describe('threads', () => {
  it('replay a step together', () => {
    const wanted = interpret(extending);
    const executor = open(optionsOf(jobOf({ from: 'base' }), { threads: 3 }), whole(new Map([...reads, ...starts])));
    const assignment = executor.share();
    const machines = [1, 2].map((thread) => new Machine(assignment, thread));
    const parts = [executor.runAll(0, 100), machines[0]!.runAll(100, 101), machines[1]!.runAll(101, workgroups)];
    expect(parts.flatMap(({ costs }) => [...costs])).toEqual([...wanted.costs]);
    expect(parts.flatMap(({ fired }) => fired)).toEqual(wanted.fired);
    expect(executor.version('sums')).toEqual(wanted.versions.get('sums'));
    executor.give(whole(new Map([...reads, ...starts])));
    expect(executor.version('sums')).toEqual(base.slice());
    expect(() => executor.runCell(70)).toThrow(expect.objectContaining({ code: 'cell.disturbed' }));
  });
});

describe('a tracked cell', () => {
  const page = 1024;
  const workgroup = 70;
  const options = optionsOf(jobOf({ from: 'base' }), { isTracked: true });
  const full = open(options, whole(new Map([...reads, ...starts])));
  const known = finished(full.runCell(workgroup));

  const parts = (bytes: Uint8Array, pages: readonly number[]): readonly Part[] =>
    pages.map((one) => ({ offsetBytes: one * page, bytes: bytes.subarray(one * page, (one + 1) * page) }));

  /** Of `data`, by J11 and the kernel. */
  const loaded = [280, 281, 282, 283].map((i) => Math.floor(((i * 517) % (4 * words)) / 256)).toSorted((a, b) => a - b);
  /** Just what the cell needs. */
  const needed = new Map([
    ['index', parts(index, [1])],
    ['times', parts(times, [0])],
    ['data', parts(data, loaded)],
    ['sums', parts(base, [1])],
  ]);
  const ranges = (...pages: readonly number[]): readonly PageRange[] =>
    pages.map((one) => ({ start: one, end: one + 1 }));

  it('tells which pages it loaded from', () => {
    const touched = new Map([
      ['index', ranges(1)],
      ['times', ranges(0)],
      ['data', ranges(...loaded)],
    ]);
    expect(known.touched).toEqual(touched);
    expect(loaded.length).toBe(4);
    // Behind the end of `data` nothing is loaded.
    expect(finished(full.runCell(16)).touched.get('data')).toHaveLength(3);
  });

  it('does the same with no more than those', () => {
    expect(open(options, needed).runCell(workgroup)).toEqual(known);
  });

  it.each([
    ['index', [1]],
    ['times', [0]],
    ['data', [loaded[0]!]],
    ['data', [loaded[3]!]],
    ['sums', [1]],
  ])('names what is missing of %s, and runs when it is given', (variable, pages) => {
    const rest = needed.get(variable)!.filter(({ offsetBytes }) => !pages.includes(offsetBytes / page));
    const fewer = new Map([...needed, [variable, rest]]);
    const executor = open(options, fewer);
    // Own words that are not there are missed before the cell is run.
    const cost: unknown = variable === 'sums' ? 0 : expect.toSatisfy((spent: number) => spent > 0);
    const missing = { kind: 'missing', pages: new Map([[variable, ranges(...pages)]]), cost };
    // Without its indices the cell loads from other pages, which nobody gave.
    const expected =
      variable === 'index' ? { ...missing, pages: new Map([...missing.pages, ['data', ranges(0)]]) } : missing;
    expect(executor.runCell(workgroup)).toEqual(expected);
    executor.give(needed);
    expect(executor.runCell(workgroup)).toEqual(known);
    executor.give(fewer);
    expect(executor.runCell(workgroup)).toEqual(expected);
  });

  it('needs nothing of what it does not own, nor of versions that start as zeros', () => {
    const executor = open(options, new Map([...whole(reads), ['sums', parts(base, [0, 2, 3])]]));
    expect(executor.runCell(workgroup).kind).toBe('missing');
    expect(executor.runCell(0).kind).toBe('finished');
    expect(open(optionsOf(jobOf(), { isTracked: true }), whole(reads)).runCell(workgroup).kind).toBe('finished');
  });

  it('does not cost too much while something is missing', () => {
    const executor = open({ ...options, maxCost: 10 }, new Map([...needed, ['times', []]]));
    expect(executor.runCell(workgroup)).toMatchObject({ kind: 'missing', pages: new Map([['times', ranges(0)]]) });
    executor.give(needed);
    expect(() => executor.runCell(workgroup)).toThrow(expect.objectContaining({ code: 'executor.max-cost' }));
  });

  it('is one of many only where all is given', () => {
    const executor = open(options, needed);
    expect(() => executor.runAll(0, workgroups)).toThrow(expect.objectContaining({ code: 'cell.missing-version' }));
    executor.give(whole(new Map([...reads, ...starts])));
    expect(executor.runAll(0, workgroups).costs).toEqual(interpret(extending).costs);
    executor.give(needed);
    expect(executor.runCell(workgroup)).toEqual(known);
  });

  it('is never without literals', () => {
    const job = jobOf({ from: 'base', literal: index });
    const { index: _, ...rest } = Object.fromEntries(needed);
    const executor = open(optionsOf(job, { isTracked: true }), new Map(Object.entries(rest)));
    const { touched, written } = finished(executor.runCell(workgroup));
    expect(written).toEqual(known.written);
    expect(touched).toEqual(known.touched);
  });
});
