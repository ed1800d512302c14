/**
 * Instructions without control flow, for the kernels of divergent.ts: operations on what an invocation has, and accesses that race
 * with no other's.
 */
import type { BinaryOperation, BuiltinWord, Instruction, Register } from '../execution/ir.js';
import * as ir from './assembly.js';
import { type Draw, edges, pick } from './wild.js';

export const builtins: readonly BuiltinWord[] = [
  'local_invocation_index',
  'local_invocation_id.x',
  'local_invocation_id.y',
  'local_invocation_id.z',
  'global_invocation_id.x',
  'workgroup_id.x',
  'num_workgroups.x',
];
export const [index, group, groups] = [0, 5, 6];
/** The place of an invocation among those of all cells. */
export const place = 7;
/** What each invocation has for itself: words, and truth values for the most part. */
export const values = registersFrom(8, 5);
export const truths = registersFrom(13, 3);
/** Equal in all invocations, wherever all of them are. */
export const shared = registersFrom(16, 4);
/** The index and a word more, in most lanes: what a row of words is loaded with. */
export const rows = registersFrom(20, 2);
/** The index of a word that no other invocation has. */
export const slot = 22;
export const [left, right, third] = [23, 24, 25];
/** From here on: counters and bounds of loops, and what a list of instructions has for itself. */
export const first = 26;

const words: readonly BinaryOperation[] = ['add', 'sub', 'mul', 'and', 'or', 'xor', 'shl', 'shr-u', 'shr-s'];
const others: readonly BinaryOperation[] = [
  ...(['div-u', 'rem-u', 'div-s', 'rem-s', 'min-u', 'max-u', 'min-s', 'max-s', 'dot4-i8', 'dot4-u8'] as const),
];
const comparisons = ['lt-u', 'lt-s', 'le-u', 'le-s', 'eq', 'ne'] as const;

/** How invocations share memory until the next barrier: each has its own words of one half, all read the other; atomics apart. */
export interface Sharing {
  readonly own: 0 | 1;
  readonly atomic: BinaryOperation | undefined;
}

/** A kernel that is being made. */
export interface Making {
  readonly invocations: number;
  /** Variables and counters of the lists of instructions around. */
  readonly variables: Register[];
  readonly counters: Register[];
  sharing: Sharing;
  /** The next place. */
  at(): number;
}

/** Each gives instructions; those with a register `to` leave a word there. */
export interface Statements {
  computed(to: Register): readonly Instruction[];
  condition(to: Register): readonly Instruction[];
  sharedCondition(to: Register): readonly Instruction[];
  sharedValue(to: Register): readonly Instruction[];
  row(to: Register): readonly Instruction[];
  own(to: Register): readonly Instruction[];
  bounded(to: Register, from: Register, mask: number): readonly Instruction[];
  load(binding: number, to: Register, word: Register): readonly Instruction[];
  loaded(to: Register, isTogether: boolean): readonly Instruction[];
  stored(): readonly Instruction[];
  checked(): readonly Instruction[];
  changed(): readonly Instruction[];
  /** Something that can be assigned. */
  variable(): Register;
  /** What differs from invocation to invocation. */
  different(): readonly Register[];
}

export function statementsOf(draw: Draw, making: Making): Statements {
  const { invocations, variables, counters, at } = making;
  return {
    ...{ computed, condition, sharedCondition, sharedValue, row, own, bounded, load },
    ...{ loaded, stored, checked, changed, variable, different },
  };

  /** Leaves a truth value that is equal in all invocations, though it may not look like it: by way of a local array. */
  function sharedCondition(to: Register): readonly Instruction[] {
    const compared = [ir.constant(right, draw(5)), ir.binary(to, pick(draw, shared), pick(draw, comparisons), right)];
    if (draw(3) > 0) return compared;
    return [...compared, ir.constant(right, 5), ir.store('local', right, to, at()), ir.load(to, 'local', right, at())];
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

  function different(): readonly Register[] {
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
          ir.unary(
            to,
            pick(draw, ['not', 'complement', 'negate', 'abs-s', 'count-one-bits', 'first-leading-bit-s']),
            any(),
          ),
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
        return [
          ir.binary(third, one, product(), other),
          ir.binary(to, other, product(), one),
          ir.binary(to, to, 'sub', third),
        ];
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
        return [ir.constant(right, draw(5)), ir.binary(to, pick(draw, different()), pick(draw, comparisons), right)];
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

  function loaded(to: Register, isTogether: boolean): readonly Instruction[] {
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
        const base = [
          ir.constant(right, (1 - making.sharing.own) * invocations),
          ir.binary(third, third, 'add', right),
        ];
        const word = ir.clamp(third, pick(draw, [index, ...shared, ...values]), invocations, at());
        return [word, ...base, ir.load(to, 'workgroup', third, at())];
      }
      case 10:
        if (making.sharing.atomic !== undefined) return computed(to);
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
    const test = (count: number): readonly Instruction[] => [
      ir.constant(left, count),
      ir.binary(left, word, 'lt-u', left),
    ];
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
    if (making.sharing.atomic === undefined) return stored();
    const place = [
      ir.constant(right, 2 * invocations),
      ...bounded(third, any(), 3),
      ir.binary(third, third, 'add', right),
    ];
    return [...place, ir.atomic(third, making.sharing.atomic as 'add', any(), at())];
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
    return [ir.constant(right, making.sharing.own * invocations), ir.binary(third, index, 'add', right)];
  }
}

export function increment(counter: Register): readonly Instruction[] {
  return [ir.constant(third, 1), ir.binary(counter, counter, 'add', third)];
}

function registersFrom(first: number, count: number): readonly Register[] {
  return Array.from({ length: count }, (_, k) => first + k);
}
