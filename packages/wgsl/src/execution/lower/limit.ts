import { AssayError } from '@assay/core';

/** How large a lowered kernel can be. More is refused, whatever the shader needs it for. */
export const limits = {
  /** Instructions and phases. */
  instructions: 1_000_000,
  registers: 100_000,
  /** Words of local memory of an invocation. */
  localWords: 16_384,
  /**
   * Statements, expressions and calls inside each other, over all calls that are expanded, in frames of the lowering's own
   * stack: one function within Y4 takes at most 1,800, a hundred calls inside each other fit.
   */
  depth: 3_000,
} as const;

const nouns: Readonly<Record<keyof typeof limits, string>> = {
  instructions: 'instructions',
  registers: 'registers for an invocation',
  localWords: 'words of local memory for an invocation',
  depth: 'levels of statements, expressions and calls',
};

/** Throws `lower.too-large` (exhausted) if there are more of these than the limit. */
export function assertWithin(what: keyof typeof limits, count: number): void {
  if (count <= limits[what]) return;
  throw new AssayError({
    kind: 'exhausted',
    code: 'lower.too-large',
    expected: `at most ${limits[what]} ${nouns[what]} once all calls are expanded`,
    got: 'more',
    remedy: 'Make functions, arrays or values smaller, call less, or split the kernel in two steps.',
  });
}
