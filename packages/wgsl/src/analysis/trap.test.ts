/**
 * Each rule of reasoning, with a kernel of which it proves something and one that looks alike where it must not: there a guard does
 * fire, for the contents that are given.
 */
import { grid as grids, owner } from '@assay/core';
import { describe, expect, it } from 'vitest';
import type { GuardKind } from '../execution/guard.js';
import { runCell } from '../execution/interpreter.js';
import { type Inspected, inspectSource } from '../testing/inspected.js';
import * as guards from './guards.js';

interface Variant {
  readonly body: string;
  /** Words of `y`, all of them of the one workgroup. */
  readonly y: number;
  readonly loopBudget?: number;
}

interface Trap {
  readonly name: string;
  readonly declarations?: string;
  readonly safe: Variant;
  /** Contents of `x`, behind them zeros up to 64 words, and the guard that fires. */
  readonly trap: Variant & { readonly x: readonly number[]; readonly fires: GuardKind };
}

/** Four invocations; `a`, `b` are the first words of `x`, `p` and `q` the same in i32. */
function inspected(
  { declarations = '' }: Pick<Trap, 'declarations'>,
  { body, y, loopBudget = 100 }: Variant,
): Inspected {
  const source = `@group(0) @binding(0) var<storage, read> x: array<u32>;
@group(0) @binding(1) var<storage, read_write> y: array<u32>;
${declarations}
@compute @workgroup_size(4) fn main(@builtin(local_invocation_index) li: u32, @builtin(workgroup_id) wg: vec3<u32>) {
  let a = x[0]; let b = x[1]; let p = i32(a); let q = i32(b);
  ${body}
}`;
  return inspectSource({
    source,
    grid: [1, 1, 1],
    lengthWords: new Map([
      [0, 64],
      [1, y],
    ]),
    owners: new Map([[1, owner.linear(y)]]),
    loopBudget,
  });
}

/** Guards that fire in the only cell. */
function fired({ kernel, dispatch }: Inspected, x: readonly number[]): readonly GuardKind[] {
  const { grid, lengthWords, loopBudget } = dispatch;
  const { guards: events } = runCell({
    kernel,
    grid,
    workgroup: grids.fromIndex(grid, 0),
    port: {
      lengthWords: (binding) => lengthWords.get(binding)!,
      load: (binding, word) => (binding === 0 ? (x[word] ?? 0) | 0 : 0),
    },
    owns: (binding, word) => owner.ownerOf(dispatch.owners.get(binding)!, grid, word) === 0,
    loopBudget,
    maxCost: 1_000_000,
  });
  return events.map(({ kind }) => kind);
}

const MAX = 2 ** 32 - 1;

const traps: readonly Trap[] = [
  {
    name: 'a difference below zero',
    safe: { body: 'if (a > 0u && a < 65u) { y[a - 1u] = 1u; }', y: 64 },
    trap: { body: 'if (a < 65u) { y[a - 1u] = 1u; }', y: 64, x: [0], fires: 'outside' },
  },
  {
    name: 'a signed comparison says nothing of negative ones',
    safe: { body: 'if (p >= 0 && p < 10) { y[p] = 1u; }', y: 10 },
    trap: { body: 'if (p < 10) { y[p] = 1u; }', y: 10, x: [-1], fires: 'outside' },
  },
  {
    name: 'a signed comparison with a lower end alone',
    safe: { body: 'if (p > -1 && p <= 9) { y[p] = 1u; }', y: 10 },
    trap: { body: 'if (p > -1) { y[p] = 1u; }', y: 10, x: [10], fires: 'outside' },
  },
  {
    name: 'a sum that wraps around',
    safe: { body: 'if (a < 32u && b < 32u && a + b < 50u) { y[a + b] = 1u; }', y: 50 },
    trap: { body: 'if (a + b < 50u) { y[a] = 1u; }', y: 50, x: [MAX, 1], fires: 'outside' },
  },
  {
    name: 'a difference that wraps around',
    safe: { body: 'if (a >= b && a < 50u) { y[a - b] = 1u; }', y: 50 },
    trap: { body: 'if (a - b < 50u) { y[a] = 1u; }', y: 50, x: [100, 60], fires: 'outside' },
  },
  {
    name: 'a comparison of sums that wrap around',
    safe: { body: 'if (a < 10u && b < 10u) { y[a + 2u * b] = 1u; }', y: 28 },
    trap: { body: 'if (a + 5u < b + 5u && b < 10u) { y[a] = 1u; }', y: 10, x: [MAX - 4, 1], fires: 'outside' },
  },
  {
    name: 'a product that wraps around',
    safe: { body: 'if (a < 8u && b < 8u) { y[a * b] = 1u; }', y: 50 },
    trap: { body: 'if (a * b < 50u) { y[a] = 1u; }', y: 50, x: [65536, 65536], fires: 'outside' },
  },
  {
    name: 'a product of large factors need not be large',
    safe: { body: 'if (a > 99u && a < 200u && b > 99u && b < 200u && a * b < 10000u) { y[9] = 1u; }', y: 1 },
    trap: {
      body: 'if (a > 65535u && a < 65538u && b > 65535u && b < 65538u && a * b < 64u) { y[9] = 1u; }',
      y: 1,
      x: [65536, 65536],
      fires: 'outside',
    },
  },
  {
    name: 'a product of large factors as an index',
    safe: { body: 'if (a > 1u && a < 4u && b > 1u && b < 4u) { y[a * b - 4u] = 1u; }', y: 6 },
    trap: {
      body: 'if (a > 65535u && a < 65538u && b > 65535u && b < 65538u) { y[a * b] = 1u; }',
      y: 1,
      x: [65537, 65536],
      fires: 'outside',
    },
  },
  {
    name: 'a multiple that wraps around',
    safe: { body: 'if (a < 16u) { y[a * 4u + 3u] = 1u; }', y: 64 },
    trap: { body: 'if (a * 4u < 64u) { y[a] = 1u; }', y: 64, x: [2 ** 30], fires: 'outside' },
  },
  {
    name: 'a variable that is assigned behind the comparison',
    safe: { body: 'var i = a; if (i < 63u) { i = i + 1u; y[i] = 1u; }', y: 64 },
    trap: { body: 'var i = a; if (i < 64u) { i = i + 1u; y[i] = 1u; }', y: 64, x: [63], fires: 'outside' },
  },
  {
    name: 'a copy from before the assignment',
    safe: { body: 'var i = a; let k = i; i = b; if (k < 64u) { y[k] = 1u; }', y: 64 },
    trap: { body: 'var i = a; let k = i; i = b; if (k < 64u) { y[i] = 1u; }', y: 64, x: [0, 64], fires: 'outside' },
  },
  {
    name: 'select by another condition',
    safe: { body: 'y[select(a, 3u, a > 63u)] = 1u;', y: 64 },
    trap: { body: 'y[select(a, 3u, b > 63u)] = 1u;', y: 64, x: [64, 0], fires: 'outside' },
  },
  {
    name: 'an early return on one way only',
    safe: { body: 'if (a >= 64u) { if (b == 0u) { return; } return; } y[a] = 1u;', y: 64 },
    trap: { body: 'if (a >= 64u) { if (b == 0u) { return; } } y[a] = 1u;', y: 64, x: [64, 1], fires: 'outside' },
  },
  {
    name: 'one of two conditions',
    safe: { body: 'if (a < 64u && b < 64u) { y[b] = 1u; }', y: 64 },
    trap: { body: 'if (a < 64u || b < 64u) { y[b] = 1u; }', y: 64, x: [0, 64], fires: 'outside' },
  },
  {
    name: 'the other side of a condition',
    safe: { body: 'if (!(a < 64u)) { return; } else { y[a] = 1u; }', y: 64 },
    trap: { body: 'if (a < 64u) { return; } else { y[a] = 1u; }', y: 64, x: [64], fires: 'outside' },
  },
  {
    name: 'the other side of two conditions',
    safe: { body: 'if (a > 63u || b > 63u) { return; } y[a + b] = 1u;', y: 127 },
    trap: { body: 'if (a > 63u && b > 63u) { return; } y[a] = 1u;', y: 64, x: [64, 0], fires: 'outside' },
  },
  {
    name: 'all of two conditions, and any of them',
    safe: { body: 'if (all(vec2(a < 64u, b < 64u))) { y[b] = 1u; }', y: 64 },
    trap: { body: 'if (any(vec2(a < 64u, b < 64u))) { y[a] = 1u; }', y: 64, x: [64, 0], fires: 'outside' },
  },
  {
    name: 'not any of two conditions, and not all of them',
    safe: { body: 'if (!any(vec2(a > 63u, b > 63u))) { y[b] = 1u; }', y: 64 },
    trap: { body: 'if (!all(vec2(a > 63u, b > 63u))) { y[a] = 1u; }', y: 64, x: [64, 0], fires: 'outside' },
  },
  {
    name: 'any of two conditions, of which one cannot be',
    safe: { body: 'if ((a < 64u) | (li > 3u)) { y[a] = 1u; }', y: 64 },
    trap: { body: 'if ((a < 64u) | (li > 2u)) { y[a] = 1u; }', y: 64, x: [64], fires: 'outside' },
  },
  {
    name: 'a condition that is kept in a variable',
    safe: { body: 'var ok = a < 64u; if (b == 7u) { ok = false; } if (ok) { y[a] = 1u; }', y: 64 },
    trap: {
      body: 'var ok = a < 64u; if (b == 7u) { ok = true; } if (ok) { y[a] = 1u; }',
      y: 64,
      x: [64, 7],
      fires: 'outside',
    },
  },
  {
    name: 'what is equal, and what is not',
    safe: { body: 'if (a == 5u) { y[a] = 1u; }', y: 6 },
    trap: { body: 'if (a != 5u) { y[a] = 1u; }', y: 6, x: [6], fires: 'outside' },
  },
  {
    name: 'the end of a range that is left out',
    safe: { body: 'let i = a & 7u; if (i != 7u) { y[i] = 1u; }', y: 7 },
    trap: { body: 'let i = a & 7u; if (i != 6u) { y[i] = 1u; }', y: 7, x: [7], fires: 'outside' },
  },
  {
    name: 'a mask with a hole',
    safe: { body: 'y[a & 5u] = 1u;', y: 6 },
    trap: { body: 'y[a & 9u] = 1u;', y: 9, x: [9], fires: 'outside' },
  },
  {
    name: 'or adds only bits that are not there',
    safe: { body: 'y[((a & 3u) << 2u) | (b & 3u)] = 1u;', y: 16 },
    trap: { body: 'y[((a & 3u) << 2u) | (b & 15u)] = 1u;', y: 15, x: [0, 15], fires: 'outside' },
  },
  {
    name: 'exclusive or is more than both',
    safe: { body: 'y[(a & 5u) ^ (b & 3u)] = 1u;', y: 8 },
    trap: { body: 'y[(a & 5u) ^ (b & 3u)] = 1u;', y: 6, x: [4, 3], fires: 'outside' },
  },
  {
    name: 'a signed shift',
    safe: { body: 'y[a >> 28u] = 1u;', y: 16 },
    trap: { body: 'y[p >> 28u] = 1u;', y: 16, x: [-1], fires: 'outside' },
  },
  {
    name: 'a shift of one',
    safe: { body: 'y[1u << (a & 3u)] = 1u;', y: 9 },
    trap: { body: 'y[1u << (a & 3u)] = 1u;', y: 8, x: [3], fires: 'outside' },
  },
  {
    name: 'a quotient by zero is the dividend',
    safe: { body: 'y[10u / (a & 3u)] = 1u;', y: 11 },
    trap: { body: 'y[10u / (a & 3u)] = 1u;', y: 10, x: [0], fires: 'outside' },
  },
  {
    name: 'a quotient in i32 is rounded to zero',
    safe: { body: 'y[p / 268435456 + 8] = 1u;', y: 16 },
    trap: { body: 'y[p / 268435456 + 7] = 1u;', y: 16, x: [-(2 ** 31)], fires: 'outside' },
  },
  {
    name: 'a remainder in i32 has the sign of the dividend',
    safe: { body: 'y[(p % 8 + 8) % 8] = 1u;', y: 8 },
    trap: { body: 'y[p % 8] = 1u;', y: 8, x: [-1], fires: 'outside' },
  },
  {
    name: 'a remainder is below the divisor',
    safe: { body: 'if (b < 9u) { y[a % b] = 1u; }', y: 9 },
    trap: { body: 'if (b < 9u) { y[a % (b + 1u)] = 1u; }', y: 8, x: [8, 8], fires: 'outside' },
  },
  {
    name: 'a remainder by zero is not below the divisor',
    safe: { body: 'if (b > 0u && b < 64u) { y[a % b + 64u - b] = 1u; }', y: 64 },
    trap: { body: 'if (b < 64u) { y[a % b + 64u - b] = 1u; }', y: 64, x: [5, 0], fires: 'outside' },
  },
  {
    name: 'a remainder and its quotient',
    safe: { body: 'if (a < 60u) { y[a / 10u * 10u + a % 10u] = 1u; }', y: 60 },
    trap: { body: 'if (a < 60u) { y[a / 10u * 10u + b % 10u] = 1u; }', y: 59, x: [50, 9], fires: 'outside' },
  },
  {
    name: 'the absolute value of the least number',
    safe: { body: 'if (p >= -2147483647) { y[min(abs(p), 63)] = 1u; }', y: 64 },
    trap: { body: 'y[min(abs(p), 63)] = 1u;', y: 64, x: [-(2 ** 31)], fires: 'outside' },
  },
  {
    name: 'the opposite of a number',
    safe: { body: 'if (p <= 0 && p > -64) { y[-p] = 1u; }', y: 64 },
    trap: { body: 'if (p <= 0) { y[min(-p, 63)] = 1u; }', y: 64, x: [-(2 ** 31)], fires: 'outside' },
  },
  {
    name: 'the complement of a number',
    safe: { body: 'if (p < 0 && p >= -64) { y[~p] = 1u; }', y: 64 },
    trap: { body: 'if (p < 0 && p >= -65) { y[~p] = 1u; }', y: 64, x: [-65], fires: 'outside' },
  },
  {
    name: 'min in u32 and in i32',
    safe: { body: 'y[min(a, 63u)] = 1u;', y: 64 },
    trap: { body: 'y[min(p, 63)] = 1u;', y: 64, x: [-1], fires: 'outside' },
  },
  {
    name: 'max in u32 and in i32',
    safe: { body: 'if (p < 64) { y[max(p, 0)] = 1u; }', y: 64 },
    trap: { body: 'if (p < 64) { y[max(a, 0u)] = 1u; }', y: 64, x: [-1], fires: 'outside' },
  },
  {
    name: 'bits of a word',
    safe: { body: 'y[extractBits(a, 3u, 4u)] = 1u;', y: 16 },
    trap: { body: 'y[extractBits(p, 3u, 4u)] = 1u;', y: 16, x: [64], fires: 'outside' },
  },
  {
    name: 'bits in a word',
    safe: { body: 'y[insertBits(a & 15u, b, 0u, 2u)] = 1u;', y: 16 },
    trap: { body: 'y[insertBits(a & 15u, b, 2u, 3u)] = 1u;', y: 16, x: [0, 7], fires: 'outside' },
  },
  {
    name: 'leading zeros',
    safe: { body: 'y[countLeadingZeros(a)] = 1u;', y: 33 },
    trap: { body: 'y[countLeadingZeros(a)] = 1u;', y: 32, x: [0], fires: 'outside' },
  },
  {
    name: 'the first bit of nothing',
    safe: { body: 'if (a > 0u) { y[firstLeadingBit(a)] = 1u; }', y: 32 },
    trap: { body: 'y[firstLeadingBit(a)] = 1u;', y: 32, x: [0], fires: 'outside' },
  },
  {
    name: 'a loop that ends at its bound',
    safe: { body: 'for (var i = 0u; i < 8u; i++) { y[i] = 1u; }', y: 8 },
    trap: { body: 'for (var i = 0u; i <= 8u; i++) { y[i] = 1u; }', y: 8, x: [], fires: 'outside' },
  },
  {
    name: 'a counter behind its loop',
    safe: { body: 'var i = 0u; for (; i < 8u; i++) { } y[i] = 1u;', y: 9 },
    trap: { body: 'var i = 0u; for (; i < 8u; i++) { } y[i] = 1u;', y: 8, x: [], fires: 'outside' },
  },
  {
    name: 'a counter that passes its bound',
    safe: { body: 'var i = 10; for (; i >= 0; i -= 3) { y[i] = 1u; } y[i + 2] = 1u;', y: 11 },
    trap: { body: 'var i = 10; for (; i >= 0; i -= 3) { y[i] = 1u; } y[i + 1] = 1u;', y: 11, x: [], fires: 'outside' },
  },
  {
    name: 'a counter that wraps around',
    safe: { body: 'for (var i = 5u; i > 0u; i--) { y[i] = 1u; }', y: 6 },
    trap: {
      body: 'for (var i = 5u; i != 6u; i--) { y[i] = 1u; if (a == 0u && i == 7u) { break; } }',
      y: 6,
      x: [],
      fires: 'outside',
    },
  },
  {
    name: 'a bound that no counter passes',
    safe: { body: 'for (var i = 0u; i < 100u; i++) { y[0] = i; }', y: 1 },
    trap: { body: 'for (var i = 0u; i <= 4294967295u; i++) { y[0] = i; }', y: 1, x: [], fires: 'loop-budget' },
  },
  {
    name: 'a counter that steps over its end',
    safe: { body: 'for (var i = 0u; i != 9u; i += 3u) { y[i] = 1u; }', y: 7 },
    trap: { body: 'for (var i = 0u; i != 8u; i += 3u) { y[0] = i; }', y: 1, x: [], fires: 'loop-budget' },
  },
  {
    name: 'a loop until a counter is equal to what is loaded',
    safe: { body: 'for (var i = a & 7u; i != (b & 7u) + 8u; i++) { y[i] = 1u; }', y: 15, loopBudget: 15 },
    trap: { body: 'for (var i = a & 7u; i != (b & 7u) + 6u; i++) { y[i] = 1u; }', y: 15, x: [7, 0], fires: 'outside' },
  },
  {
    name: 'a loop down to what is loaded',
    safe: { body: 'for (var i = 15u; i != (b & 7u); i--) { y[i] = 1u; }', y: 16, loopBudget: 15 },
    trap: {
      body: 'for (var i = 15u; i != (b & 31u); i--) { y[i & 15u] = 1u; }',
      y: 16,
      x: [0, 16],
      fires: 'loop-budget',
    },
  },
  {
    name: 'a loop until a counter is equal to what changes',
    safe: { body: 'let n = b & 7u; for (var i = 0u; i != n; i++) { y[i] = n; }', y: 7, loopBudget: 7 },
    trap: {
      body: 'var n = b & 7u; for (var i = 0u; i != n; i++) { y[i] = n; n--; }',
      y: 7,
      x: [0, 7],
      fires: 'outside',
    },
  },
  {
    name: 'a counter that is changed in the body',
    safe: { body: 'for (var i = 0u; i < 8u; i++) { if (x[i] == 0u) { i += 3u; } y[i] = 1u; }', y: 11 },
    trap: {
      body: 'for (var i = 0u; i < 8u; i++) { if (x[i] == 0u) { i += 3u; } y[i] = 1u; }',
      y: 10,
      x: Array(64).fill(1).fill(0, 7),
      fires: 'outside',
    },
  },
  {
    name: 'a counter that goes back now and then',
    safe: { body: 'for (var i = 0u; i < 8u; i++) { if (x[i] == 9u) { i += 1u; } }', y: 1 },
    trap: {
      body: 'for (var i = 1u; i < 8u; i++) { if (x[i] == 9u) { i -= 1u; } y[0] = i; }',
      y: 1,
      x: Array(64).fill(9),
      fires: 'loop-budget',
    },
  },
  {
    name: 'continue past the counter',
    safe: { body: 'for (var i = 0u; i < 8u; i++) { if (x[i] == 5u) { continue; } y[i] = 1u; }', y: 8 },
    trap: {
      body: 'var i = 0u; while (i < 8u) { if (x[i] == 5u) { continue; } y[i] = 1u; i++; }',
      y: 8,
      x: [5],
      fires: 'loop-budget',
    },
  },
  {
    name: 'an exit that is not on every way',
    safe: { body: 'var i = 0u; loop { if (i >= 8u) { break; } if (a == 1u) { y[i] = 1u; } i++; }', y: 8 },
    trap: {
      body: 'var i = 0u; loop { if (a == 1u) { if (i >= 8u) { break; } } y[i & 7u] = 1u; i++; }',
      y: 8,
      x: [0],
      fires: 'loop-budget',
    },
  },
  {
    name: 'an exit behind the access',
    safe: { body: 'var i = 0u; loop { y[i] = 1u; i++; if (i == 8u) { break; } }', y: 8 },
    trap: { body: 'var i = 0u; loop { y[i] = 1u; if (i == 8u) { break; } i++; }', y: 8, x: [], fires: 'outside' },
  },
  {
    name: 'a value of an earlier round',
    safe: { body: 'var k = 0u; for (var i = 0u; i < 8u; i++) { y[k] = 1u; k = x[i] % 8u; }', y: 8 },
    trap: {
      body: 'var k = 0u; for (var i = 0u; i < 8u; i++) { y[k] = 1u; k = x[i] % 9u; }',
      y: 8,
      x: [8],
      fires: 'outside',
    },
  },
  {
    name: 'a value of the last round',
    safe: { body: 'var k = 7u; for (var i = 0u; i < 8u; i++) { if (x[i] > 0u) { k = i; } } y[k] = 1u;', y: 8 },
    trap: {
      body: 'var k = 8u; for (var i = 0u; i < 8u; i++) { if (x[i] > 0u) { k = i; } } y[k] = 1u;',
      y: 8,
      x: [],
      fires: 'outside',
    },
  },
  {
    name: 'a value that only some rounds assign',
    safe: { body: 'var k = 0u; for (var i = 0u; i < 8u; i++) { k = x[i] & 7u; } y[k] = 1u;', y: 8 },
    trap: {
      body: 'var k = 0u; for (var i = 0u; i < 8u; i++) { k = x[i] & 15u; } y[k] = 1u;',
      y: 8,
      x: [0, 0, 0, 0, 0, 0, 0, 9],
      fires: 'outside',
    },
  },
  {
    name: 'a value of the last round that is used where control never comes',
    safe: {
      body: 'var k = 0u; var f = 0u; for (var i = 0u; i < 8u; i++) { if (f == 1u) { y[k & 1u] = 1u; } k = x[i] & 7u; f *= 2u; } y[k] = 1u;',
      y: 8,
    },
    trap: {
      body: 'var k = 0u; var f = 0u; for (var i = 0u; i < 8u; i++) { if (f == 1u) { y[k & 1u] = 1u; } k = x[i] & 15u; f *= 2u; } y[k] = 1u;',
      y: 8,
      x: Array(64).fill(9),
      fires: 'outside',
    },
  },
  {
    name: 'two values that change places',
    safe: {
      body: 'var k = 1u; var m = 5u; for (var i = 0u; i < 9u; i++) { let t = k; k = m; m = t; y[k] = 1u; }',
      y: 6,
    },
    trap: {
      body: 'var k = 1u; var m = 6u; for (var i = 0u; i < 9u; i++) { let t = k; k = m; m = t; y[k] = 1u; }',
      y: 6,
      x: [],
      fires: 'outside',
    },
  },
  {
    name: 'a count of what was found',
    safe: { body: 'var n = 0u; for (var i = 0u; i < 8u; i++) { if (x[i] > 0u) { n++; } } y[n] = 1u;', y: 9 },
    trap: {
      body: 'var n = 0u; for (var i = 0u; i < 8u; i++) { if (x[i] > 0u) { n++; } } y[n] = 1u;',
      y: 8,
      x: Array(64).fill(1),
      fires: 'outside',
    },
  },
  {
    name: 'a count that is raised twice in a round',
    safe: {
      body: 'var n = 0u; for (var i = 0u; i < 8u; i++) { if (x[i] > 0u) { n++; } if (x[i] > 1u) { n++; } } y[n] = 1u;',
      y: 17,
    },
    trap: {
      body: 'var n = 0u; for (var i = 0u; i < 8u; i++) { if (x[i] > 0u) { n++; } if (x[i] > 1u) { n++; } } y[n] = 1u;',
      y: 16,
      x: Array(64).fill(2),
      fires: 'outside',
    },
  },
  {
    name: 'a counter that two loops share',
    safe: { body: 'var n = 0u; for (var k = 0u; k < 3u; k++) { for (n = 0u; n < 4u; n++) { y[n] = k; } }', y: 4 },
    trap: {
      body: 'var n = 0u; for (var k = 0u; k < 3u; k++) { for (; n < 4u + k; n++) { y[n] = k; } }',
      y: 5,
      x: [],
      fires: 'outside',
    },
  },
  {
    name: 'a counter of a loop inside, kept for the next round',
    safe: {
      body: 'var k = 0u; for (var i = 0u; i < 3u; i++) { for (var j = 0u; j < 4u; j++) { y[j] = k; } k = 3u; }',
      y: 4,
    },
    trap: {
      body: 'var k = 0u; for (var i = 0u; i < 3u; i++) { y[k] = 1u; for (var j = 0u; j < 4u; j++) { k = j + 1u; } }',
      y: 4,
      x: [],
      fires: 'outside',
    },
  },
  {
    name: 'a value that a loop inside assigns now and then',
    safe: {
      body: 'var k = 0u; for (var i = 0u; i < 2u; i++) { k = 3u; for (var j = 0u; j < 4u; j++) { y[j] = k; } } y[k] = 1u;',
      y: 4,
    },
    trap: {
      body: 'var k = 0u; for (var i = 0u; i < 2u; i++) { for (var j = 0u; j < 4u; j++) { if (x[j] > 0u) { k = x[j] & 15u; } } } y[k] = 1u;',
      y: 8,
      x: [9, 9, 9, 9],
      fires: 'outside',
    },
  },
  {
    name: 'a range of one round, compared in the next',
    safe: { body: 'var m = 64u; for (var i = 0u; i < 3u; i++) { if (a < m) { y[a] = 1u; } }', y: 64 },
    trap: {
      body: 'var m = 64u; for (var i = 0u; i < 3u; i++) { if (a < m) { y[a] = 1u; } m += 1u; }',
      y: 64,
      x: [65],
      fires: 'outside',
    },
  },
  {
    name: 'halves',
    safe: { body: 'for (var s = 32u; s > 0u; s >>= 1u) { y[s] = 1u; }', y: 33, loopBudget: 6 },
    trap: {
      body: 'for (var s = 32u; s > 0u; s >>= 1u) { y[s] = 1u; }',
      y: 33,
      loopBudget: 5,
      x: [],
      fires: 'loop-budget',
    },
  },
  {
    name: 'halves that stay',
    safe: { body: 'for (var s = 32u; s > 1u; s /= 2u) { y[s] = 1u; }', y: 33, loopBudget: 5 },
    trap: { body: 'for (var s = 32u; s >= 0u; s /= 2u) { y[s] = 1u; }', y: 33, x: [], fires: 'loop-budget' },
  },
  {
    name: 'doubles',
    safe: { body: 'for (var s = 3u; s < 49u; s *= 2u) { y[s] = 1u; }', y: 49, loopBudget: 5 },
    trap: { body: 'for (var s = 3u; s < 50u; s *= 2u) { y[s] = 1u; }', y: 48, x: [], fires: 'outside' },
  },
  {
    name: 'half of something else',
    safe: { body: 'for (var s = 32u; s > 0u; s = s / 2u) { y[0] = s; }', y: 1, loopBudget: 6 },
    trap: { body: 'for (var s = 32u; s > 0u; s = b / 2u) { y[0] = s; }', y: 1, x: [0, 4], fires: 'loop-budget' },
  },
  {
    name: 'how often a number is halved',
    safe: { body: 'var n = 0u; for (var s = 32u; s > 1u; s /= 2u) { n++; } y[n] = 1u;', y: 6 },
    trap: { body: 'var n = 0u; for (var s = 32u; s > 1u; s /= 2u) { n++; } y[n] = 1u;', y: 5, x: [], fires: 'outside' },
  },
  {
    name: 'how often a number is doubled',
    safe: { body: 'var n = 0u; for (var s = 3u; s < 49u; s *= 2u) { y[n + 1u] = s; n++; } y[n] = 1u;', y: 6 },
    trap: { body: 'var n = 0u; for (var s = 3u; s < 49u; s *= 2u) { n++; } y[n] = 1u;', y: 5, x: [], fires: 'outside' },
  },
  {
    name: 'doubles that wrap around',
    safe: { body: 'for (var s = 1u; s < 2147483648u; s <<= 1u) { y[0] = s; }', y: 1, loopBudget: 31 },
    trap: { body: 'for (var s = 1u; s < 2147483649u; s <<= 1u) { y[0] = s; }', y: 1, x: [], fires: 'loop-budget' },
  },
  {
    name: 'doubles of nothing',
    safe: { body: 'for (var s = (a & 3u) + 1u; s < 64u; s *= 2u) { y[s] = 1u; }', y: 64 },
    trap: { body: 'for (var s = a & 3u; s < 64u; s *= 2u) { y[s] = 1u; }', y: 64, x: [0], fires: 'loop-budget' },
  },
  {
    name: 'rounds of loops inside each other',
    safe: {
      body: 'for (var i = 0u; i < 5u; i++) { for (var j = 0u; j < 7u; j++) { y[0] = j; } }',
      y: 1,
      loopBudget: 40,
    },
    trap: {
      body: 'for (var i = 0u; i < 5u; i++) { for (var j = 0u; j < 7u; j++) { y[0] = j; } }',
      y: 1,
      loopBudget: 39,
      x: [],
      fires: 'loop-budget',
    },
  },
  {
    name: 'rounds of loops behind each other',
    safe: {
      body: 'for (var i = 0u; i < 5u; i++) { y[0] = i; } for (var j = 0u; j < 7u; j++) { y[0] = j; }',
      y: 1,
      loopBudget: 12,
    },
    trap: {
      body: 'for (var i = 0u; i < 5u; i++) { y[0] = i; } for (var j = 0u; j < 7u; j++) { y[0] = j; }',
      y: 1,
      loopBudget: 11,
      x: [],
      fires: 'loop-budget',
    },
  },
  {
    name: 'rounds that the data decides',
    safe: { body: 'for (var i = 0u; i < min(a, 9u); i++) { y[0] = i; }', y: 1, loopBudget: 9 },
    trap: { body: 'for (var i = 0u; i < a; i++) { y[0] = i; }', y: 1, x: [1000], fires: 'loop-budget' },
  },
  {
    name: 'what is behind a loop that the budget ends',
    safe: { body: 'var i = 0u; for (; i < 50u; i++) { } y[i - 50u] = 1u;', y: 1, loopBudget: 50 },
    trap: {
      body: 'var i = 0u; for (; i < 50u; i++) { } y[i - 50u] = 1u;',
      y: 1,
      loopBudget: 48,
      x: [],
      fires: 'outside',
    },
  },
  {
    name: 'a loop behind one that used up the budget',
    safe: { body: 'for (var i = 0u; i < 50u; i++) { } var k = 0u; for (; k < 3u; k++) { } y[k - 3u] = 1u;', y: 1 },
    trap: {
      body: 'for (var i = 0u; i < 200u; i++) { } var k = 0u; for (; k < 3u; k++) { } y[k - 3u] = 1u;',
      y: 1,
      x: [],
      fires: 'outside',
    },
  },
  {
    name: 'an index into an array of the function',
    safe: { body: 'var t = array<u32, 8>(); t[a & 7u] = 1u; y[0] = t[b % 8u];', y: 1 },
    trap: { body: 'var t = array<u32, 8>(); t[a & 7u] = 1u; y[0] = t[b % 9u];', y: 1, x: [0, 8], fires: 'clamped' },
  },
  {
    name: 'an index into a vector',
    safe: { body: 'var v = vec4(a, b, 1u, 2u); v[b & 3u] = 5u; y[0] = v[a & 3u];', y: 1 },
    trap: { body: 'var v = vec4(a, b, 1u, 2u); v[b & 3u] = 5u; y[0] = v[a & 7u];', y: 1, x: [4], fires: 'clamped' },
  },
  {
    name: 'what an array of the function holds',
    safe: { body: 'var t = array<u32, 4>(1u, 2u, 3u, 4u); t[a & 3u] = b & 7u; y[t[b & 3u]] = 1u;', y: 8 },
    trap: {
      body: 'var t = array<u32, 4>(1u, 2u, 3u, 4u); t[a & 3u] = b; y[t[b & 3u]] = 1u;',
      y: 8,
      x: [0, 8],
      fires: 'outside',
    },
  },
  {
    name: 'what one element of an array holds',
    safe: {
      body: 'var t = array<u32, 4>(1u, 2u, 3u, 4u); t[a & 1u] = b; t[2u + (a & 1u)] = b & 7u; y[t[2]] = 1u;',
      y: 8,
    },
    trap: {
      body: 'var t = array<u32, 4>(1u, 2u, 3u, 4u); t[a & 3u] = b; y[t[2]] = 1u;',
      y: 8,
      x: [2, 9],
      fires: 'outside',
    },
  },
  {
    name: 'what workgroup memory holds',
    declarations: 'var<workgroup> w: array<u32, 4>;',
    safe: { body: 'w[li] = a & 7u; workgroupBarrier(); y[w[3u - li]] = 1u;', y: 8 },
    trap: { body: 'w[li] = a; workgroupBarrier(); y[w[3u - li]] = 1u;', y: 8, x: [8], fires: 'outside' },
  },
  {
    name: 'what atomics make of workgroup memory',
    declarations: 'var<workgroup> w: array<atomic<u32>, 4>;',
    safe: { body: 'atomicStore(&w[li], 3u); workgroupBarrier(); y[atomicLoad(&w[0])] = 1u;', y: 8 },
    trap: {
      body: 'atomicStore(&w[li], 3u); workgroupBarrier(); atomicAdd(&w[0], 2u); workgroupBarrier(); y[atomicLoad(&w[0])] = 1u;',
      y: 8,
      x: [],
      fires: 'outside',
    },
  },
  {
    name: 'a word of a written buffer can change',
    safe: { body: 'let k = y[li]; if (k < 4u) { y[li] = 100u; y[k] = 1u; }', y: 4 },
    trap: { body: 'if (y[li] < 4u) { y[li] = 100u; y[y[li]] = 1u; }', y: 4, x: [], fires: 'outside' },
  },
  {
    name: 'a word of a buffer that is only read does not change',
    safe: { body: 'if (x[b & 63u] < 4u) { y[x[b & 63u]] = 1u; }', y: 4 },
    trap: { body: 'if (x[b & 63u] < 4u) { y[x[a & 63u]] = 1u; }', y: 4, x: [2, 0, 4], fires: 'outside' },
  },
  {
    name: 'a loop that ends where memory says',
    safe: { body: 'var i = 0u; while (i < 64u && x[i] != 7u) { i++; } y[i] = 1u;', y: 65 },
    trap: { body: 'var i = 0u; while (i < 64u && x[i] != 7u) { i++; } y[i] = 1u;', y: 64, x: [], fires: 'outside' },
  },
];

describe('A2: what looks alike', () => {
  it.each(traps)('$name', (trap) => {
    const safe = inspected(trap, trap.safe);
    expect(safe.describe(safe.analysis.guards)).toEqual([]);
    const { x, fires } = trap.trap;
    const unsafe = inspected(trap, trap.trap);
    expect(fired(unsafe, x)).toContain(fires);
    const { outside, foreign, clamps, hasInvocationBudget } = unsafe.analysis.guards;
    const kept = {
      outside: outside.size > 0,
      'not-owned': foreign.size > 0,
      clamped: clamps.size > 0,
      'loop-budget': hasInvocationBudget,
    };
    expect(kept[fires]).toBe(true);
    expect(guards.countOf(unsafe.analysis.guards)).toBeGreaterThan(0);
  });
});
