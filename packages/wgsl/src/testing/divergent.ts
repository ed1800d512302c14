/**
 * Random kernels of the IR in which invocations part and come together: branches, loops, jumps over several constructs, values that
 * flow across all of them, and barriers between. They do not race, but for a few, and control at barriers is uniform.
 */
import { owner } from '@assay/core';
import type { Instruction, Kernel, Label, Phase } from '../execution/ir.js';
import * as ir from './assembly.js';
import type { Setting } from './compiled.js';
import * as statements from './statements.js';
import { type Draw, edges, pick } from './wild.js';

const { builtins, group, index, left, place, right, rows, shared, slot, truths, values } = statements;

/** A kernel with cells of it; guards are for the caller to say. */
export type Divergent = Omit<Setting, 'guards' | 'program' | 'maxCost'>;

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

export function divergentOf(draw: Draw): Divergent {
  const workgroupSize = pick(draw, sizes);
  const invocations = workgroupSize[0] * workgroupSize[1] * workgroupSize[2];
  const cells = 1 + draw(2);
  const loopBudget = draw(3) === 0 ? draw(7) : 10_000;
  const isOftenUniform = draw(3) === 0 || loopBudget < 7;
  let [labels, places, registers, budget] = [0, 0, statements.first, 8 + draw(60)];
  const at = (): number => places++;
  const making: statements.Making = {
    invocations,
    variables: [],
    counters: [],
    sharing: { own: 0, atomic: undefined },
    at,
  };
  const { variables, counters } = making;
  const make = statements.statementsOf(draw, making);
  const body = phases(draw(3), []);
  const kernel = ir.kernel([start(), ...body, ir.barrier('workgroup'), end()], {
    workgroupSize,
    registers,
    builtins: builtins.map((value, register) => ir.builtin(register, value)),
    workgroupWords: 2 * invocations + 4,
    localWords: 6,
    spans: [],
  });
  const lengths = [
    pick(draw, [40, 70, 300, 1500]),
    pick(draw, [16, 300]),
    3 * invocations * cells,
    invocations * cells,
  ];
  const contents = lengths.map(
    (length): Int32Array => Int32Array.from({ length }, () => (draw(3) === 0 ? pick(draw, edges) : draw(12))),
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
        draw(2) === 0 ? [] : draw(2) === 0 ? [ir.copy(to, draw(5))] : make.load(0, to, index),
      ),
      ...make.own(slot),
      ...shared.flatMap((to, k) => (draw(2) === 0 ? [] : [ir.constant(left, k), ...make.load(1, to, left)])),
    );
  }

  /** Leaves what the invocation has where it can be seen. */
  function end(): Phase {
    return ir.region(
      ir.copy(left, values[0]!),
      ir.constant(right, 31),
      ...[...values, ...truths, ...shared, ...rows].flatMap((register) =>
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
        return [ir.region(...make.sharedCondition(left)), ir.phases.when(left, then, otherwise), ...barriers()];
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
          ...statements.increment(counter),
        ];
        const inner = [ir.region(...test), ...inOrder(depth, [...targets, target]), ...barriers()];
        const repeats = draw(4) > 0 ? [ir.again(target.label)] : [];
        return [
          ir.region(ir.constant(counter, 0)),
          ir.phases.loop(target.label, [...inner, ...repeats]),
          ...barriers(),
        ];
      }
    }
  }

  function inOrder(depth: number, targets: readonly Target[]): readonly Phase[] {
    return [...barriers(), ...phases(depth - 1, targets)];
  }

  function barriers(): readonly Phase[] {
    const atomic = draw(3) === 0 ? pick(draw, ['add', 'max-u', 'min-s', 'and', 'or', 'xor'] as const) : undefined;
    making.sharing = { own: draw(2) as 0 | 1, atomic };
    return [ir.barrier('workgroup')];
  }

  function region(targets: readonly Target[]): Phase {
    return ir.region(...list({ isTogether: true, depth: 1 + draw(4), targets }));
  }

  // What an invocation does.

  function list(context: Context): readonly Instruction[] {
    const made: Instruction[] = [];
    const around = variables.length;
    for (let count = draw(3); count > 0; count--) {
      made.push(...make.computed(registers));
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
        return make.computed(make.variable());
      case 2:
        return make.condition(pick(draw, truths));
      case 3:
        return context.isTogether ? make.sharedValue(pick(draw, shared)) : make.computed(make.variable());
      case 4:
      case 5:
        return make.loaded(draw(6) === 0 ? pick(draw, truths) : make.variable(), context.isTogether);
      case 6:
        return make.stored();
      case 7:
        return draw(2) === 0 ? make.computed(make.variable()) : make.changed();
      case 8:
        return make.row(pick(draw, rows));
      case 9:
        return make.own(slot);
      case 10:
        return draw(2) === 0 ? jump(context) : make.computed(make.variable());
      case 11:
        return make.checked();
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
    return [...(isUniform ? make.sharedCondition(left) : make.condition(left)), ir.when(left, inner)];
  }

  function choice(context: Context): readonly Instruction[] {
    const isUniform = context.isTogether && (isOftenUniform ? draw(4) > 0 : draw(4) === 0);
    const inner = { ...context, isTogether: isUniform, depth: context.depth - 1 };
    const then = draw(8) === 0 ? [] : list(inner);
    const otherwise = draw(2) === 0 ? list(inner) : [];
    return [...(isUniform ? make.sharedCondition(left) : make.condition(left)), ir.when(left, then, otherwise)];
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
    const own =
      draw(4) === 0
        ? [ir.constant(bound, 1 + draw(3))]
        : make.bounded(bound, pick(draw, isUniform ? shared : make.different()), 3);
    const test = [
      ir.binary(left, bound, 'le-u', counter),
      ir.when(left, [ir.leave(target.label)]),
      ...statements.increment(counter),
    ];
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
}
