import { isAssayError } from '@assay/core';
import { describe, expect, it } from 'vitest';
import { check } from '../../validation/check.js';
import { lower } from '../lower.js';
import { printKernel } from '../print-ir.js';

const source = `
override need: u32;
@id(7) override number: i32 = 3;
override half = number / 2;
override isOn: bool = false;
override size = 4u;
override other: u32;
@group(0) @binding(0) var<storage, read_write> o: array<i32>;
var<workgroup> w: array<u32, size>;
const table = array(10, 20, 30);
@compute @workgroup_size(size) fn main() {
  o[0] = number; o[1] = half; o[2] = i32(isOn); o[3] = i32(need); w[size - 1u] = 1;
  if (isOn) { o[4] = 1000 / number; } else { o[5] = table[half & 3]; }
}
@compute @workgroup_size(1) fn second() { o[0] = i32(other); }
`;

function lowered(overrides: Readonly<Record<string, number>>, entryPoint = 'main'): ReturnType<typeof lower> {
  const { program, diagnostics } = check(source);
  expect(diagnostics).toEqual([]);
  return lower(program!, { entryPoint, overrides });
}

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (isAssayError(error)) return `${error.kind} ${error.code}`;
    throw error;
  }
  return 'nothing thrown';
}

/** The constants that are stored to a buffer, in order. */
function stored(overrides: Readonly<Record<string, number>>): readonly string[] {
  const text = printKernel(lowered(overrides));
  const values = new Map<string, string>();
  return text.split('\n').flatMap((line) => {
    const [, to = '', value = ''] = /^ *(r\d+) = (-?\d+)$/.exec(line) ?? [];
    values.set(to, value);
    const [, register] = /buffer 0\[.*\] = (r\d+)/.exec(line) ?? [];
    return register === undefined ? [] : [values.get(register) ?? line];
  });
}

describe('V32: overrides are substituted', () => {
  it('defaults, and expressions of overrides', () => {
    expect(stored({ need: 9 })).toEqual(['3', '1', '0', '9', '20']);
  });

  it('given values, by name and by @id; only the branch that is taken is there', () => {
    expect(stored({ need: 2 ** 32 - 1, 7: -5, isOn: 1 })).toEqual(['-5', '-2', '1', '-1', '-200']);
  });

  it('the bits of an i32 as u32', () => {
    expect(stored({ need: 0, 7: 2 ** 32 - 5, isOn: 1 })[0]).toBe('-5');
  });

  it('counts of arrays and workgroup sizes', () => {
    const { workgroupWords, workgroupSize } = lowered({ need: 1, size: 17 });
    expect({ workgroupWords, workgroupSize }).toEqual({ workgroupWords: 17, workgroupSize: [17, 1, 1] });
  });

  it('E19: equal programs and overrides give equal kernels', () => {
    expect(lowered({ need: 4, 7: 5 })).toEqual(lowered({ 7: 5, need: 4 }));
  });
});

describe('what no pipeline can be made of is refused', () => {
  it('P9: an entry point that does not exist', () => {
    expect(codeOf(() => lowered({ need: 1 }, 'f'))).toBe('invalid lower.entry-point');
  });

  it('V20: a value is needed, for overrides that the entry point uses', () => {
    expect(codeOf(() => lowered({}))).toBe('invalid override.missing');
    expect(codeOf(() => lowered({ need: 1 }, 'second'))).toBe('invalid override.missing');
    expect(codeOf(() => lowered({ need: 1 }))).toBe('nothing thrown');
    expect(codeOf(() => lowered({ other: 1 }, 'second'))).toBe('nothing thrown');
  });

  it('V20: unknown names; the name of an override that has an @id is one', () => {
    expect(codeOf(() => lowered({ need: 1, needs: 1 }))).toBe('invalid override.unknown');
    expect(codeOf(() => lowered({ need: 1, number: 1 }))).toBe('invalid override.unknown');
  });

  it.each([
    [{ need: -1 }, 'invalid override.range'],
    [{ need: 2 ** 32 }, 'invalid override.range'],
    [{ need: 2 ** 32 - 1 }, 'nothing thrown'],
    [{ need: 1.5 }, 'invalid override.range'],
    [{ need: Number.NaN }, 'invalid override.range'],
    [{ need: 1, isOn: 2 }, 'invalid override.range'],
    [{ need: 1, 7: -(2 ** 31) - 1 }, 'invalid override.range'],
    [{ need: 1, 7: 2 ** 32 }, 'invalid override.range'],
  ])('V20: the range of %o', (overrides, expected) => {
    expect(codeOf(() => lowered(overrides as Record<string, number>))).toBe(expected);
  });

  it('V32: rules of constants hold with the values', () => {
    expect(codeOf(() => lowered({ need: 1, 7: 6 }))).toBe('invalid override.expression');
    expect(codeOf(() => lowered({ need: 1, 7: 0 }))).toBe('invalid override.expression');
  });

  it('V22, V24: sizes hold with the values', () => {
    expect(codeOf(() => lowered({ need: 1, size: 256 }))).toBe('nothing thrown');
    expect(codeOf(() => lowered({ need: 1, size: 257 }))).toBe('invalid override.workgroup-size');
    expect(codeOf(() => lowered({ need: 1, size: 0 }))).toBe('invalid override.workgroup-size');
  });
});
