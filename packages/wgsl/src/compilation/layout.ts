/** Where a compiled cell finds what it is given: the argument block in its memory (SPEC.md C6). */

/** Places in the block, in words from its address. Addresses are in bytes, everything little-endian. */
export const argument = {
  /** The workgroup's id: x, y, z. */
  workgroup: 0,
  /** Workgroups of the dispatch: x, y, z. */
  grid: 3,
  loopBudget: 6,
  /** i64: the most that the cell may cost. */
  maxCost: 8,
  /** Addresses of memory that the cell uses while it runs, multiples of 16. It clears what must be zero. */
  workgroupMemory: 10,
  localMemory: 11,
  slots: 12,
  /** Address of the table of local ids, see {@link localIdTables}. */
  localIds: 13,
  /** Result: a sum of {@link flag}. */
  flags: 14,
  /** Result, i64: the cost (E17). */
  cost: 16,
  /** The first binding, in the order of the program; see {@link bindingArgument}. */
  bindings: 18,
} as const;

/** Places in a binding's part of the block. */
export const bindingArgument = {
  /** Address of its first word, a multiple of 16, at least 16 bytes behind the beginning of the memory and before its end. */
  base: 0,
  lengthWords: 1,
  /** Address of a byte for each page of {@link pageBytes}: 1 once the cell has loaded from it. For bindings that are only read. */
  touched: 2,
  /** Address of the owner table: the number of conditions, then for each {@link ownerCondition}. For bindings that are written. */
  owner: 3,
} as const;

/** Words of a binding's part of the block. */
export const bindingWords = 4;

/**
 * A cell owns a word if for each condition `(word / stride) % extent - start`, as u32, is below `count`; an extent of 0 stands for
 * 2³². Places in words.
 */
export const ownerCondition = { stride: 0, extent: 1, start: 2, count: 3 } as const;

/** Words of a condition. */
export const ownerConditionWords = 4;

/** What happened in a cell. */
export const flag = {
  /** A guard fired: what the interpreter would report. */
  guard: 1,
  /** It would have cost more than it may; what it stored has no meaning. */
  tooCostly: 2,
} as const;

/** The tables of local ids: for x, y, z and the index, one word for each invocation, and up to a multiple of four. */
export const localIdTables = ['x', 'y', 'z', 'index'] as const;

/** Bytes of memory in whose terms loads are told: a chunk of BLAKE3. */
export const pageBytes = 1024;

/** Invocations, up to a multiple of four. */
export function paddedInvocations([x, y, z]: readonly [number, number, number]): number {
  return Math.ceil((x * y * z) / 4) * 4;
}

/** Words of the argument block. */
export function argumentWords(bindings: number): number {
  return argument.bindings + bindings * bindingWords;
}
