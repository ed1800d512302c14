/** What cells turn out to need. */
import { grid as grids, owner } from '@assay/core';
import { all as allGuards, type Guards } from '../analysis/guards.js';
import type { GuardKind } from '../execution/guard.js';
import { runCell } from '../execution/interpreter.js';
import type { Instruction } from '../execution/ir.js';
import type { Setting } from './compiled.js';

/** What the interpreter tells of some cells. */
export interface Trial {
  /** The guards that fired in one of them, and no others. */
  readonly needed: Guards;
  readonly hasRaced: boolean;
}

/** Runs all cells of a dispatch. */
export function trialOf({ kernel, dispatch, contents }: Omit<Setting, 'guards'>): Trial {
  const { grid, owners, loopBudget } = dispatch;
  let hasRaced = false;
  const fired = new Map<GuardKind, Set<number | undefined>>();
  for (let workgroup = 0; workgroup < grids.count(grid); workgroup++) {
    const { guards, race } = runCell({
      kernel,
      grid,
      workgroup: grids.fromIndex(grid, workgroup),
      port: {
        lengthWords: (binding) => contents.get(binding)!.length,
        load: (binding, word) => contents.get(binding)![word]!,
      },
      owns: (binding, word) => owner.ownerOf(owners.get(binding)!, grid, word) === workgroup,
      loopBudget,
      maxCost: 10_000_000,
    });
    hasRaced ||= race !== undefined;
    for (const { kind, at: where } of guards) fired.set(kind, (fired.get(kind) ?? new Set()).add(where));
  }
  const all = allGuards(kernel);
  const those = (among: ReadonlySet<Instruction>, ...kinds: readonly GuardKind[]): ReadonlySet<Instruction> =>
    new Set([...among].filter((one) => 'at' in one && kinds.some((kind) => fired.get(kind)?.has(one.at))));
  const budgets = fired.get('loop-budget');
  const needed: Guards = {
    outside: those(all.outside, 'outside'),
    foreign: those(all.foreign, 'not-owned'),
    clamps: those(all.clamps, 'clamped'),
    hasInvocationBudget: budgets !== undefined && [...budgets].some((where) => where !== undefined),
    hasWorkgroupBudget: budgets?.has(undefined) ?? false,
  };
  return { needed, hasRaced };
}
