import { describe, expect, it } from 'vitest';
import type { Instruction } from '../../execution/ir.js';
import { lower } from '../../execution/lower.js';
import * as ir from '../../testing/assembly.js';
import { programOf, unguarded } from '../../testing/optimized.js';
import { itKeeps } from '../../testing/passes.js';
import { printProgram } from '../../testing/program.js';
import { check } from '../../validation/check.js';
import { build } from '../program/build.js';
import type { Program } from '../program/program.js';
import { split } from '../program/split.js';
import { optimize } from './optimize.js';

/** A tile of a product of int8 matrices: sixteen sums for each invocation, operands in workgroup memory. */
const tile = `
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read> b: array<u32>;
@group(0) @binding(2) var<storage, read_write> c: array<i32>;
var<workgroup> rows: array<u32, 256>;
var<workgroup> columns: array<u32, 256>;
@compute @workgroup_size(16, 16)
fn main(@builtin(local_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) i: u32) {
  var sums: array<array<i32, 4>, 4>;
  for (var k = 0u; k < 128u; k += 4u) {
    rows[i] = a[i / 4u * 128u + k + i % 4u];
    columns[i] = b[i / 4u * 128u + k + i % 4u];
    workgroupBarrier();
    for (var t = 0u; t < 4u; t++) {
      var x = array<u32, 4>();
      var y = array<u32, 4>();
      for (var r = 0u; r < 4u; r++) {
        x[r] = rows[(id.y * 4u + r) * 4u + t];
        y[r] = columns[(id.x * 4u + r) * 4u + t];
      }
      for (var r = 0u; r < 4u; r++) {
        for (var s = 0u; s < 4u; s++) {
          sums[r][s] += dot4I8Packed(x[r], y[s]);
        }
      }
    }
    workgroupBarrier();
  }
  for (var r = 0u; r < 4u; r++) {
    for (var s = 0u; s < 4u; s++) {
      c[(id.y * 4u + r) * 64u + id.x * 4u + s] = sums[r][s];
    }
  }
}
`;

function count(program: Program, pattern: RegExp): number {
  return printProgram(program).filter((line) => pattern.test(line)).length;
}

it('a tile of a product has its sums in registers, and one loop', () => {
  const before = split(build(lower(check(tile).program!, { entryPoint: 'main' }), unguarded));
  const behind = optimize(before);
  const found = (program: Program): unknown => ({
    localWords: program.localWords,
    loops: count(program, /^ *(phase )?loop/),
    products: count(program, /dot4/),
    loads: count(program, /= workgroup/),
    local: count(program, /local\[/),
  });
  expect(found(before)).toEqual({ localWords: 24, loops: 7, products: 1, loads: 2, local: 15 });
  // The loop over k has barriers; all others have become 4 · 16 products of 4 · 8 words.
  expect(found(behind)).toEqual({ localWords: 0, loops: 1, products: 64, loads: 32, local: 0 });
  // Of each product there is the sum with what was there, and no copy.
  expect(count(behind, /^ +r\d+ = r\d+$/)).toBe(0);
});

it('a large program is taken as it is', () => {
  const { binary, loadBuffer, region, storeBuffer } = ir;
  const same = (length: number): readonly Instruction[] => Array.from({ length }, () => binary(4, 3, 'add', 3));
  const program = (length: number): Program =>
    programOf([region(loadBuffer(3, 0, 0), ...same(length), storeBuffer(2, 0, 4))]);
  expect(count(optimize(program(65_000)), /add/)).toBe(1);
  expect(count(optimize(program(66_000)), /add/)).toBe(66_000);
});

describe('a program does what it did', () => itKeeps(optimize, (program) => program));
