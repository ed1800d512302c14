import { owner } from '@assay/core';
import { type DawnGpu, gpuTest, check as parameters } from '@assay/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as guards from '../analysis/guards.js';
import type { Instruction, Kernel, Phase } from '../execution/ir.js';
import { lower } from '../execution/lower.js';
import * as ir from '../testing/assembly.js';
import { dispatchOf, expectSame, type Interpreted, lowered } from '../testing/device.js';
import { flows } from '../testing/flow.js';
import { input } from '../testing/interpreted.js';
import { jumps } from '../testing/jumps.js';
import { type Sample, sourceOf } from '../testing/kernels.js';
import { complaints } from '../testing/tint.js';
import { check } from '../validation/check.js';
import { print } from './print.js';

const { again, barrier, constant, leave, phases, region } = ir;

describe('D6: the budget of a kernel with barriers', () => {
  const bound = Int32Array.of(4, 0, 0, 0);
  const run = (gpu: DawnGpu, kernel: Kernel, loopBudget: number, words: number): Promise<Interpreted> => {
    const contents = new Map([
      [0, bound],
      [1, new Int32Array(2 * words)],
    ]);
    const parts = { grid: [2, 1, 1], owners: new Map([[1, owner.linear(words)]]), loopBudget } as const;
    return expectSame(gpu, kernel, dispatchOf(kernel, contents, parts), contents);
  };

  gpuTest('a value that differs because an invocation ran out decides nothing', async ({ gpu }) => {
    const kernel = lowered(`
@group(0) @binding(0) var<uniform> bound: vec4u;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) i: u32, @builtin(workgroup_id) wg: vec3u) {
  let o = 4u * wg.x + i;
  for (var k = 0u; k < i * 3u; k++) { out[o] += 1u; }
  var n = 0u;
  for (var k = 0u; k < bound.x; k++) { n++; }
  out[o] += 100u * n;
  if (n == 4u) {
    workgroupBarrier();
    out[o] += 1000u;
  }
  for (var k = 0u; k < 2u; k++) { out[o] += 10000u; }
}`);
    for (const budget of [0, 1, 4, 5, 8, 12, 13, 14, 15, 16]) await run(gpu, kernel, budget, 4);
    expect([...(await run(gpu, kernel, 5, 4)).contents.get(1)!]).toEqual([400, 303, 106, 106, 400, 303, 106, 106]);
    expect([...(await run(gpu, kernel, 15, 4)).fired]).toEqual([]);
  });

  gpuTest('loops with barriers are counted for the workgroup', async ({ gpu }) => {
    const kernel = lowered(`
@group(0) @binding(0) var<uniform> bound: vec4u;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
var<workgroup> w: array<u32, 3>;
@compute @workgroup_size(3)
fn main(@builtin(local_invocation_index) i: u32, @builtin(workgroup_id) wg: vec3u) {
  let o = 3u * wg.x + i;
  for (var k = 0u; k < 3u; k++) {
    for (var j = 0u; j < 2u; j++) {
      w[i] += j;
      workgroupBarrier();
      if (j + k == bound.x) { continue; }
      out[o] = out[o] * 3u + w[2u - i];
      workgroupBarrier();
      for (var n = 0u; n <= i; n++) { out[o] += n; }
    }
  }
  out[o] += 1000000u;
}`);
    for (const budget of [0, 1, 2, 3, 5, 6, 7, 8, 9, 12, 18, 19, 20]) await run(gpu, kernel, budget, 3);
  });

  gpuTest('what comes before and behind a region that leaves a loop of the workgroup', async ({ gpu }) => {
    const kernel = lowered(`
@group(0) @binding(0) var<uniform> bound: vec4u;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) i: u32, @builtin(workgroup_id) wg: vec3u) {
  let o = 4u * wg.x + i;
  for (var k = 0u; k < 5u; k++) {
    for (var j = 0u; j < i; j++) { out[o] += 1u; }
    var n = 0u;
    for (var j = 0u; j < k; j++) { n += bound.x; }
    if (n == 12u) { out[o] += 100u; break; }
    if (n == 4u) { out[o] += 200u; continue; }
    workgroupBarrier();
    out[o] += 1000u;
  }
  out[o] += 100000u;
}`);
    for (const budget of [0, 1, 2, 3, 4, 6, 8, 9, 12, 15, 18, 20]) await run(gpu, kernel, budget, 4);
    expect([...(await run(gpu, kernel, 20, 4)).contents.get(1)!].slice(0, 4)).toEqual([102300, 102304, 102308, 102312]);
  });
});

/** Makes what decides uniform branches harder to see: local arrays, loops, functions with several returns. */
function hardened({ name, declarations, body }: Sample): Sample {
  const harder = (text: string): string =>
    text
      .replaceAll('u == 0u', 'entry(u) < 3u')
      .replaceAll('u + 1u < 1u', 'found(u) == 7u')
      .replaceAll('u < 3u', 'workgroupUniformLoad(&uw) + entry(u) != 99u')
      .replaceAll('s = s * 3', 'for (var z = 0u; z < (i & 3u); z++) { s += 1; } pa[i & 3u] += 1u; s = s * 3');
  return {
    name,
    declarations: `
var<workgroup> uw: u32;
var<private> pa: array<u32, 4>;
fn entry(u: u32) -> u32 {
  var t: array<u32, 3>;
  t[u % 3u] = u;
  var n = 0u;
  for (var k = 0u; k < u + 2u; k++) { if (k == 3u) { continue; } n += t[k % 3u]; }
  return n;
}
fn found(u: u32) -> u32 {
  if (u == 0u) { return 3u; }
  for (var k = 0u; k < 5u; k++) { if (k == u) { return k; } }
  return 1u;
}
${harder(declarations)}`,
    body: harder(body),
  };
}

gpuTest(
  'random control flow around barriers, with guards that fire, is what the interpreter makes of it',
  async ({ gpu }) => {
    let ranOut = 0;
    const property = fc.asyncProperty(flows, fc.boolean(), fc.nat(40), async (flow, isHard, loopBudget) => {
      const { program } = check(sourceOf(isHard ? hardened(flow) : flow));
      fc.pre(program !== undefined);
      const kernel = lower(program, { entryPoint: 'main' });
      const contents = new Map([
        [0, input.slice(0, 50)],
        [1, Int32Array.from({ length: 250 }, (_, k) => 3 * k)],
      ]);
      const parts = { grid: [2, 1, 1], owners: new Map([[1, owner.linear(130)]]), loopBudget } as const;
      const { fired } = await expectSame(gpu, kernel, dispatchOf(kernel, contents, parts), contents);
      if (fired.has('loop-budget')) ranOut += 1;
    });
    const { numRuns, seed } = parameters(160);
    await fc.assert(property, { numRuns, seed, maxSkipsPerRun: 50 });
    // About a quarter of them; few runs may have none.
    if (numRuns >= 80) expect(ranOut).toBeGreaterThan(numRuns / 20);
  },
);

gpuTest('D7: Tint sees every barrier in uniform control flow, whatever guards are kept', async ({ gpu }) => {
  const budgets = fc.record({ hasInvocationBudget: fc.boolean(), hasWorkgroupBudget: fc.boolean() });
  const contents = new Map([0, 1, 2, 3].map((binding) => [binding, new Int32Array(4)]));
  const property = fc.asyncProperty(jumps, budgets, async (kernel, kept) => {
    const text = print(kernel, dispatchOf(kernel, contents), { ...guards.all(kernel), ...kept });
    expect(await complaints(gpu, text), text).toEqual([]);
  });
  await fc.assert(property, parameters(10_000));
});

describe('D7: the invocations agree', () => {
  const contents = new Map([0, 1, 2, 3].map((binding) => [binding, new Int32Array(4)]));
  const text = (kernel: Kernel, kept: Partial<guards.Guards> = {}): string =>
    print(kernel, dispatchOf(kernel, contents), { ...guards.all(kernel), ...kept });

  const branch = phases.when(5, [barrier('workgroup')]);
  const end = region(constant(9, 9));
  const isAgreed = (kernel: Kernel): boolean => /agreed\(r5\)/.test(text(kernel));
  const of = (...code: readonly Instruction[]): Kernel =>
    ir.kernel([region(...code), branch, end], {
      builtins: [ir.builtin(0, 'local_invocation_index'), ir.builtin(1, 'workgroup_id.x')],
    });

  it('on conditions that a compiler does not see to be uniform, and on no others', () => {
    expect(isAgreed(of(constant(2, 3), ir.binary(5, 1, 'mul', 2)))).toBe(false);
    expect(isAgreed(of(ir.loadBuffer(5, 0, 1)))).toBe(false);
    expect(isAgreed(of(ir.loadBuffer(5, 1, 1, 0, 1)))).toBe(false);
    expect(isAgreed(of(ir.when(1, [constant(5, 1)])))).toBe(false);
    expect(isAgreed(of(ir.block(1, [ir.when(0, [leave(1)]), constant(6, 1)]), constant(5, 1)))).toBe(false);
    expect(isAgreed(of(ir.copy(5, 0)))).toBe(true);
    expect(isAgreed(of(ir.loadBuffer(5, 0, 0)))).toBe(true);
    expect(isAgreed(of(ir.loadBuffer(5, 2, 1)))).toBe(true);
    expect(isAgreed(of(ir.load(5, 'local', 1)))).toBe(true);
    expect(isAgreed(of(ir.load(5, 'workgroup', 1)))).toBe(true);
    expect(isAgreed(of(ir.when(0, [constant(5, 1)])))).toBe(true);
    expect(isAgreed(of(ir.block(1, [ir.when(0, [leave(1)]), constant(5, 1)])))).toBe(true);
    expect(isAgreed(of(ir.block(1, [ir.copy(5, 0), ir.when(1, [leave(1)]), constant(5, 1)])))).toBe(true);
  });

  it('on where they leave a region for, if they may part', () => {
    const kernel = (condition: number): Kernel =>
      ir.kernel(
        [
          phases.block(1, [region(ir.when(condition, [leave(1)]), constant(6, 6)), barrier('storage')]),
          barrier('storage'),
          end,
        ],
        { builtins: [ir.builtin(0, 'local_invocation_index'), ir.builtin(1, 'workgroup_id.x')] },
      );
    expect(text(kernel(1))).toContain('if (r1 != 0u) {\n      break;');
    expect(text(kernel(0))).toContain('if (r0 != 0u) {\n        exit = 1u;\n        break;');
    expect(text(kernel(0))).toContain('exit = agreed(exit);\n    if (exit == 1u) {\n      break;');
  });

  it('behind regions with counted loops, unless the kernel ends there', () => {
    const loop = (label: number): Phase => region(ir.loop(label, [constant(6, 6), again(label)]));
    const kernel = ir.kernel([loop(1), barrier('workgroup'), loop(2), end, loop(3)]);
    expect(text(kernel).match(/if \(anyone\(taken > 1000u\)\) \{ return; \}/g)).toHaveLength(2);
    expect(text(kernel, { hasInvocationBudget: false })).not.toMatch(/anyone|taken/);
    expect(text(ir.kernel([loop(1)]))).not.toContain('anyone');
  });

  it('not in what a uniform load gives, if the address is uniform', () => {
    const load = (index: number): Kernel =>
      ir.kernel([
        barrier('workgroup'),
        region(constant(4, 2), { ...ir.load(5, 'workgroup', index), isUniform: true } as Instruction),
        barrier('workgroup'),
        branch,
        end,
      ]);
    expect(text(load(4))).toContain('r5 = workgroupUniformLoad(&w[r4]);');
    expect(text(load(4))).not.toContain('agreed');
    expect(text(load(0))).toContain('r5 = w[r0];');
    expect(text(load(0))).toContain('agreed(r5)');
  });
});
