import { AssayError, type identity, isAssayError, kernel } from '@assay/core';
import * as matmul from './matmul.js';

/** A kernel of this package that makes a matrix product: what `product.declared` of `@assay/verify` takes in its register. */
export interface Product {
  readonly operation: string;
  /** Names its text, entry point and bindings (core SPEC.md J20). */
  readonly kernel: identity.KernelId;
  /** WGSL variables. */
  readonly bindings: { readonly left: string; readonly right: string; readonly product: string };
  /** How the product of these extents is dispatched; undefined where the kernel does not make it. */
  readonly dispatch: (extents: matmul.Options) => matmul.Dispatch | undefined;
}

/** The kernels that make products. Read off what {@link matmul.job} is made of, so that the two cannot part. */
export function products(): readonly Product[] {
  const { kernels, profile, steps } = matmul.job({ m: 1, n: 1, k: 4 });
  const step = steps.find(({ meaning }) => meaning !== undefined);
  if (step?.meaning === undefined) {
    throw new AssayError({
      kind: 'bug',
      code: 'registered.no-product',
      expected: 'a step of matmul.job with a meaning',
      got: 'none',
      remedy: 'Declare what the product step computes.',
    });
  }
  return [
    {
      operation: step.meaning.operation,
      kernel: kernel.id(kernels[step.kernel]!, profile),
      bindings: { left: 'a', right: 'bt', product: 'c' },
      dispatch: dispatchOf,
    },
  ];
}

function dispatchOf(extents: matmul.Options): matmul.Dispatch | undefined {
  try {
    return matmul.dispatch(extents);
  } catch (error) {
    if (isAssayError(error) && error.kind === 'invalid') return undefined;
    throw error;
  }
}
