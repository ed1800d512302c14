/** Other numbers for the registers of nodes. */
import type { Control, Node, Phase, Register } from './program.js';

/** Gives the register that takes the place of one. */
export type Renaming = (register: Register) => Register;

/** Nodes and phases without others in them. */
export type Simple = Exclude<Node, Extract<Control, { kind: 'if' | 'block' | 'loop' }>>;

/** A node with other registers; of `to` it is asked last. */
export function rename(node: Simple, read: Renaming, write: Renaming): Simple {
  switch (node.kind) {
    case 'constant':
    case 'builtin':
    case 'budget':
    case 'length':
      return { ...node, to: write(node.to) };
    case 'copy': {
      const from = read(node.from);
      return { ...node, from, to: write(node.to) };
    }
    case 'unary':
    case 'extract': {
      const operand = read(node.operand);
      return { ...node, operand, to: write(node.to) };
    }
    case 'binary': {
      const [left, right] = [read(node.left), read(node.right)];
      return { ...node, left, right, to: write(node.to) };
    }
    case 'select': {
      const [condition, yes, no] = [read(node.condition), read(node.yes), read(node.no)];
      return { ...node, condition, yes, no, to: write(node.to) };
    }
    case 'insert': {
      const [operand, bits] = [read(node.operand), read(node.bits)];
      return { ...node, operand, bits, to: write(node.to) };
    }
    case 'owned':
    case 'load': {
      const index = read(node.index);
      return { ...node, index, to: write(node.to) };
    }
    case 'load-buffer': {
      const index = read(node.index);
      const condition = node.condition === undefined ? undefined : read(node.condition);
      return { ...node, index, condition, to: write(node.to) };
    }
    case 'store-buffer': {
      const condition = node.condition === undefined ? undefined : read(node.condition);
      return { ...node, index: read(node.index), value: read(node.value), condition };
    }
    case 'store':
    case 'atomic':
      return { ...node, index: read(node.index), value: read(node.value) };
    case 'fire':
      return { ...node, unless: read(node.unless) };
    default:
      return node;
  }
}

/** All nodes of a list, with those inside them. */
export function renameAll(list: readonly Node[], renaming: Renaming): readonly Node[] {
  return list.map((node): Node => {
    switch (node.kind) {
      case 'if': {
        const condition = renaming(node.condition);
        const [then, otherwise] = [renameAll(node.then, renaming), renameAll(node.otherwise, renaming)];
        return { ...node, condition, then, otherwise };
      }
      case 'block':
      case 'loop':
        return { ...node, body: renameAll(node.body, renaming) };
      default:
        return rename(node, renaming, renaming);
    }
  });
}

/** All of a program. */
export function renamePhases(list: readonly Phase[], renaming: Renaming): readonly Phase[] {
  return list.map((phase): Phase => {
    switch (phase.kind) {
      case 'region':
        return { kind: 'region', code: renameAll(phase.code, renaming) };
      case 'if': {
        const condition = renaming(phase.condition);
        const [then, otherwise] = [renamePhases(phase.then, renaming), renamePhases(phase.otherwise, renaming)];
        return { ...phase, condition, then, otherwise };
      }
      case 'block':
      case 'loop':
        return { ...phase, body: renamePhases(phase.body, renaming) };
      default:
        return phase;
    }
  });
}
