import { gpuTest } from '@assay/testkit';
import { describe, expect, it } from 'vitest';
import * as guards from '../analysis/guards.js';
import type { Instruction, Kernel, Phase } from '../execution/ir.js';
import * as ir from '../testing/assembly.js';
import { dispatchOf } from '../testing/device.js';
import { complaints } from '../testing/tint.js';
import { print } from './print.js';

const contents = new Map([0, 1, 2, 3].map((binding) => [binding, new Int32Array(8)]));

function printed(...body: readonly Phase[]): string {
  const kernel: Kernel = ir.kernel(body);
  return print(kernel, dispatchOf(kernel, contents), guards.all(kernel));
}

const code = (...instructions: readonly Instruction[]): Phase => ir.region(...instructions);
const tooLarge = expect.objectContaining({ kind: 'exhausted', code: 'device.too-large' });

/** Inside each other. */
function nested<Node>(depth: number, wrap: (inner: readonly Node[], level: number) => Node, inner: Node): Node {
  let node = inner;
  for (let level = 0; level < depth; level += 1) node = wrap([node], level);
  return node;
}

const add = ir.binary(1, 1, 'add', 2);

describe('D8: device code is nested at most 120 deep', () => {
  const shapes: Readonly<Record<string, readonly [most: number, (depth: number) => Phase]>> = {
    branches: [60, (depth) => code(nested<Instruction>(depth, (inner) => ir.when(1, inner), add))],
    'second sides': [60, (depth) => code(nested<Instruction>(depth, (inner) => ir.when(1, [add], inner), add))],
    loops: [
      60,
      (depth) =>
        code(nested<Instruction>(depth - 1, (inner, level) => ir.loop(level, [...inner, add]), ir.loop(999, [add]))),
    ],
    // Something follows each.
    blocks: [
      40,
      (depth) =>
        code(
          nested<Instruction>(depth, (inner, level) => ir.block(level, [...inner, add]), add),
          add,
        ),
    ],
    'branches of the workgroup': [
      60,
      (depth) => nested<Phase>(depth, (inner) => ir.phases.when(1, inner), ir.barrier('workgroup')),
    ],
  };
  for (const [name, [most, shape]] of Object.entries(shapes)) {
    it(name, () => {
      expect(printed(shape(most))).toContain('fn main');
      expect(() => printed(shape(most + 1))).toThrow(tooLarge);
      // Without using up the stack.
      expect(() => printed(shape(3_000))).toThrow(tooLarge);
      expect(() => printed(shape(50_000))).toThrow(tooLarge);
    });

    gpuTest(`${name}, which Tint takes`, async ({ gpu }) => {
      expect(await complaints(gpu, printed(shape(most)))).toEqual([]);
    });
  }
});

describe('D8: device code has at most 8,388,608 units', () => {
  const store = ir.storeBuffer(2, 3, 4);
  const stores = (count: number): Phase => ({ kind: 'region', code: Array<Instruction>(count).fill(store) });

  it('counts every one', () => {
    const one = '  store2_lo(r3, r4);\n'.length;
    const most = Math.floor((8_388_608 - printed(code(store)).length) / one) + 1;
    expect(most).toBeGreaterThan(300_000);
    expect(printed(stores(most)).length).toBeLessThanOrEqual(8_388_608);
    expect(() => printed(stores(most + 1))).toThrow(tooLarge);
    expect(() => printed(stores(1_000_000))).toThrow(tooLarge);
  });

  it('many registers, labels, flags and regions take no more than their text', () => {
    const copies = Array.from({ length: 100_000 }, (_, k) => ir.copy(k, (k * 7) % 100_000));
    const wide = ir.kernel([{ kind: 'region', code: copies }], { registers: 100_000 });
    expect(print(wide, dispatchOf(wide, contents), guards.all(wide))).toContain('var r99999: u32;');

    const jumps = Array.from({ length: 20_000 }, (_, k) =>
      ir.block(3 * k, [ir.loop(3 * k + 1, [ir.when(1, [ir.leave(3 * k)]), add]), add]),
    );
    expect(printed(code(...jumps, add)).match(/leave\d+: bool/g)).toHaveLength(20_000);

    const regions = Array.from({ length: 20_000 }, (_, k): readonly Phase[] => [
      code(ir.loop(k, [add, ir.again(k)])),
      ir.barrier('workgroup'),
    ]);
    expect(printed(...regions.flat()).match(/anyone\(taken/g)).toHaveLength(20_000);
  });

  it('what is uniform is found out in bounded time', () => {
    // Loops in loops, each of which makes one register more divergent in its last round.
    const loop = nested<Phase>(
      30,
      (inner, level) =>
        ir.phases.loop(level, [
          code(ir.copy(level + 1, level)),
          ...inner,
          ir.barrier('workgroup'),
          code(ir.when(level + 1, [ir.leave(level)])),
          ir.phases.when(level + 1, [ir.barrier('workgroup')]),
          ir.again(level),
        ]),
      code(add),
    );
    const kernel = ir.kernel([loop], { registers: 100_000 });
    expect(print(kernel, dispatchOf(kernel, contents), guards.all(kernel))).toContain('agreed');
  });
});
