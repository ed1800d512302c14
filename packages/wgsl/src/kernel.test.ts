import { isAssayError } from '@assay/core';
import { describe, expect, it } from 'vitest';
import { kernel } from './kernel.js';

describe('kernel', () => {
  it('takes an entry point by name, with what that one uses', () => {
    const source = `
@group(0) @binding(3) var<storage, read_write> a: array<u32>;
@group(0) @binding(4) var<storage, read_write> b: array<u32>;
@compute @workgroup_size(1) fn one() { a[0] = 1u; }
@compute @workgroup_size(1) fn two() { b[0] = 2u; }`;
    expect(kernel(source, 'two')).toEqual({
      source,
      entryPoint: 'two',
      bindings: { b: { binding: 4, access: 'write' } },
    });
  });

  it('names every error of a shader that the profile refuses, and an entry point that is not there', () => {
    const refused = `@compute @workgroup_size(1) fn main() { let a = 1.5; let b = missing; }`;
    expect(failureOf(() => kernel(refused))).toMatchObject({ kind: 'invalid', code: 'wgsl.refused' });
    expect(failureOf(() => kernel('@compute @workgroup_size(1) fn main() {}', 'other')).got).toContain('other');
  });
});

function failureOf(action: () => unknown): { readonly got: string } {
  try {
    action();
  } catch (error) {
    if (isAssayError(error)) return error;
    throw error;
  }
  throw new Error('it was accepted');
}
