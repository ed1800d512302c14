/** Shaders, lowered and analyzed. */
import type { owner } from '@assay/core';
import { type Analysis, inspect } from '../analysis/analyze.js';
import type { Dispatch } from '../analysis/dispatch.js';
import type { Guards } from '../analysis/guards.js';
import type { Instruction, Kernel } from '../execution/ir.js';
import { lower } from '../execution/lower.js';
import { check } from '../validation/check.js';

/** A shader with entry point `main`, and what is known of the dispatch. */
export interface Setting extends Pick<Dispatch, 'grid' | 'lengthWords'> {
  readonly source: string;
  readonly overrides?: Readonly<Record<string, number>>;
  readonly owners?: ReadonlyMap<number, owner.OwnerMap>;
  readonly literals?: ReadonlyMap<number, Uint8Array>;
  readonly loopBudget?: number;
}

export interface Inspected {
  readonly kernel: Kernel;
  readonly dispatch: Dispatch;
  readonly analysis: Analysis;
  /** The guards that are left, each with its place in the shader. */
  describe(guards: Guards): readonly string[];
}

export function inspectSource({ source, overrides = {}, ...rest }: Setting): Inspected {
  const { program, diagnostics } = check(source);
  if (program === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  const kernel = lower(program, { entryPoint: 'main', overrides });
  const dispatch = { owners: new Map(), literals: new Map(), loopBudget: 0, ...rest };
  const textOf = (kind: string, one: Instruction): string => {
    const { start, end } = 'at' in one ? kernel.spans[one.at]! : { start: 0, end: 0 };
    return `${kind} ${source.slice(start, end)}`;
  };
  return {
    kernel,
    dispatch,
    analysis: inspect(kernel, dispatch),
    describe: ({ outside, foreign, clamps, hasInvocationBudget, hasWorkgroupBudget }) => [
      ...[...outside].map((one) => textOf('outside', one)),
      ...[...foreign].map((one) => textOf('foreign', one)),
      ...[...clamps].map((one) => textOf('clamp', one)),
      ...(hasInvocationBudget ? ['budget of an invocation'] : []),
      ...(hasWorkgroupBudget ? ['budget of the workgroup'] : []),
    ],
  };
}
