/** The guards that device code needs (SPEC.md A2, D1). */
import type { Instruction, Kernel, Phase } from '../execution/ir.js';

/** What may happen in some cell, as far as anybody could prove; by instruction of the IR. */
export interface Guards {
  /** Accesses of buffers whose index, or an index on the way, may lie outside (E10). */
  readonly outside: ReadonlySet<Instruction>;
  /** Accesses of written buffers whose word the cell may not own (E11, E12). */
  readonly foreign: ReadonlySet<Instruction>;
  /** Indices of local and workgroup arrays that may lie outside (E13). */
  readonly clamps: ReadonlySet<Instruction>;
  /** Whether an invocation may use up the budget in loops without barriers (E14). */
  readonly hasInvocationBudget: boolean;
  /** Whether the workgroup may use it up in loops with barriers. */
  readonly hasWorkgroupBudget: boolean;
}

/** How many guards there are: of each instruction one for each kind, and one for each of the two budgets. */
export function countOf({ outside, foreign, clamps, hasInvocationBudget, hasWorkgroupBudget }: Guards): number {
  return outside.size + foreign.size + clamps.size + Number(hasInvocationBudget) + Number(hasWorkgroupBudget);
}

/** Every guard that the kernel can have: right for every dispatch. */
export function all(kernel: Kernel): Guards {
  const outside = new Set<Instruction>();
  const foreign = new Set<Instruction>();
  const clamps = new Set<Instruction>();
  const written = new Set(kernel.bindings.filter(({ access }) => access === 'write').map(({ binding }) => binding));
  const counts = { region: 0, phase: 0 };
  const pending: (Phase | Instruction)[] = [...kernel.body];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    switch (node.kind) {
      case 'load-buffer':
      case 'store-buffer':
        outside.add(node);
        if (written.has(node.binding)) foreign.add(node);
        break;
      case 'clamp':
        clamps.add(node);
        break;
      case 'region':
        for (const one of node.code) pending.push(one);
        break;
      case 'loop':
        counts['at' in node ? 'region' : 'phase'] += 1;
        for (const one of node.body) pending.push(one);
        break;
      case 'block':
        for (const one of node.body) pending.push(one);
        break;
      case 'if':
        for (const one of [...node.then, ...node.otherwise]) pending.push(one);
        break;
      default:
        break;
    }
  }
  return { outside, foreign, clamps, hasInvocationBudget: counts.region > 0, hasWorkgroupBudget: counts.phase > 0 };
}

/** The accesses of buffers at a place in the source. */
export function accessesAt(kernel: Kernel, at: number | undefined): readonly BufferAccess[] {
  return [...all(kernel).outside].filter((one): one is BufferAccess => 'at' in one && one.at === at);
}

type BufferAccess = Extract<Instruction, { kind: 'load-buffer' | 'store-buffer' }>;
