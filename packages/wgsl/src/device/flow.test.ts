import { owner } from '@assay/core';
import { gpuTest, check as parameters } from '@assay/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as guards from '../analysis/guards.js';
import type { Instruction, Kernel } from '../execution/ir.js';
import * as ir from '../testing/assembly.js';
import { dispatchOf, expectSame } from '../testing/device.js';
import { jumps } from '../testing/jumps.js';
import { assertKernel } from '../testing/kernel.js';
import { print } from './print.js';

const { again, block, constant, leave, loop, region, when } = ir;
const binary = ir.binary(1, 1, 'add', 2);

const contents = new Map([0, 1, 2, 3].map((binding) => [binding, new Int32Array(12)]));
const owners = new Map([2, 3].map((binding) => [binding, owner.linear(4)]));

gpuTest('jumps from anywhere to anywhere around are what the interpreter makes of them', async ({ gpu }) => {
  let ranOut = 0;
  const property = fc.asyncProperty(jumps, fc.nat(14), async (kernel, loopBudget) => {
    assertKernel(kernel);
    const dispatch = dispatchOf(kernel, contents, { grid: [3, 1, 1], loopBudget, owners });
    const { fired } = await expectSame(gpu, kernel, dispatch, contents);
    if (fired.has('loop-budget')) ranOut += 1;
  });
  const { numRuns, seed } = parameters(800);
  await fc.assert(property, { numRuns, seed });
  expect(ranOut).toBeGreaterThan(numRuns / 8);
});

/** The body of `main` behind its variables, for a kernel of one region. */
function textOf(code: readonly Instruction[], kept: Partial<guards.Guards> = {}): string {
  const kernel: Kernel = ir.kernel([region(...code)], { localWords: 0, builtins: [] });
  const text = print(kernel, dispatchOf(kernel, contents, { loopBudget: 9 }), { ...guards.all(kernel), ...kept });
  return text
    .split('\n')
    .filter((line) => !line.startsWith('  var ') && line.startsWith('  '))
    .map((line) => line.slice(2))
    .join('\n');
}

const unbounded = { hasInvocationBudget: false };

describe('the text of', () => {
  it('a block is a switch that break leaves', () => {
    expect(textOf([block(1, [when(3, [leave(1)]), binary]), constant(4, 5)])).toBe(`\
switch 0u { default: {
  if (r3 != 0u) {
    break;
  }
  r1 = r1 + r2;
} }
r4 = 5u;`);
  });

  it('a block at the end of the kernel, and of a loop, is nothing', () => {
    expect(textOf([block(1, [when(3, [leave(1)]), binary])])).toBe(`\
if (r3 != 0u) {
  return;
}
r1 = r1 + r2;`);
    const body = [block(2, [when(3, [leave(2)]), when(4, [leave(1)]), binary]), again(1)];
    expect(textOf([loop(1, body), constant(5, 5)], unbounded)).toBe(`\
loop {
  if (r3 != 0u) {
    continue;
  }
  if (r4 != 0u) {
    break;
  }
  r1 = r1 + r2;
}
r5 = 5u;`);
  });

  it('a block around a loop is the loop', () => {
    const body = [when(3, [leave(1)]), when(4, [leave(2)]), binary, again(2)];
    expect(textOf([block(1, [loop(2, body)]), constant(5, 5)])).toBe(`\
loop {
  if (r3 != 0u) {
    break;
  }
  if (r4 != 0u) {
    break;
  }
  r1 = r1 + r2;
  continuing {
    taken += 1u;
    break if taken > 9u;
  }
}
r5 = 5u;`);
  });

  it('what follows the last block of a loop is its continuing block', () => {
    const body = [block(2, [when(3, [leave(2)]), when(4, [leave(1)]), constant(5, 5)]), binary, again(1)];
    expect(textOf([loop(1, body), constant(6, 6)], unbounded)).toBe(`\
loop {
  if (r3 != 0u) {
    continue;
  }
  if (r4 != 0u) {
    break;
  }
  r5 = 5u;
  continuing {
    r1 = r1 + r2;
  }
}
r6 = 6u;`);
  });

  it('a loop without a next round is left at its end, and one without an end has one that is never taken', () => {
    expect(textOf([loop(1, [when(3, [again(1)]), binary]), constant(5, 5)], unbounded)).toBe(`\
loop {
  if (r3 != 0u) {
    continue;
  }
  r1 = r1 + r2;
  break;
}
r5 = 5u;`);
    expect(textOf([loop(1, [binary, again(1)]), constant(5, 5)], unbounded)).toBe(`\
loop {
  r1 = r1 + r2;
  continuing {
    break if false;
  }
}
r5 = 5u;`);
  });

  it('jumps over constructs in between sets flags, which begin as false each time', () => {
    const inner = loop(3, [when(3, [leave(1)]), when(4, [again(2)]), binary, again(3)]);
    const code = [block(1, [loop(2, [inner, constant(6, 6), again(2)]), constant(7, 7)]), constant(8, 8)];
    expect(textOf(code, unbounded)).toBe(`\
leave0 = false;
switch 0u { default: {
  loop {
    again1 = false;
    loop {
      if (r3 != 0u) {
        leave0 = true;
        break;
      }
      if (r4 != 0u) {
        again1 = true;
        break;
      }
      r1 = r1 + r2;
    }
    if (leave0) {
      break;
    }
    if (again1) {
      continue;
    }
    r6 = 6u;
  }
  if (leave0) {
    break;
  }
  r7 = 7u;
} }
r8 = 8u;`);
  });

  it('a jump to where control goes anyway is nothing', () => {
    const code = [block(1, [when(3, [binary, leave(1)], [constant(4, 4), leave(1)])]), constant(5, 5)];
    expect(textOf(code)).toBe(`\
switch 0u { default: {
  if (r3 != 0u) {
    r1 = r1 + r2;
  } else {
    r4 = 4u;
  }
} }
r5 = 5u;`);
  });

  it('an empty side is left out', () => {
    expect(textOf([block(1, [when(3, [], [leave(1)]), binary]), constant(5, 5)])).toContain(
      'if (r3 == 0u) {\n    break;',
    );
  });
});
