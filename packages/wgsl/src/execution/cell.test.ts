import { job as jobs, owner } from '@assay/core';
import { describe, expect, it } from 'vitest';
import * as ir from '../testing/assembly.js';
import { replayStep, runJobCell, type StepContents } from './cell.js';

const { constant, binary, loadBuffer, storeBuffer, region } = ir;

/** out[i] += in[i] + 1 for the words of a workgroup of two, and out2[0] = 5, which only workgroup 0 owns. */
const kernel = ir.kernel(
  [
    region(
      constant(1, 1),
      loadBuffer(2, 0, 3),
      loadBuffer(4, 2, 3, 1),
      binary(2, 2, 'add', 4),
      binary(2, 2, 'add', 1),
      storeBuffer(2, 3, 2, 2),
      constant(5, 5),
      ir.when(0, [], [storeBuffer(3, 20, 5, 3)]),
    ),
  ],
  {
    workgroupSize: [2, 1, 1],
    builtins: [ir.builtin(3, 'global_invocation_id.x'), ir.builtin(0, 'local_invocation_index')],
    bindings: [
      { name: 'source', binding: 0, access: 'read' },
      { name: 'out', binding: 2, access: 'write' },
      { name: 'flag', binding: 3, access: 'write' },
    ],
  },
);

function stepOf(from?: string): jobs.Step {
  const { steps } = jobs.define({
    name: 'add',
    kernels: {
      add: {
        source: '// written in IR',
        bindings: {
          source: { binding: 0, access: 'read' },
          out: { binding: 2, access: 'write' },
          flag: { binding: 3, access: 'write' },
        },
      },
    },
    inputs: [
      { name: 'a', sizeBytes: 20 },
      { name: 'b', sizeBytes: 20 },
    ],
    steps: [
      {
        kernel: 'add',
        grid: [3, 1, 1],
        reads: { source: 'a' },
        writes: {
          out: { name: 'c', sizeBytes: 20, owner: owner.linear(2), ...(from === undefined ? {} : { from }) },
          flag: { name: 'd', sizeBytes: 4, owner: owner.linear(1) },
        },
      },
    ],
    outputs: ['c'],
  });
  return steps[0]!;
}

/** Words in little-endian order, at an odd place in memory. */
function bytes(...words: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * words.length + 1), 1);
  for (const [i, word] of words.entries()) view.setInt32(4 * i, word, true);
  return new Uint8Array(view.buffer, 1);
}

const contents: StepContents = { kernel, step: stepOf(), reads: new Map([['source', bytes(10, 20, 30, 40, -2)]]) };

describe('replayStep', () => {
  it('puts together what the cells of a step write', () => {
    const { versions, costs, guards, race } = replayStep(contents);
    expect(versions).toEqual(
      new Map([
        ['out', bytes(11, 21, 31, 41, -1)],
        ['flag', bytes(5)],
      ]),
    );
    expect([...costs]).toEqual([17, 17, 17]);
    expect(race).toBeUndefined();
    const event = { times: 1, region: 0 };
    expect(guards).toEqual([
      { ...event, kind: 'not-owned', at: 3, times: 2, workgroup: 1, invocation: 0, binding: 3, index: 0 },
      { ...event, kind: 'outside', at: 0, workgroup: 2, invocation: 1, binding: 0, index: 5 },
      { ...event, kind: 'outside', at: 1, workgroup: 2, invocation: 1, binding: 2, index: 5 },
      { ...event, kind: 'outside', at: 2, workgroup: 2, invocation: 1, binding: 2, index: 5 },
    ]);
  });

  it('starts from an earlier version, which stays as it is', () => {
    const start = bytes(1000, 2000, 3000, 4000, 5000);
    const { versions } = replayStep({ ...contents, step: stepOf('b'), starts: new Map([['out', start]]) });
    expect(versions.get('out')).toEqual(bytes(1011, 2021, 3031, 4041, 4999));
    expect(start).toEqual(bytes(1000, 2000, 3000, 4000, 5000));
  });

  it('names the first cell that races', () => {
    // The second invocation of every workgroup but the first stores to the first word of its workgroup too.
    const racy = {
      ...kernel,
      body: [
        region(
          constant(1, 2),
          binary(2, 3, 'lt-u', 1),
          constant(1, -2),
          binary(1, 3, 'and', 1),
          ir.when(2, [ir.copy(1, 3)]),
          storeBuffer(2, 1, 3),
        ),
      ],
    };
    expect(replayStep({ ...contents, kernel: racy }).race).toMatchObject({
      workgroup: 1,
      memory: { binding: 2 },
      word: 2,
    });
  });

  it.each([
    ['a version that is read', { reads: new Map() }, 'cell.missing-version'],
    ['a version that another starts from', { step: stepOf('b') }, 'cell.missing-version'],
    ['whole words', { reads: new Map([['source', new Uint8Array(7)]]) }, 'cell.wrong-size'],
    ['as many bytes as the version has', { starts: new Map([['out', new Uint8Array(16)]]) }, 'cell.wrong-size'],
  ])('wants %s', (_, change, code) => {
    expect(() => replayStep({ ...contents, ...change })).toThrow(expect.objectContaining({ kind: 'invalid', code }));
  });
});

describe('runJobCell', () => {
  it('runs one cell, named by its linear index', () => {
    const steps: string[] = [];
    const result = runJobCell({ ...contents, workgroup: 2, trace: ({ step }) => steps.push(step.kind) });
    expect(result.writes.get(2)).toEqual({ words: Uint32Array.of(4), values: Int32Array.of(-1) });
    expect(result.writes.get(3)!.words.length).toBe(0);
    expect(result.reads.get(0)).toEqual([{ start: 4, end: 5 }]);
    expect(steps.length).toBe(result.cost);
  });

  it('has the patience that it is given', () => {
    expect(() => runJobCell({ ...contents, workgroup: 0, maxCost: 16 })).toThrow(
      expect.objectContaining({ code: 'interpreter.max-cost' }),
    );
    expect(runJobCell({ ...contents, workgroup: 0, maxCost: 17 }).cost).toBe(17);
  });
});
