/**
 * Random kernels of the IR in which invocations part and come together: branches, loops, jumps over several constructs, values that
 * flow across all of them, and barriers between. They do not race, but for a few, and control at barriers is uniform.
 */
import { grid as grids, owner } from '@assay/core';
import { all as allGuards, type Guards } from '../analysis/guards.js';
import type { GuardKind } from '../execution/guard.js';
import { runCell } from '../execution/interpreter.js';
import type { BinaryOperation, BuiltinWord, Instruction, Kernel, Label, Phase, Register } from '../execution/ir.js';
import * as ir from './assembly.js';
import type { Setting } from './compiled.js';
import { type Draw, edges, pick } from './wild.js';

/** A kernel with cells of it; guards are for the caller to say. */
export type Divergent = Omit<Setting, 'guards' | 'program' | 'maxCost'>;

const builtins: readonly BuiltinWord[] = [
  'local_invocation_index',
  'local_invocation_id.x',
  'local_invocation_id.y',
  'local_invocation_id.z',
  'global_invocation_id.x',
  'workgroup_id.x',
  'num_workgroups.x',
];
const [index, group, groups] = [0, 5, 6];
/** The place of an invocation among those of all cells. */
const place = 7;
/** What each invocation has for itself: words, and truth values for the most part. */
const values = registersFrom(8, 5);
const truths = registersFrom(13, 3);
/** Equal in all invocations, wherever all of them are. */
const shared = registersFrom(16, 4);
/** The index and a word more, in most lanes: what a row of words is loaded with. */
const rows = registersFrom(20, 2);
/** The index of a word that no other invocation has. */
const slot = 22;
const [left, right, third] = [23, 24, 25];
/** From here on: counters and bounds of loops, and what a list of instructions has for itself. */
const first = 26;

const sizes: readonly Kernel['workgroupSize'][] = [
  [4, 1, 1],
  [5, 1, 1],
  [8, 1, 1],
  [7, 1, 1],
  [1, 3, 2],
  [3, 1, 2],
  [4, 2, 1],
  [4, 1, 3],
  [2, 4, 1],
  [1, 1, 5],
  [3, 3, 1],
  [13, 1, 1],
  [2, 1, 1],
  [65, 1, 1],
];
const words: readonly BinaryOperation[] = ['add', 'sub', 'mul', 'and', 'or', 'xor', 'shl', 'shr-u', 'shr-s'];
const others: readonly BinaryOperation[] = [
  ...(['div-u', 'rem-u', 'div-s', 'rem-s', 'min-u', 'max-u', 'min-s', 'max-s', 'dot4-i8', 'dot4-u8'] as const),
];
const comparisons = ['lt-u', 'lt-s', 'le-u', 'le-s', 'eq', 'ne'] as const;

/** Of a list of instructions: who is there, and where jumps may go. */
interface Context {
  /** All invocations are here. */
  readonly isTogether: boolean;
  readonly depth: number;
  readonly targets: readonly Target[];
}

interface Target {
  readonly label: Label;
  readonly isLoop: boolean;
  /** All invocations take its jumps at one time. */
  readonly isUniform: boolean;
}

/** How invocations share memory until the next barrier: each has its own words of one half, all read the other; atomics apart. */
interface Sharing {
  readonly own: 0 | 1;
  readonly atomic: BinaryOperation | undefined;
}

export function divergentOf(draw: Draw): Divergent {
  const workgroupSize = pick(draw, sizes);
  const invocations = workgroupSize[0] * workgroupSize[1] * workgroupSize[2];
  const cells = 1 + draw(2);
  const loopBudget = draw(3) === 0 ? draw(7) : 10_000;
  const isOftenUniform = draw(3) === 0 || loopBudget < 7;
  let [labels, places, registers, budget] = [0, 0, first, 8 + draw(60)];
  /** Variables and counters of the lists around. */
  const variables: Register[] = [];
  const counters: Register[] = [];
  let sharing: Sharing = { own: 0, atomic: undefined };
  const at = (): number => places++;
  const body = phases(draw(3), []);
  const kernel = ir.kernel([start(), ...body, ir.barrier('workgroup'), end()], {
    workgroupSize,
    registers,
    builtins: builtins.map((value, register) => ir.builtin(register, value)),
    workgroupWords: 2 * invocations + 4,
    localWords: 6,
    spans: [],
  });
  const lengths = [pick(draw, [40, 70, 300, 1500]), pick(draw, [16, 300]), 3 * invocations * cells, invocations * cells];
  const contents = lengths.map((length): Int32Array =>
    Int32Array.from({ length }, () => (draw(3) === 0 ? pick(draw, edges) : draw(12))),
  );
  return {
    kernel,
    dispatch: {
      grid: [cells, 1, 1],
      owners: new Map([
        [2, owner.linear(3 * invocations)],
        [3, owner.linear(invocations)],
      ]),
      loopBudget,
    },
    contents: new Map(contents.entries()),
  };

  function start(): Phase {
    return ir.region(
      ir.constant(left, invocations),
      ir.binary(left, group, 'mul', left),
      ir.binary(place, left, 'add', index),
      ...values.flatMap((to): readonly Instruction[] =>
        draw(2) === 0 ? [] : draw(2) === 0 ? [ir.copy(to, draw(5))] : load(0, to, index),
      ),
      ...own(slot),
      ...shared.flatMap((to, k) => (draw(2) === 0 ? [] : [ir.constant(left, k), ...load(1, to, left)])),
    );
  }

  /** Leaves what the invocation has where it can be seen. */
  function end(): Phase {
    return ir.region(
      ir.copy(left, values[0]!),
      ir.constant(right, 31),
      ...[...values, ...truths, ...shared, ...rows].flatMap(
        (register) =>
          draw(2) === 0 ? [] : [ir.binary(left, left, 'mul', right), ir.binary(left, left, 'add', register)],
      ),
      ir.storeBuffer(3, place, left, at()),
    );
  }

  // What the workgroup does together.

  function phases(depth: number, targets: readonly Target[]): readonly Phase[] {
    const made: Phase[] = [];
    for (let count = 1 + draw(4); count > 0; count--) made.push(...phase(depth, targets));
    return made;
  }

  function phase(depth: number, targets: readonly Target[]): readonly Phase[] {
    switch (depth === 0 ? 0 : draw(7)) {
      case 0:
      case 1:
      case 2: {
        const isOrdered = draw(5) === 0;
        return isOrdered ? [region(targets)] : [...barriers(), region(targets)];
      }
      case 3:
      case 4: {
        const [then, otherwise] = [inOrder(depth, targets), draw(2) === 0 ? inOrder(depth, targets) : []];
        return [ir.region(...sharedCondition(left)), ir.phases.when(left, then, otherwise), ...barriers()];
      }
      case 5: {
        const target: Target = { label: labels++, isLoop: false, isUniform: true };
        return [ir.phases.block(target.label, inOrder(depth, [...targets, target])), ...barriers()];
      }
      default: {
        const target: Target = { label: labels++, isLoop: true, isUniform: true };
        const counter = registers++;
        const test = [
          ir.constant(left, 1 + draw(3)),
          ir.binary(left, left, 'le-u', counter),
          ir.when(left, [ir.leave(target.label)]),
          ...increment(counter),
        ];
        const inner = [ir.region(...test), ...inOrder(depth, [...targets, target]), ...barriers()];
        const repeats = draw(4) > 0 ? [ir.again(target.label)] : [];
        return [ir.region(ir.constant(counter, 0)), ir.phases.loop(target.label, [...inner, ...repeats]), ...barriers()];
      }
    }
  }

  function inOrder(depth: number, targets: readonly Target[]): readonly Phase[] {
    return [...barriers(), ...phases(depth - 1, targets)];
  }

  function barriers(): readonly Phase[] {
    const atomic = draw(3) === 0 ? pick(draw, ['add', 'max-u', 'min-s', 'and', 'or', 'xor'] as const) : undefined;
    sharing = { own: draw(2) as 0 | 1, atomic };
    return [ir.barrier('workgroup')];
  }

  function region(targets: readonly Target[]): Phase {
    return ir.region(...list({ isTogether: true, depth: 1 + draw(4), targets }));
  }

  /** Leaves a truth value that is equal in all invocations, though it may not look like it: by way of a local array. */
  function sharedCondition(to: Register): readonly Instruction[] {
    const compared = [ir.constant(right, draw(5)), ir.binary(to, pick(draw, shared), pick(draw, comparisons), right)];
    if (draw(3) > 0) return compared;
    return [...compared, ir.constant(right, 5), ir.store('local', right, to, at()), ir.load(to, 'local', right, at())];
  }

  // What an invocation does.

  function list(context: Context): readonly Instruction[] {
    const made: Instruction[] = [];
    const around = variables.length;
    for (let count = draw(3); count > 0; count--) {
      made.push(...computed(registers));
      variables.push(registers++);
    }
    for (let count = 1 + draw(6); count > 0; count--) {
      budget -= 1;
      const next = instruction(budget > 0 ? context : { ...context, depth: 0 });
      made.push(...next);
      const last = next.at(-1)?.kind;
      if (last === 'leave' || last === 'again') break;
    }
    variables.length = around;
    return made;
  }

  function instruction(context: Context): readonly Instruction[] {
    switch (draw(context.depth === 0 ? 14 : 26)) {
      case 0:
      case 1:
        return computed(variable());
      case 2:
        return condition(pick(draw, truths));
      case 3:
        return context.isTogether ? sharedValue(pick(draw, shared)) : computed(variable());
      case 4:
      case 5:
        return loaded(draw(6) === 0 ? pick(draw, truths) : variable(), context);
      case 6:
        return stored();
      case 7:
        return draw(2) === 0 ? computed(variable()) : changed();
      case 8:
        return [...row(pick(draw, rows))];
      case 9:
        return own(slot);
      case 10:
        return draw(2) === 0 ? jump(context) : computed(variable());
      case 11:
        return checked();
      case 12:
      case 13:
        return conditionalJump(context);
      case 14:
      case 15:
      case 16:
      case 17:
        return choice(context);
      case 18:
      case 19:
        return [labelled(context)];
      case 20:
      case 21:
      case 22:
      case 23:
      case 24:
        return looped(context);
      default:
        return switched(context);
    }
  }

  function jump({ isTogether, targets }: Context): readonly Instruction[] {
    const open = targets.filter(({ isUniform }) => isTogether || !isUniform);
    const target = open[open.length - 1 - draw(Math.max(open.length, 1))];
    if (target === undefined) return [];
    return [target.isLoop && draw(2) === 0 ? ir.again(target.label) : ir.leave(target.label)];
  }

  function conditionalJump(context: Context): readonly Instruction[] {
    const isUniform = context.isTogether && draw(2) === 0;
    const inner = jump({ ...context, isTogether: isUniform });
    return [...(isUniform ? sharedCondition(left) : condition(left)), ir.when(left, inner)];
  }

  function choice(context: Context): readonly Instruction[] {
    const isUniform = context.isTogether && (isOftenUniform ? draw(4) > 0 : draw(4) === 0);
    const inner = { ...context, isTogether: isUniform, depth: context.depth - 1 };
    const then = draw(8) === 0 ? [] : list(inner);
    const otherwise = draw(2) === 0 ? list(inner) : [];
    return [...(isUniform ? sharedCondition(left) : condition(left)), ir.when(left, then, otherwise)];
  }

  function labelled(context: Context): Instruction {
    const target: Target = { label: labels++, isLoop: false, isUniform: context.isTogether && draw(3) === 0 };
    return ir.block(target.label, list(inside(context, target)));
  }

  function inside(context: Context, target: Target): Context {
    const isTogether = context.isTogether && target.isUniform;
    return { isTogether, depth: context.depth - 1, targets: [...context.targets, target] };
  }

  /** A loop that counts; its bound is that of an invocation, or of all. */
  function looped(context: Context): readonly Instruction[] {
    const isUniform = context.isTogether && (isOftenUniform ? draw(3) > 0 : draw(3) === 0);
    const target: Target = { label: labels++, isLoop: true, isUniform };
    const [counter, bound] = [registers++, registers++];
    const own = draw(4) === 0 ? [ir.constant(bound, 1 + draw(3))] : bounded(bound, pick(draw, isUniform ? shared : any3()), 3);
    const test = [ir.binary(left, bound, 'le-u', counter), ir.when(left, [ir.leave(target.label)]), ...increment(counter)];
    counters.push(counter);
    const body = list(inside(context, target));
    counters.pop();
    const last = body.at(-1)?.kind;
    const isClosed = last === 'leave' || last === 'again' || draw(8) === 0;
    const repeated = [...test, ...body, ...(isClosed ? [] : [ir.again(target.label)])];
    return [ir.constant(counter, 0), ...own, ir.loop(target.label, repeated, at())];
  }

  /** As WGSL's switch is lowered: a block that cases leave. */
  function switched(context: Context): readonly Instruction[] {
    const target: Target = { label: labels++, isLoop: false, isUniform: false };
    const inner = inside(context, target);
    const selector = pick(draw, [...values, index]);
    const cases = Array.from({ length: 1 + draw(3) }, (_, k) => [
      ir.constant(left, k + draw(2)),
      ir.binary(left, selector, 'eq', left),
      ir.when(left, [...list(inner), ir.leave(target.label)]),
    ]).flat();
    return [ir.block(target.label, [...cases, ...list(inner)])];
  }

  function increment(counter: Register): readonly Instruction[] {
    return [ir.constant(third, 1), ir.binary(counter, counter, 'add', third)];
  }

  /** Words in a row, or at times not. */
  function row(to: Register): readonly Instruction[] {
    const from = pick(draw, [index, index, 1, ...rows]);
    switch (draw(6)) {
      case 0:
        return [ir.constant(right, draw(9)), ir.binary(to, from, pick(draw, ['min-u', 'max-u', 'max-s']), right)];
      case 1:
        return [...condition(left), ir.select(to, left, from, pick(draw, [...rows, ...shared]))];
      case 2:
        return [...bounded(right, pick(draw, shared), 7), ir.binary(to, from, 'add', right)];
      case 3:
        return [ir.copy(to, from)];
      default:
        return [ir.constant(right, draw(9)), ir.binary(to, from, pick(draw, ['add', 'add', 'sub']), right)];
    }
  }

  function any3(): readonly Register[] {
    return [...values, ...variables, ...variables, index, 1, 2, 3];
  }

  /** What can be assigned. */
  function variable(): Register {
    return draw(3) === 0 || variables.length === 0 ? pick(draw, values) : pick(draw, variables);
  }

  function any(): Register {
    switch (draw(8)) {
      case 0:
        return draw(place + 1);
      case 1:
        return pick(draw, shared);
      case 2:
        return pick(draw, draw(3) === 0 ? [...rows, slot] : truths);
      case 3:
        return pick(draw, [...counters, index]);
      default:
        return variable();
    }
  }

  function computed(to: Register): readonly Instruction[] {
    switch (draw(10)) {
      case 0:
        return [ir.constant(to, draw(4) === 0 ? pick(draw, edges) : draw(8))];
      case 1:
        return [ir.copy(to, any())];
      case 2:
        return [...condition(third), ir.select(to, third, any(), any())];
      case 3:
        return [
          ir.unary(to, pick(draw, ['not', 'complement', 'negate', 'abs-s', 'count-one-bits', 'first-leading-bit-s']), any()),
        ];
      case 4: {
        const [offset, count] = [draw(20), draw(13)];
        if (draw(2) === 0) return [{ kind: 'extract', isSigned: draw(2) === 0, to, operand: any(), offset, count }];
        return [{ kind: 'insert', to, operand: any(), bits: any(), offset, count }];
      }
      case 5:
        return [ir.binary(to, any(), pick(draw, others), any())];
      case 6: {
        // Products of bytes share what is made of their operands.
        const [one, other] = [variable(), pick(draw, rows)];
        const product = (): BinaryOperation => pick(draw, ['dot4-i8', 'dot4-u8']);
        return [ir.binary(third, one, product(), other), ir.binary(to, other, product(), one), ir.binary(to, to, 'sub', third)];
      }
      case 7:
        return [ir.constant(third, draw(9)), ir.binary(to, any(), pick(draw, [...words, ...others]), third)];
      default:
        return [ir.binary(to, any(), pick(draw, words), any())];
    }
  }

  /** A truth value; rarely another word. */
  function condition(to: Register): readonly Instruction[] {
    switch (draw(9)) {
      case 0:
        return [ir.binary(to, pick(draw, truths), pick(draw, ['and', 'or', 'xor']), pick(draw, truths))];
      case 1:
        return [ir.unary(to, 'not', draw(3) === 0 ? any() : pick(draw, truths))];
      case 2:
        return [ir.select(to, any(), pick(draw, truths), pick(draw, truths))];
      case 3:
        return draw(4) === 0 ? [ir.copy(to, any())] : [ir.constant(to, draw(2))];
      case 4:
        return [ir.binary(to, any(), pick(draw, comparisons), any())];
      default:
        return [ir.constant(right, draw(5)), ir.binary(to, pick(draw, any3()), pick(draw, comparisons), right)];
    }
  }

  function sharedValue(to: Register): readonly Instruction[] {
    const one = pick(draw, [...shared, group, groups]);
    switch (draw(7)) {
      case 0:
        return [ir.constant(to, draw(6))];
      case 1:
        return [...bounded(left, one, 15), ...load(draw(2), to, left)];
      case 2:
        return [ir.select(to, pick(draw, shared), one, pick(draw, shared))];
      case 3:
        return [...bounded(left, one, 3), ir.store('local', left, one, at()), ir.load(to, 'local', left, at())];
      case 4:
        return [ir.length(to, draw(4))];
      default:
        return [ir.binary(to, one, pick(draw, [...words, ...comparisons]), pick(draw, shared))];
    }
  }

  // Memory.

  /** A word modulo a power of two. */
  function bounded(to: Register, from: Register, mask: number): readonly Instruction[] {
    return [ir.constant(to, mask), ir.binary(to, from, 'and', to)];
  }

  function load(binding: number, to: Register, word: Register): readonly Instruction[] {
    return [ir.loadBuffer(to, binding, word, at())];
  }

  /** A load or a store whose index may lie outside an array on its way (E10). */
  function guarded(access: (valid: Register) => Instruction): readonly Instruction[] {
    return [ir.constant(right, draw(9)), ir.binary(left, any(), pick(draw, comparisons), right), access(left)];
  }

  function loaded(to: Register, { isTogether }: Context): readonly Instruction[] {
    const binding = draw(2);
    switch (draw(12)) {
      case 0:
        if (draw(2) === 0) return guarded((valid) => ir.loadBuffer(to, binding, index, at(), valid));
        return load(binding, to, any());
      case 1:
        return [...bounded(third, any(), 31), ...load(binding, to, third)];
      case 2:
        return load(0, to, pick(draw, rows));
      case 3:
        return [...row(third), ...load(binding, to, third)];
      case 4:
        return [ir.binary(third, index, 'add', isTogether ? pick(draw, shared) : any()), ...load(0, to, third)];
      case 5:
        return draw(2) === 0 ? load(2, to, slot) : [...own(third), ...load(2, to, third)];
      case 6:
      case 7:
        return [...ownWord(), ir.load(to, 'workgroup', third, at())];
      case 8:
      case 9: {
        const base = [ir.constant(right, (1 - sharing.own) * invocations), ir.binary(third, third, 'add', right)];
        const word = ir.clamp(third, pick(draw, [index, ...shared, ...values]), invocations, at());
        return [word, ...base, ir.load(to, 'workgroup', third, at())];
      }
      case 10:
        if (sharing.atomic !== undefined) return computed(to);
        return [ir.constant(third, 2 * invocations + draw(4)), ir.load(to, 'workgroup', third, at())];
      default:
        return [...localIndex(), ir.load(to, 'local', third, at())];
    }
  }

  function localIndex(): readonly Instruction[] {
    if (draw(2) === 0) return [ir.constant(third, draw(5))];
    return [ir.clamp(third, draw(2) === 0 ? pick(draw, shared) : any(), 5, at())];
  }

  function stored(): readonly Instruction[] {
    switch (draw(4)) {
      case 0:
        return [...ownWord(), ir.store('workgroup', third, any(), at())];
      case 1:
        return [...localIndex(), ir.store('local', third, any(), at())];
      default:
        if (draw(8) === 0) return guarded((valid) => ir.storeBuffer(2, slot, any(), at(), valid));
        if (draw(2) === 0) return [ir.storeBuffer(2, slot, any(), at())];
        return [...own(third), ir.storeBuffer(2, third, any(), at())];
    }
  }

  /** Accesses by those whose index is inside: that of the others is anything. */
  function checked(): readonly Instruction[] {
    const word = any();
    const to = variable();
    const test = (count: number): readonly Instruction[] => [ir.constant(left, count), ir.binary(left, word, 'lt-u', left)];
    switch (draw(4)) {
      case 0:
        return [...test(40), ir.when(left, load(0, to, word), draw(2) === 0 ? computed(to) : [])];
      case 1:
        return [...test(16), ir.when(left, [...load(1, to, word), ...computed(variable()), ...load(0, to, word)])];
      case 2:
        return [...test(5), ir.when(left, [ir.clamp(third, word, 5, at()), ir.load(to, 'local', third, at())])];
      default: {
        const clamped = ir.clamp(third, word, 5, at());
        const stored = ir.store('local', third, any(), at());
        return [...test(5), ir.when(left, [clamped, stored, ir.load(to, 'local', word, at())])];
      }
    }
  }

  function changed(): readonly Instruction[] {
    if (sharing.atomic === undefined) return stored();
    const place = [ir.constant(right, 2 * invocations), ...bounded(third, any(), 3), ir.binary(third, third, 'add', right)];
    return [...place, ir.atomic(third, sharing.atomic as 'add', any(), at())];
  }

  /** The index of a word that no other invocation has; at times one of another cell, or outside. */
  function own(to: Register): readonly Instruction[] {
    const foreign = draw(20) === 0 ? pick(draw, [3 * invocations, 2 ** 20, -1 - 3 * invocations]) : 0;
    const offset = draw(3) * invocations + foreign;
    return [
      ir.constant(right, 2 * invocations),
      ir.binary(right, group, 'mul', right),
      ir.binary(to, place, 'add', right),
      ir.constant(right, offset),
      ir.binary(to, to, 'add', right),
    ];
  }

  function ownWord(): readonly Instruction[] {
    return [ir.constant(right, sharing.own * invocations), ir.binary(third, index, 'add', right)];
  }
}

/** The guards that fire in cells of a setting, and no others; undefined if one of them races or costs more than it may. */
export function neededOf({ kernel, dispatch, contents }: Divergent, maxCost = 1_000_000): Guards | undefined {
  const { grid, owners, loopBudget } = dispatch;
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
      maxCost,
    });
    if (race !== undefined) return undefined;
    for (const { kind, at: where } of guards) fired.set(kind, (fired.get(kind) ?? new Set()).add(where));
  }
  const all = allGuards(kernel);
  const those = (among: ReadonlySet<Instruction>, ...kinds: readonly GuardKind[]): ReadonlySet<Instruction> =>
    new Set([...among].filter((one) => 'at' in one && kinds.some((kind) => fired.get(kind)?.has(one.at))));
  const budgets = fired.get('loop-budget');
  return {
    outside: those(all.outside, 'outside'),
    // A word outside is nobody's: the one comparison is made where the other is not.
    foreign: those(all.foreign, 'not-owned', 'outside'),
    clamps: those(all.clamps, 'clamped'),
    hasInvocationBudget: budgets !== undefined && [...budgets].some((where) => where !== undefined),
    hasWorkgroupBudget: budgets?.has(undefined) ?? false,
  };
}

function registersFrom(first: number, count: number): readonly Register[] {
  return Array.from({ length: count }, (_, k) => first + k);
}
