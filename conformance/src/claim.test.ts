import { describe, expect, it } from 'vitest';
import { check, firstDifference } from './claim.js';
import { parse } from './corpus/file.js';
import { interpret } from './reference.js';

const text = `// read a: 1 2 3 4
// write out: 4 linear 4
// guards: outside
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
@compute @workgroup_size(4) fn main(@builtin(local_invocation_index) i: u32) { out[i] = a[i + 1u]; }`;

describe('what must hold of a run', () => {
  const each = parse('guard', 'some.wgsl', text);
  const [step] = interpret(each);

  it('holds', () => {
    expect(check(each, [step!])).toEqual([]);
  });

  it('that no guard fires that the analysis held for needless', () => {
    // The analysis is told of a longer buffer than there was.
    const lengthWords = new Map([...step!.dispatch.lengthWords].map(([binding, length]) => [binding, length + 1]));
    const dispatch = { ...step!.dispatch, lengthWords };
    expect(check(each, [{ ...step!, dispatch }])).toEqual([
      `step 0: the analysis held a guard for needless that fires: outside at ${text.indexOf('a[i + 1u]')} in cell 0`,
    ]);
  });
});

describe('the first difference', () => {
  const bytes = (...words: number[]): Uint8Array => new Uint8Array(Uint32Array.from(words).buffer);

  it('names the word, both contents and how many words differ', () => {
    expect(firstDifference(bytes(1, 2, 3), bytes(1, 2, 3))).toBeUndefined();
    expect(firstDifference(bytes(1, 2, 3), bytes(1, 2 ** 32 - 1, 4))).toBe(
      ' word 1: expected 2, got 4294967295 (2 of 3 words differ)',
    );
    expect(firstDifference(bytes(1, 2), bytes(1))).toBe(': expected 8 bytes, got 4');
  });

  it('is found wherever the bytes lie in memory', () => {
    expect(firstDifference(bytes(9, 1, 2).subarray(4), bytes(1, 2))).toBeUndefined();
  });
});
