/** Random IR of nested constructs and jumps from anywhere to anywhere around, so that each way through it leaves another word. */
import fc from 'fast-check';
import type { Instruction, Kernel, Phase } from '../execution/ir.js';
import * as ir from './assembly.js';

type Tree =
  | { readonly kind: 'mark'; readonly value: number }
  | { readonly kind: 'jump'; readonly to: number; readonly isAgain: boolean }
  | {
      readonly kind: 'if';
      readonly isUniform: boolean;
      readonly bits: number;
      readonly yes: readonly Tree[];
      readonly no: readonly Tree[];
    }
  | {
      readonly kind: 'block' | 'loop';
      readonly isUniform: boolean;
      readonly isClosed: boolean;
      readonly body: readonly Tree[];
    }
  | { readonly kind: 'barrier' };

/** Draws from a list of numbers until it is used up: shorter lists and smaller numbers make smaller trees. */
function trees(tape: readonly number[]): readonly Tree[] {
  let at = 0;
  const choose = (options: number): number => (tape[at++] ?? 0) % options;
  const list = (depth: number): readonly Tree[] => {
    const made: Tree[] = [];
    for (let count = 1 + choose(4); count > 0 && at < tape.length; count -= 1) made.push(tree(depth));
    return made;
  };
  const tree = (depth: number): Tree => {
    const kind = choose(depth > 6 ? 5 : 12);
    if (kind < 2) return { kind: 'mark', value: 1 + choose(99) };
    if (kind < 4) return { kind: 'jump', to: choose(5), isAgain: choose(2) === 1 };
    if (kind === 4) return { kind: 'barrier' };
    if (kind < 8) {
      const condition = { isUniform: choose(2) === 0, bits: 1 + choose(3) };
      return { kind: 'if', ...condition, yes: list(depth + 1), no: list(depth + 1) };
    }
    const how = { isUniform: choose(2) === 0, isClosed: choose(4) > 0 };
    return { kind: kind < 10 ? 'block' : 'loop', ...how, body: list(depth + 1) };
  };
  const made: Tree[] = [];
  while (at < tape.length) made.push(tree(0));
  return made;
}

/** A label that is open: whether it is of the phases, and whether invocations may part on their way to it. */
interface Open {
  readonly label: number;
  readonly isLoop: boolean;
  readonly isPhase: boolean;
  /** In a loop invocations part in the next round too, so that is known beforehand. */
  readonly isUniform: boolean;
  isParted: boolean;
}

const [local, path, course, group, at, condition, scratch] = [0, 1, 2, 3, 4, 5, 6];

/** Kernels of four invocations; `path` tells the way of one, `course` that of all. Binding 2 has a word for each invocation. */
export const jumps: fc.Arbitrary<Kernel> = fc.array(fc.nat(999), { maxLength: 200, size: 'max' }).map((tape) => {
  let labels = 0;
  const open: Open[] = [];
  const start: Phase = ir.region(
    ir.copy(path, local),
    ir.copy(course, group),
    ir.constant(scratch, 4),
    ir.binary(at, group, 'mul', scratch),
    ir.binary(at, at, 'add', local),
  );
  return ir.kernel([start, ...phases(trees(tape))], {
    workgroupSize: [4, 1, 1],
    builtins: [ir.builtin(local, 'local_invocation_index'), ir.builtin(group, 'workgroup_id.x')],
    registers: 7,
  });

  /** The lists around barriers are the workgroup's. */
  function phases(list: readonly Tree[]): readonly Phase[] {
    const made: Phase[] = [];
    for (const tree of list) {
      if (tree.kind === 'barrier') made.push(ir.barrier('workgroup'));
      else if (hasBarrier(tree) && tree.kind === 'if') {
        made.push(ir.region(...test(course, tree.bits)));
        made.push(ir.phases.when(condition, phases(tree.yes), phases(tree.no)));
      } else if (hasBarrier(tree) && (tree.kind === 'block' || tree.kind === 'loop')) {
        const one = enter(tree.kind === 'loop', true, true);
        const body = [...phases(tree.body)];
        open.pop();
        const end = body.at(-1);
        const isOpen = end === undefined || !isJump(end);
        if (tree.kind === 'loop' && tree.isClosed && isOpen) body.push(ir.again(one.label));
        made.push(ir.phases[tree.kind](one.label, body));
      } else {
        const code = instruction(tree, true);
        if (code.length > 0) made.push(ir.region(...code));
      }
      const last = made.at(-1);
      if (last !== undefined && isJump(last)) break;
    }
    return made;
  }

  function instructions(list: readonly Tree[], isUniform: boolean): readonly Instruction[] {
    const made: Instruction[] = [];
    for (const tree of list) {
      made.push(...instruction(tree, isUniform));
      const last = made.at(-1);
      if (last?.kind === 'leave' || last?.kind === 'again') break;
    }
    return made;
  }

  /** `isUniform`: all branches around it are. */
  function instruction(tree: Tree, isUniform: boolean): readonly Instruction[] {
    const isTogether = isUniform && !open.some(({ isParted }) => isParted);
    switch (tree.kind) {
      case 'barrier':
        return [];
      case 'mark':
        return [
          ...mark(path, tree.value),
          ...(isTogether ? mark(course, tree.value) : []),
          ir.storeBuffer(2, at, path),
        ];
      case 'jump': {
        const targets = open.filter(
          (one) => (one.isLoop || !tree.isAgain) && (isTogether || (!one.isPhase && canPart(one))),
        );
        const target = targets[tree.to % Math.max(targets.length, 1)];
        if (target === undefined) return [];
        if (!isTogether) target.isParted = true;
        return [tree.isAgain ? ir.again(target.label) : ir.leave(target.label)];
      }
      case 'if': {
        const isSame = tree.isUniform && isTogether;
        const yes = instructions(tree.yes, isUniform && isSame);
        const no = instructions(tree.no, isUniform && isSame);
        return [...test(isSame ? course : path, tree.bits), ir.when(condition, yes, no)];
      }
      default: {
        const one = enter(tree.kind === 'loop', false, tree.isUniform && isTogether);
        if (one.isLoop && !one.isUniform) one.isParted = true;
        const body = instructions(tree.body, isUniform);
        open.pop();
        const last = body.at(-1);
        const isOpen = last === undefined || !isJump(last);
        const again = one.isLoop && tree.isClosed && isOpen ? [ir.again(one.label)] : [];
        return [one.isLoop ? ir.loop(one.label, [...body, ...again]) : ir.block(one.label, body)];
      }
    }
  }

  /** Invocations part on the way to it: then no loop in between may be taken for uniform. */
  function canPart(target: Open): boolean {
    const inside = open.slice(open.indexOf(target));
    return inside.every(({ isLoop, isUniform }) => !isLoop || !isUniform);
  }

  function enter(isLoop: boolean, isPhase: boolean, isUniform: boolean): Open {
    labels += 1;
    const one: Open = { label: labels, isLoop, isPhase, isUniform, isParted: false };
    open.push(one);
    return one;
  }
});

function mark(register: number, value: number): readonly Instruction[] {
  return [
    ir.constant(scratch, 31),
    ir.binary(register, register, 'mul', scratch),
    ir.constant(scratch, value),
    ir.binary(register, register, 'add', scratch),
  ];
}

/** Some bits of what the register holds. */
function test(register: number, bits: number): readonly Instruction[] {
  return [ir.constant(scratch, bits), ir.binary(condition, register, 'and', scratch)];
}

function isJump(one: Phase | Instruction): boolean {
  const last = one.kind === 'region' ? one.code.at(-1) : one;
  return last?.kind === 'leave' || last?.kind === 'again';
}

function hasBarrier(tree: Tree): boolean {
  switch (tree.kind) {
    case 'barrier':
      return true;
    case 'if':
      return [...tree.yes, ...tree.no].some(hasBarrier);
    case 'block':
    case 'loop':
      return tree.body.some(hasBarrier);
    default:
      return false;
  }
}
