/** Samples, lowered and interpreted. */
import { expect } from 'vitest';
import { runCell } from '../execution/interpreter.js';
import { lower } from '../execution/lower.js';
import type { Program } from '../validation/typed.js';
import { assertKernel } from './kernel.js';
import { edgeWords } from './word.js';

/** What binding 0 holds: edges of the range of i32, in some order. */
export const input: Int32Array<ArrayBuffer> = Int32Array.from(
  { length: 64 },
  (_, k) => edgeWords[(5 * k) % edgeWords.length]!,
);

/** The size of binding 1, which is zeros before. */
export const outputWords = 256;

/** What the only cell of a sample leaves in binding 1. Fails if it races or a guard fires. */
export function interpret(program: Program): { readonly output: Int32Array; readonly phases: number } {
  const kernel = lower(program, { entryPoint: 'main' });
  assertKernel(kernel);
  const { writes, race, guards } = runCell({
    kernel,
    grid: [1, 1, 1],
    workgroup: [0, 0, 0],
    port: {
      lengthWords: (binding) => (binding === 0 ? input.length : outputWords),
      load: (binding, word) => (binding === 0 ? input[word]! : 0),
    },
    owns: () => true,
    loopBudget: 1000,
  });
  expect({ race, guards }).toEqual({ race: undefined, guards: [] });
  const output = new Int32Array(outputWords);
  const stored = writes.get(1);
  for (const [k, word] of (stored?.words ?? []).entries()) output[word] = stored!.values[k]!;
  return { output, phases: kernel.body.length };
}
