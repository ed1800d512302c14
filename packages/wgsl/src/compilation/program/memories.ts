/** The memories of a cell, as far as passes must know that one was changed. */
import type { Node } from './program.js';

/** 0: local memory; 1: workgroup memory; from 2 on: bindings. */
export type Memory = number;

const LOCAL = 0;
const WORKGROUP = 1;
const FIRST_BINDING = 2;

/** The memory that a node loads from. */
export function loadedBy(node: Node): Memory | undefined {
  if (node.kind === 'load') return node.memory === 'local' ? LOCAL : WORKGROUP;
  return node.kind === 'load-buffer' ? FIRST_BINDING + node.binding : undefined;
}

/** The memory that a node changes. */
export function changedBy(node: Node): Memory | undefined {
  switch (node.kind) {
    case 'store':
      return node.memory === 'local' ? LOCAL : WORKGROUP;
    case 'atomic':
      return WORKGROUP;
    case 'store-buffer':
      return FIRST_BINDING + node.binding;
    default:
      return undefined;
  }
}

/** Whether a memory is gone when the cell ends. */
export function isTemporary(memory: Memory): boolean {
  return memory < FIRST_BINDING;
}
