import { owner } from '@assay/core';
import { gpuTest } from '@assay/testkit';
import { describe, expect, it } from 'vitest';
import * as guards from '../analysis/guards.js';
import type { Kernel } from '../execution/ir.js';
import * as ir from '../testing/assembly.js';
import { dispatchOf, expectSame, lowered } from '../testing/device.js';
import { input, outputWords } from '../testing/interpreted.js';
import { samples, sourceOf } from '../testing/kernels.js';
import { print } from './print.js';

const none: guards.Guards = {
  outside: new Set(),
  foreign: new Set(),
  clamps: new Set(),
  hasInvocationBudget: false,
  hasWorkgroupBudget: false,
};

describe('what the interpreter makes of a kernel, Dawn makes of its device code', () => {
  for (const sample of samples) {
    gpuTest(sample.name, async ({ gpu }) => {
      const kernel = lowered(sourceOf(sample));
      const contents = new Map([
        [0, input],
        [1, new Int32Array(outputWords)],
      ]);
      const dispatch = dispatchOf(kernel, contents);
      const { fired } = await expectSame(gpu, kernel, dispatch, contents);
      expect([...fired]).toEqual([]);
      await expectSame(gpu, kernel, dispatch, contents, none);
    });
  }
});

describe('and where guards fire', () => {
  // Buffers end too early, and each workgroup owns a part of the words that all of them store to.
  const contents = new Map([
    [0, input.slice(0, 50)],
    [1, Int32Array.from({ length: 240 }, (_, word) => 3 * word)],
  ]);
  for (const [k, sample] of samples.entries()) {
    gpuTest(sample.name, async ({ gpu }) => {
      const kernel = lowered(sourceOf(sample));
      const owners = new Map([[1, owner.linear(125, k % 3)]]);
      const dispatch = dispatchOf(kernel, contents, { grid: [2, 1, 1], owners, loopBudget: k % 5 });
      const { fired } = await expectSame(gpu, kernel, dispatch, contents);
      expect(fired.size).toBeGreaterThan(0);
    });
  }
});

describe('the text', () => {
  const source = `
@group(0) @binding(3) var<uniform> count: vec4u;
@group(0) @binding(5) var<storage, read_write> sums: array<i32>;
@compute @workgroup_size(8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  for (var k = 0u; k < count.x; k++) { sums[id.x] += 7; }
}`;

  it('is what the specification says, and names nothing of the source', () => {
    const kernel = lowered(source);
    const contents = new Map([
      [3, new Int32Array(4)],
      [5, new Int32Array(100)],
    ]);
    const dispatch = dispatchOf(kernel, contents, { grid: [4, 2, 1], owners: new Map([[5, owner.linear(8, 2)]]) });
    expect(print(kernel, dispatch, guards.all(kernel))).toBe(`\
@group(0) @binding(3) var<storage, read> b3: array<u32>;
@group(0) @binding(5) var<storage, read_write> b5: array<u32>;
var<private> group: vec3<u32>;
fn load3_l(word: u32) -> u32 {
  return select(0u, b3[min(word, arrayLength(&b3) - 1u)], word < arrayLength(&b3));
}
fn owns5(word: u32) -> bool { return (word >= 2u) & ((word - 2u) / 8u % 4u == group.x) & ((word - 2u) / 8u / 4u == group.y); }
fn load5_lo(word: u32) -> u32 {
  return select(0u, b5[min(word, arrayLength(&b5) - 1u)], (word < arrayLength(&b5)) & (owns5(word)));
}
fn store5_lo(word: u32, value: u32) {
  if ((word < arrayLength(&b5)) & (owns5(word))) { b5[word] = value; }
}
@compute @workgroup_size(8, 1, 1)
fn main(@builtin(global_invocation_id) global_invocation_id: vec3<u32>, @builtin(workgroup_id) workgroup_id: vec3<u32>) {
  var r0: u32;
  var r3: u32;
  var r4: u32;
  var r5: u32;
  var r6: u32;
  var taken: u32;
  group = workgroup_id;
  r0 = global_invocation_id.x;
  r3 = 0u;
  loop {
    r5 = 0u;
    r4 = load3_l(r5);
    r4 = u32(r3 < r4);
    if (r4 == 0u) {
      break;
    }
    r4 = load5_lo(r0);
    r5 = 7u;
    r6 = r4 + r5;
    store5_lo(r0, r6);
    r4 = 1u;
    r3 = r3 + r4;
    continuing {
      taken += 1u;
      break if taken > 1000u;
    }
  }
}
`);
    // Without guards there is nothing but the program.
    const bare = print(kernel, dispatch, none);
    expect(bare).not.toMatch(/fn load|fn store|owns|group:|taken|arrayLength/);
    expect(bare).toContain('r6 = r4 + r5;\n    b5[r0] = r6;');
  });

  it('is the same for an equal kernel', () => {
    const [one, other] = [lowered(source), lowered(source)];
    const contents = new Map([
      [3, new Int32Array(4)],
      [5, new Int32Array(100)],
    ]);
    const print_ = (kernel: Kernel): string => print(kernel, dispatchOf(kernel, contents), guards.all(kernel));
    expect(print_(one)).toBe(print_(other));
  });

  it('keeps of an access the guards that are kept', () => {
    const access = ir.loadBuffer(4, 2, 1, 0, 5);
    const kernel = ir.kernel([ir.region(access)]);
    const contents = new Map([[2, new Int32Array(8)]]);
    const text = (kept: Partial<guards.Guards>): string =>
      /r4 = .*;/.exec(print(kernel, dispatchOf(kernel, contents), { ...none, ...kept }))![0];
    const [outside, foreign] = [new Set([access]), new Set([access])];
    expect(text({})).toBe('r4 = b2[r1];');
    expect(text({ outside })).toBe('r4 = load2_vl(r1, r5);');
    expect(text({ foreign })).toBe('r4 = load2_o(r1);');
    expect(text({ outside, foreign })).toBe('r4 = load2_vlo(r1, r5);');
  });
});
