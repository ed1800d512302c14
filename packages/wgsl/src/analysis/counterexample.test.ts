/** Kernels of which something was once proven that is not so (SPEC.md A2, A7). */
import { owner } from '@assay/core';
import { describe, expect, it } from 'vitest';
import { lower } from '../execution/lower.js';
import { check } from '../validation/check.js';
import { type Analysis, freedomOf, inspect } from './analyze.js';

/** One workgroup of four, which owns all `words` of `y`; `a` and `b` are the first words of `x`. */
function inspected(body: string, words: number, table = false): { analysis: Analysis; isRaceFree: boolean } {
  const source = `@group(0) @binding(0) var<storage, read> x: array<u32>;
@group(0) @binding(1) var<storage, read_write> y: array<u32>;
@group(0) @binding(2) var<storage, read> t: array<array<u32, 4>, 4>;
var<workgroup> w: array<u32, 256>;
@compute @workgroup_size(4) fn main(@builtin(local_invocation_index) li: u32) {
  let a = x[0]; let b = x[1];${table ? '' : ' _ = t[0][0];'}
  ${body}
}`;
  const { program, diagnostics } = check(source);
  expect(diagnostics).toEqual([]);
  const kernel = lower(program!, { entryPoint: 'main' });
  const analysis = inspect(kernel, {
    grid: [1, 1, 1],
    lengthWords: new Map([
      [0, 64],
      [1, words],
      [2, 16],
    ]),
    owners: new Map([[1, owner.linear(words)]]),
    literals: new Map([[2, new Uint8Array(64).fill(1)]]),
    loopBudget: 50,
  });
  return { analysis, isRaceFree: freedomOf(kernel, analysis).kind === 'proven' };
}

describe('a guard is kept', () => {
  it.each([
    [
      'whose index was made where another condition held',
      'let i = a & 127u; let n = b & 63u; var q = 3u; if (i >= 5u) { q = (i - 5u) % n; } if (i == 2u) { y[q] = 1u; }',
      3,
    ],
    [
      'whose index was made of the id where another condition held',
      'let n = b & 63u; var q = 3u; if (li >= 3u) { q = (li - 3u) % n; } if (li == 2u) { y[q] = 1u; }',
      3,
    ],
    [
      'whose index drifts and wraps',
      'var r = (a >> 1u) + (b >> 28u) - 5u; var j = 0u; for (var i = 0u; i < 10u; i++) { if (j > 40u) { r = r + (x[3] & 1u); } j += 2u; } y[r >> 20u] = 1u;',
      2049,
    ],
    [
      'whose index has bits of a large product',
      'let t1 = a * 0x3ffffu; if (a == 0x80000000u) { y[insertBits(100u, t1, 14u, 18u)] = 1u; }',
      1,
    ],
  ])('%s', (_, body, words) => {
    expect(inspected(body, words).analysis.guards.outside.size).toBeGreaterThan(0);
  });

  it('that ends a loop behind one that nobody can repeat', () => {
    const body = `let u = a >> 4u; let v = b >> 4u; let c1 = u < v;
      loop {
        if (x[2] == 7u) { break; }
        var i = 0u;
        loop { let c2 = (i + v + 10u) <= u; i++; if (c1) { if (c2) { continue; } } break; }
      }
      y[0] = 1u;`;
    expect(inspected(body, 4).analysis.guards.hasInvocationBudget).toBe(true);
  });
});

describe('race freedom is not proven', () => {
  it.each([
    ['of a quotient whose divisor differs', 'w[li + 64u / (li + 1u)] = a;'],
    ['of a shift whose amount differs', 'w[li + (64u >> (li & 31u))] = a;'],
    [
      'of a word that is loaded by an index which is not inside for all',
      'let i = li; let j = 2u - 4u * i; let v = t[i][j]; w[li + v % 2u] = 1u;',
      true,
    ],
  ])('%s', (_, body, table = false) => {
    expect(inspected(body, 4, table).isRaceFree).toBe(false);
  });
});
