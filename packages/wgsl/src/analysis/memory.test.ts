/** What loads give where guards may fire (SPEC.md A1, A2). */
import { owner } from '@assay/core';
import { expect, it } from 'vitest';
import type { Instruction } from '../execution/ir.js';
import { binary, builtin, constant, kernel, loadBuffer, region, storeBuffer } from '../testing/assembly.js';
import { inspect } from './analyze.js';

/** Binding 0 holds anything, binding 1 is a literal; `at` 1 is the only access that counts. */
function isInside(code: readonly Instruction[], words: number): boolean {
  const spans = [0, 1].map((start) => ({ start, end: start }));
  const whole = kernel([region(...code)], { spans, builtins: [builtin(0, 'local_invocation_index')] });
  const { outside } = inspect(whole, {
    grid: [1, 1, 1],
    lengthWords: new Map([
      [0, 8],
      [1, 4],
      [2, words],
      [3, 8],
    ]),
    owners: new Map([
      [2, owner.linear(words)],
      [3, owner.linear(8)],
    ]),
    literals: new Map([[1, new Uint8Array(Uint32Array.of(5, 6, 5, 6).buffer)]]),
    loopBudget: 0,
  }).guards;
  return ![...outside].some((one) => 'at' in one && one.at === 1);
}

/** Register 1 is any word, register 2 the condition that it is less than 4. */
const word = [constant(1, 0), loadBuffer(1, 0, 1), constant(3, 4), binary(2, 1, 'lt-u', 3)];
const masked = [...word, constant(3, 3), binary(3, 1, 'and', 3)];

it('a word of a literal', () => {
  const stored = [constant(5, 5), binary(4, 4, 'sub', 5), storeBuffer(2, 4, 1, 1)];
  expect(isInside([...masked, loadBuffer(4, 1, 3), ...stored], 2)).toBe(true);
  expect(isInside([...masked, loadBuffer(4, 1, 3), ...stored], 1)).toBe(false);
  // It is 0 where the index is outside, and where an index on the way is.
  expect(isInside([...word, loadBuffer(4, 1, 1), ...stored], 2)).toBe(false);
  expect(isInside([...masked, loadBuffer(4, 1, 3, 0, 2), ...stored], 2)).toBe(false);
});

it('two loads of one word', () => {
  const stored = [binary(4, 4, 'sub', 5), storeBuffer(2, 4, 1, 1)];
  expect(isInside([...masked, loadBuffer(4, 0, 3), loadBuffer(5, 0, 3), ...stored], 1)).toBe(true);
  expect(isInside([...masked, loadBuffer(4, 0, 3, 0, 2), loadBuffer(5, 0, 3, 0, 2), ...stored], 1)).toBe(true);
  // One of them may be outside, or the buffer written.
  expect(isInside([...masked, loadBuffer(4, 0, 3, 0, 2), loadBuffer(5, 0, 3), ...stored], 1)).toBe(false);
  expect(isInside([...masked, loadBuffer(4, 3, 3), loadBuffer(5, 3, 3), ...stored], 1)).toBe(false);
});
