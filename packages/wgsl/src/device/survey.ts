/** What must be known of a whole kernel before its first line is printed. */
import type { Instruction, Kernel, Label, Phase, Register } from '../execution/ir.js';
import { operandsOf } from '../execution/operand.js';
import type { AtomicOperation } from '../execution/operation.js';
import { tooLarge } from './sheet.js';

export type Node = Phase | Instruction;

export interface Survey {
  /** Registers that are read, and all that are written or read; 1 where it is so. */
  readonly read: Uint8Array;
  readonly used: Uint8Array;
  /** How many `again`s each loop has. */
  readonly repeats: ReadonlyMap<Label, number>;
  /** Instructions in which a back-edge of a loop of instructions lies, such loops included. */
  readonly repeating: ReadonlySet<Node>;
  /** Instructions in which a jump to a label of the phases lies, such jumps included. */
  readonly leaving: ReadonlySet<Node>;
  readonly hasBarriers: boolean;
  readonly atomics: ReadonlySet<AtomicOperation>;
}

/** Constructs inside each other. More are too many for any device code; printing may recurse where there are fewer. */
const MOST_DEPTH = 400;

interface Open {
  readonly owner: Node | undefined;
  readonly nodes: readonly Node[];
  next: number;
}

/** @throws AssayError `device.too-large` (exhausted) if it is nested beyond all measure. */
export function survey(kernel: Kernel): Survey {
  const read = new Uint8Array(kernel.registers);
  const used = new Uint8Array(kernel.registers);
  const repeats = new Map<Label, number>();
  const repeating = new Set<Node>();
  const leaving = new Set<Node>();
  const atomics = new Set<AtomicOperation>();
  const phaseLabels = new Set<Label>();
  const stack: Open[] = [{ owner: undefined, nodes: kernel.body, next: 0 }];
  let region = 0;
  let hasBarriers = false;

  const use = (register: Register): void => {
    read[register] = 1;
    used[register] = 1;
  };
  const open = (owner: Node, nodes: readonly Node[]): void => {
    if (stack.length > MOST_DEPTH) throw tooLarge('blocks, branches and loops not so deep inside each other');
    stack.push({ owner, nodes, next: 0 });
  };
  /** The jump, and what is around it in its region. */
  const mark = (set: Set<Node>, jump: Node): void => {
    set.add(jump);
    for (let k = stack.length - 1; k > region; k -= 1) {
      const { owner } = stack[k]!;
      if (owner === undefined || set.has(owner)) return;
      set.add(owner);
    }
  };

  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const node = top.nodes[top.next];
    top.next += 1;
    if (node === undefined) {
      if (stack.length - 1 === region) region = 0;
      stack.pop();
      continue;
    }
    const isPhase = region === 0;
    switch (node.kind) {
      case 'region':
        open(node, node.code);
        region = stack.length - 1;
        break;
      case 'barrier':
        hasBarriers = true;
        break;
      case 'block':
      case 'loop':
        if (isPhase) phaseLabels.add(node.label);
        open(node, node.body);
        break;
      case 'if':
        use(node.condition);
        open(node, [...node.then, ...node.otherwise]);
        break;
      case 'leave':
      case 'again':
        if (node.kind === 'again') repeats.set(node.label, (repeats.get(node.label) ?? 0) + 1);
        if (phaseLabels.has(node.label)) {
          if (!isPhase) mark(leaving, node);
        } else if (node.kind === 'again') mark(repeating, node);
        break;
      default:
        if (node.kind === 'atomic') atomics.add(node.operation);
        for (const register of operandsOf(node)) use(register);
        if ('to' in node) used[node.to] = 1;
    }
  }
  return { read, used, repeats, repeating, leaving, hasBarriers, atomics };
}
