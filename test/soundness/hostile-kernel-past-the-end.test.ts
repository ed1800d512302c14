import { job as jobs, owner } from '@assay/core';
import { gpuTest } from '@assay/testkit';
import { describe, expect, it } from 'vitest';
import { expectAgreement } from '../agreement.js';
import { interpret } from '../interpretation.js';
import { engineTest, expectShippedAgrees, expectSourceDisagrees } from '../second-engine.js';

// Attack: a kernel that indexes past the end of everything it has, where devices give what they like (another word, zeros, or
// a lost device). Buffers load 0 and keep their words (wgsl SPEC.md E10); other arrays are indexed at their end (E13).

const source = `
struct Row { cells: array<u32, 2>, last: u32 }
@group(0) @binding(0) var<storage, read> offsets: array<u32>;
@group(0) @binding(1) var<storage, read_write> rows: array<Row>;
@group(0) @binding(2) var<storage, read_write> seen: array<u32>;

var<workgroup> shared_words: array<u32, 4>;

@compute @workgroup_size(1)
fn main() {
  let past = offsets[0]; // 2
  let wide = offsets[1]; // 0xffffffff
  var own = array<u32, 3>(1, 2, 3);
  var lanes = vec3u(4, 5, 6);

  rows[past].last = 1;          // behind the last row
  rows[wide].cells[0] = 1;      // wraps to an address inside
  rows[0].cells[past] = 1;      // would be rows[0].last
  rows[0].cells[wide] = 1;
  rows[1].cells[1] = 77;        // inside
  seen[0] = rows[0].cells[past] + 100;
  seen[1] = offsets[past + 5] + 100;

  own[wide] += 10;              // own[2]
  lanes[past + 7] = 60;         // lanes.z
  shared_words[wide] = 9;       // shared_words[3]
  seen[2] = own[2];
  seen[3] = lanes.z;
  seen[4] = shared_words[3] + 10 * own[past + 1] + 1000 * lanes[wide];
}`;

const job = jobs.define({
  name: 'past-the-end',
  kernels: {
    reach: {
      source,
      bindings: {
        offsets: { binding: 0, access: 'read' },
        rows: { binding: 1, access: 'write' },
        seen: { binding: 2, access: 'write' },
      },
    },
  },
  inputs: [
    { name: 'offsets', sizeBytes: 8 },
    { name: 'before', sizeBytes: 24 },
  ],
  steps: [
    {
      kernel: 'reach',
      grid: [1, 1, 1],
      reads: { offsets: 'offsets' },
      writes: {
        rows: { name: 'rows', sizeBytes: 24, from: 'before', owner: owner.linear(6) },
        seen: { name: 'seen', sizeBytes: 20, owner: owner.linear(5) },
      },
    },
  ],
  outputs: ['rows', 'seen'],
});

describe('a kernel that indexes past the end', () => {
  it('control: with indices that are inside, the same kernel reaches what it names, and no guard fires', () => {
    const inside = source.replaceAll(/past \+ \d/g, 'past');
    const tame = jobs.define({ ...job, kernels: { reach: { ...job.kernels.reach!, source: inside } } });
    const inputs = new Map([
      ['offsets', new Uint8Array(Uint32Array.of(1, 0).buffer)],
      ['before', new Uint8Array(Uint32Array.of(10, 20, 30, 40, 50, 60).buffer)],
    ]);
    const { versions, steps } = interpret(tame, inputs);
    expect([...new Uint32Array(versions.get('rows')!.buffer)]).toEqual([1, 1, 30, 40, 77, 1]);
    expect([...new Uint32Array(versions.get('seen')!.buffer)]).toEqual([101, 100, 3, 6, 4020]);
    expect(steps[0]!.guards).toEqual([]);
  });

  it('loads 0 from buffers and leaves them alone; in its own arrays it has the last element', () => {
    const inputs = new Map([
      ['offsets', new Uint8Array(Uint32Array.of(2, 0xffffffff).buffer)],
      ['before', new Uint8Array(Uint32Array.of(10, 20, 30, 40, 50, 60).buffer)],
    ]);
    const { versions, steps } = interpret(job, inputs);
    expect([...new Uint32Array(versions.get('rows')!.buffer)]).toEqual([10, 20, 30, 40, 77, 60]);
    expect([...new Uint32Array(versions.get('seen')!.buffer)]).toEqual([100, 100, 13, 60, 60_139]);
    const lines = source.split('\n');
    const outside = lines.filter((line) =>
      /rows\[(?:past|wide)\]|cells\[(?:past|wide)\]|offsets\[past/.test(line),
    ).length;
    const clamped = lines.join('\n').match(/(?:own|lanes|shared_words)\[(?:past|wide)/g)!.length;
    const times = (kind: string): number =>
      steps[0]!.guards.filter((guard) => guard.kind === kind).reduce((sum, guard) => sum + guard.times, 0);
    expect({ outside: times('outside'), clamped: times('clamped') }).toEqual({ outside, clamped });
    expect(times('not-owned') + times('loop-budget')).toBe(0);
  });

  gpuTest('on a device too', async ({ gpu }) => {
    const inputs = new Map([
      ['offsets', new Uint8Array(Uint32Array.of(2, 0xffffffff).buffer)],
      ['before', new Uint8Array(Uint32Array.of(10, 20, 30, 40, 50, 60).buffer)],
    ]);
    await expectAgreement(gpu, job, inputs);
  });

  engineTest('on another engine too, but not by the text as it stands', async ({ engine }) => {
    const inputs = new Map([
      ['offsets', new Uint8Array(Uint32Array.of(2, 0xffffffff).buffer)],
      ['before', new Uint8Array(Uint32Array.of(10, 20, 30, 40, 50, 60).buffer)],
    ]);
    await expectShippedAgrees(engine, job, inputs);
    await expectSourceDisagrees(engine, job, inputs);
  });
});
