import { isAssayError } from '@assay/core';
import { describe, expect, it } from 'vitest';
import { assertKernel } from '../../testing/kernel.js';
import { check } from '../../validation/check.js';
import { lower } from '../lower.js';
import { limits } from './limit.js';

const buffer = '@group(0) @binding(0) var<storage, read_write> o: array<i32>;';

/** The code of what lowering throws, or what it makes. */
function outcome(source: string): string {
  const { program, diagnostics } = check(source);
  expect(diagnostics).toEqual([]);
  try {
    assertKernel(lower(program!, { entryPoint: 'main' }));
    return 'lowered';
  } catch (error) {
    if (isAssayError(error)) return `${error.kind} ${error.code}: ${error.expected}`;
    throw error;
  }
}

/** `depth` functions that call each other in a row; each calls the next `times` times. */
function chain(depth: number, times: number, body = ''): string {
  const functions = [`fn f0(x: i32) -> i32 { ${body} return x; }`];
  for (let k = 1; k <= depth; k++) {
    const calls = Array.from({ length: times }, () => `f${k - 1}(x)`).join(' + ');
    functions.push(`fn f${k}(x: i32) -> i32 { ${body} return ${calls} + 1; }`);
  }
  const main = `@compute @workgroup_size(1) fn main() { o[0] = f${depth}(o[1]); }`;
  return [buffer, ...functions, main].join('\n');
}

const tooLarge = 'exhausted lower.too-large: at most';

describe('what would be too large is refused, whatever the shader', () => {
  it('calls inside each other', () => {
    expect(outcome(chain(100, 1))).toBe('lowered');
    expect(outcome(chain(4000, 1))).toContain(`${tooLarge} ${limits.depth}`);
  });

  it('statements and expressions inside each other, over calls', () => {
    const nested = `if (x > 0) { loop { switch x { case 1, default: { ${'{'.repeat(20)} if (x == -(-(-(-x)))) { break; } ${'}'.repeat(20)} } } if (x > 3) { break; } } }`;
    expect(outcome(chain(30, 1, nested))).toBe('lowered');
    const deep = Array.from({ length: 60 }, (_, k) => {
      const call = k === 0 ? 'x' : `f${k - 1}(x)`;
      const loops = 'loop { if (x > 9) { break; } else { switch (x) { case 1, default: { '.repeat(8);
      return `fn f${k}(x: i32) -> i32 { var y = x; ${loops} y += ${'-('.repeat(25)}${call}${')'.repeat(25)}; ${'} } } }'.repeat(8)} return y; }`;
    });
    const main = '@compute @workgroup_size(1) fn main() { o[0] = f59(o[1]); }';
    expect(outcome([buffer, ...deep, main].join('\n'))).toContain(`${tooLarge} ${limits.depth}`);
  });

  it('the longest expressions and most nested statements of one function fit', () => {
    const sum = `${'x + '.repeat(380)}x`;
    const elses = Array.from({ length: 58 }, (_, k) => `if (x == ${k}) { y += 1; } else `).join('');
    const blocks = `${'{ '.repeat(28)} ${elses} { y = ${sum}; } ${'} '.repeat(28)}`;
    const source = `${buffer} fn f(x: i32) -> i32 { var y = 0; ${blocks} return y; } @compute @workgroup_size(1) fn main() { o[0] = f(o[1]); }`;
    expect(outcome(source)).toBe('lowered');
  });

  it('local memory', () => {
    const array = 'var t: array<i32, 2000>; t[x] = 1;';
    expect(outcome(chain(7, 1, array))).toBe('lowered');
    expect(outcome(chain(8, 1, array))).toContain(`${tooLarge} ${limits.localWords} words`);
  });

  it('memory of calls side by side is the same', () => {
    const calls = 'o[1] = f0(o[2]);'.repeat(20);
    const source = chain(1, 1, 'var t: array<i32, 2000>; t[x] = 1;').replace('main() {', `main() { ${calls}`);
    expect(outcome(source)).toBe('lowered');
  });

  it('instructions', () => {
    expect(outcome(chain(13, 2, 'var v = vec4(x) / vec4(3, 4, 5, 6) + vec4(7, 8, 9, 10); o[x] = v.x;'))).toBe(
      'lowered',
    );
    const wide = 'var t: array<i32, 100>; t[x] = o[x];';
    expect(outcome(chain(12, 2, wide))).toContain(`${tooLarge} ${limits.instructions} instructions`);
  });

  it('values', () => {
    const source = `@group(0) @binding(0) var<storage> x: array<array<i32, 10000000>, 10>; ${buffer.replace('(0) var', '(1) var')}
      @compute @workgroup_size(1) fn main() { let t = x[3]; o[0] = t[1]; }`;
    expect(outcome(source)).toContain(`${tooLarge} ${limits.registers} registers`);
  });
});
