/** Random kernels of the IR, to try what is said of them: small, and full of what analyses get wrong. */
import { grid as grids, owner } from '@assay/core';
import type { Dispatch } from '../analysis/dispatch.js';
import type { BinaryOperation, Instruction, Kernel, Phase, UnaryOperation } from '../execution/ir.js';
import { when } from './assembly.js';

/** Numbers below `end`, from a seed: Mulberry32. */
export type Draw = (end: number) => number;

export function drawFrom(seed: number): Draw {
  let state = seed | 0;
  return (end) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * end);
  };
}

/** Builtin values lie below, variables from here on; counters of loops of phases behind them, which nothing else assigns. */
const FIRST = 8;
const VARIABLES = 9;
const COUNTERS = FIRST + VARIABLES;
/** Nothing reads these but probes. */
const SCRATCH = COUNTERS + 6;
const REGISTERS = SCRATCH + 2;
const LOCAL_WORDS = 12;
const WORKGROUP_WORDS = 16;

/** Words for inputs. */
export const edges: readonly number[] = [
  0,
  1,
  2,
  3,
  4,
  5,
  7,
  8,
  11,
  15,
  16,
  31,
  32,
  63,
  64,
  100,
  2 ** 31 - 1,
  -(2 ** 31),
  -1,
  -2,
  -7,
  -8,
  -64,
];
const small = [0, 0, 1, 1, 1, 2, 2, 3, 4, 5, 6, 7, 8, 10, 15, 16, 31, 32, -1, -1, -2, -3];

/** A kernel with a dispatch of it. */
export interface Sample {
  readonly kernel: Kernel;
  readonly dispatch: Dispatch;
  /** Contents of the bindings 0 (read) and 1 (a literal). */
  readonly contents: readonly (readonly number[])[];
  /** Places of probes. */
  readonly probes: readonly number[];
}

export function pick<T>(draw: Draw, list: readonly T[]): T {
  return list[draw(list.length)]!;
}

/**
 * A kernel of indices, conditions and loops, drawn at random.
 *
 * @param countOf how many elements a probe is clamped to, by its place; without it there are no probes. A probe is a clamp of a word
 * that is used for nothing, or of what is left of it to the greatest, or of either with the other sign.
 */
export function sampleOf(draw: Draw, countOf?: (at: number) => number): Sample {
  let labels = 0;
  let places = 0;
  let counters = 0;
  const probes: number[] = [];
  const at = (): number => places++;
  const variable = (): number => FIRST + draw(VARIABLES);
  const any = (): number => (draw(3) === 0 ? draw(FIRST) : variable());
  const constantIn = (to: number, value: number): Instruction => ({ kind: 'constant', to, value: value | 0 });
  const binary = (operation: BinaryOperation, to: number, left: number, right: number): Instruction => ({
    kind: 'binary',
    operation,
    to,
    left,
    right,
  });
  const comparisons = ['lt-u', 'lt-u', 'lt-s', 'le-u', 'le-s', 'eq', 'ne'] as const;
  const isWide = draw(4) === 0;
  const number = (): number => pick(draw, isWide && draw(2) === 0 ? edges : small);

  /** Instructions that leave the result of an operation in a register. */
  const computed = (to: number): Instruction[] => {
    const [left, other] = [any(), variable()];
    const by = (value: number, operation: BinaryOperation): Instruction[] =>
      draw(6) === 0
        ? [constantIn(other, value), binary(operation, to, other, left)]
        : [constantIn(other, value), binary(operation, to, left, other)];
    switch (draw(22)) {
      case 0:
      case 1:
        return by(number(), pick(draw, ['add', 'sub']));
      case 2:
        return by(number(), 'mul');
      case 3:
        return by(number(), pick(draw, ['div-u', 'rem-u', 'div-s', 'rem-s']));
      case 4:
        return by(pick(draw, [1, 3, 4, 7, 8, 12, 15, 31, -4, -8, 0xff00, 10]), 'and');
      case 5:
        return by(number(), pick(draw, ['min-u', 'max-u', 'min-s', 'max-s']));
      case 6:
        return by(draw(5) === 0 ? 32 + draw(40) : draw(32), pick(draw, ['shl', 'shr-u', 'shr-s']));
      case 7:
        return by(number(), pick(draw, ['or', 'xor']));
      case 8:
      case 9:
        return [binary(pick(draw, ['add', 'sub', 'add', 'mul']), to, left, any())];
      case 10:
        return [binary(pick(draw, ['min-u', 'max-u', 'min-s', 'max-s', 'and', 'or', 'xor']), to, left, any())];
      case 11:
        return [binary(pick(draw, ['div-u', 'rem-u', 'div-s', 'rem-s', 'shl', 'shr-u', 'shr-s']), to, left, any())];
      case 12:
        return [binary(pick(draw, comparisons), to, left, any())];
      case 13:
        return [...condition(other), { kind: 'select', to, condition: other, yes: any(), no: any() }];
      case 14: {
        const operations: readonly UnaryOperation[] = ['not', 'complement', 'negate', 'abs-s', 'sign-s'];
        const rare: readonly UnaryOperation[] = [
          ...(['count-leading-zeros', 'count-trailing-zeros', 'count-one-bits', 'reverse-bits'] as const),
          ...(['first-leading-bit-s', 'first-leading-bit-u', 'first-trailing-bit'] as const),
        ];
        return [{ kind: 'unary', operation: pick(draw, draw(3) === 0 ? rare : operations), to, operand: left }];
      }
      case 15: {
        const offset = draw(32);
        const count = draw(6) === 0 ? 0 : draw(33 - offset);
        if (draw(2) === 0) return [{ kind: 'insert', to, operand: left, bits: any(), offset, count }];
        return [{ kind: 'extract', isSigned: draw(2) === 0, to, operand: left, offset, count }];
      }
      case 16:
        return [{ kind: 'length', to, binding: draw(4) }];
      case 17:
        return [{ kind: 'copy', to, from: left }];
      case 18:
      case 19:
        return [constantIn(to, number())];
      case 20:
        return [binary(pick(draw, ['dot4-i8', 'dot4-u8']), to, left, any())];
      default:
        return [constantIn(other, draw(4)), loadFrom(1, to, other)];
    }
  };

  /** A truth value. */
  const condition = (to: number): Instruction[] => {
    const left = any();
    const compared: Instruction[] =
      draw(3) === 0
        ? [binary(pick(draw, comparisons), to, left, any())]
        : draw(5) === 0
          ? [constantIn(to, number()), binary(pick(draw, comparisons), to, to, left)]
          : [constantIn(to, number()), binary(pick(draw, comparisons), to, left, to)];
    if (draw(5) > 0) return compared;
    const [other, more] = [variable(), condition(to)];
    if (draw(2) === 0) return [...compared, when(to, more)];
    return [
      ...more,
      { kind: 'copy', to: other, from: to },
      ...compared,
      binary(pick(draw, ['and', 'or']), to, to, other),
    ];
  };

  const loadFrom = (binding: number, to: number, index: number, valid?: number): Instruction => ({
    kind: 'load-buffer',
    to,
    binding,
    index,
    valid,
    at: at(),
  });

  /** Often an index that is brought into some range. */
  const indexed = (index: number): Instruction[] => {
    const other = variable();
    const limit = 1 + draw(40);
    switch (draw(6)) {
      case 0:
        return [...computed(index), constantIn(other, limit), binary('rem-u', index, index, other)];
      case 1:
        return [...computed(index), constantIn(other, limit), binary('min-u', index, index, other)];
      case 2:
        return [...computed(index), constantIn(other, pick(draw, [3, 7, 15, 31])), binary('and', index, index, other)];
      case 3:
        return [{ kind: 'copy', to: index, from: any() }];
      case 4: {
        const terms = [constantIn(other, 1 + draw(9)), binary('mul', index, any(), other)];
        return [...terms, binary('add', index, index, any())];
      }
      default:
        return computed(index);
    }
  };

  const access = (): Instruction[] => {
    const [index, to, valid] = [variable(), variable(), variable()];
    const checks = draw(5) === 0 ? condition(valid) : [];
    const validity = checks.length > 0 ? valid : undefined;
    const setup = [...indexed(index), ...checks];
    const inner: Instruction[] = [];
    switch (draw(6)) {
      case 0:
        inner.push(loadFrom(draw(4), to, index, validity));
        break;
      case 1:
      case 2:
        inner.push({ kind: 'store-buffer', binding: 2 + draw(2), index, value: any(), valid: validity, at: at() });
        break;
      default: {
        const memory = pick(draw, ['local', 'workgroup'] as const);
        const words = memory === 'local' ? LOCAL_WORDS : WORKGROUP_WORDS;
        const base = draw(words);
        const place = variable();
        inner.push({ kind: 'clamp', to: place, index, count: 1 + draw(words - base), at: at() });
        inner.push(constantIn(to, base), binary('add', place, place, to));
        inner.push(
          draw(2) === 0
            ? { kind: 'load', memory, to, index: place, isUniform: false, at: at() }
            : { kind: 'store', memory, index: place, value: any(), at: at() },
        );
      }
    }
    if (draw(3) > 0) return [...setup, ...inner];
    // Behind a comparison of the index.
    const [test, limit] = [variable(), variable()];
    const compared = [constantIn(limit, draw(50)), binary(pick(draw, ['lt-u', 'lt-s', 'le-u']), test, index, limit)];
    return [...setup, ...compared, when(test, inner)];
  };

  const probe = (register: number): Instruction[] => {
    const [kind, place] = [draw(4), at()];
    if (countOf === undefined) return [];
    probes.push(place);
    const [word, spare] = [SCRATCH, SCRATCH + 1];
    return [
      constantIn(spare, kind & 1 ? -(2 ** 31) : 0),
      binary('add', word, register, spare),
      ...(kind & 2 ? [{ kind: 'unary', operation: 'complement', to: word, operand: word } as const] : []),
      { kind: 'clamp', to: spare, index: word, count: countOf(place), at: place },
    ];
  };

  const assigned = (): Instruction[] => {
    const to = variable();
    return [...computed(to), ...(draw(2) === 0 ? probe(to) : [])];
  };

  /** `leaves`: labels that may be left. */
  const list = (depth: number, leaves: readonly number[]): Instruction[] => {
    const body: Instruction[] = [];
    for (let k = 1 + draw(4); k > 0; k--) body.push(...statement(depth, leaves));
    return body;
  };

  const statement = (depth: number, leaves: readonly number[]): Instruction[] => {
    const kind = draw(depth > 2 ? 8 : 15);
    if (kind < 4) return assigned();
    if (kind < 8) return access();
    const test = variable();
    if (kind < 11) {
      const jump: Instruction[] =
        leaves.length > 0 && draw(3) === 0 ? [{ kind: 'leave', label: pick(draw, leaves) }] : [];
      const then = [...list(depth + 1, leaves), ...jump];
      return [...condition(test), when(test, then, draw(2) === 0 ? list(depth + 1, leaves) : [])];
    }
    if (kind < 12) {
      const label = labels++;
      return [{ kind: 'block', label, body: list(depth + 1, [...leaves, label]) }];
    }
    return loop(depth, leaves);
  };

  const loop = (depth: number, leaves: readonly number[]): Instruction[] => {
    const [counter, test, step, end, again, next] = [variable(), variable(), variable(), labels++, labels++, labels++];
    const leave: Instruction = { kind: 'leave', label: end };
    const limit = draw(3) === 0 ? any() : undefined;
    const compare = pick(draw, ['lt-u', 'lt-u', 'lt-s', 'le-u', 'le-s', 'ne', 'ne'] as const);
    const isDown = draw(3) === 0;
    const bound: Instruction[] = limit === undefined ? [constantIn(test, isDown ? draw(3) : draw(24))] : [];
    const [left, right] = isDown ? [limit ?? test, counter] : [counter, limit ?? test];
    const head: Instruction[] = [...bound, binary(compare, test, left, right), when(test, [], [leave])];
    const changes: readonly Instruction[][] = [
      [constantIn(step, isDown ? -1 - draw(2) : 1 + draw(5)), binary('add', counter, counter, step)],
      [constantIn(step, 1 + draw(4)), binary(isDown ? 'sub' : 'add', counter, counter, step)],
      [constantIn(step, 1 + draw(2)), binary(isDown ? 'shr-u' : 'shl', counter, counter, step)],
      [constantIn(step, 2 + draw(3)), binary(isDown ? 'div-u' : 'mul', counter, counter, step)],
      [binary(isDown ? 'sub' : 'add', counter, counter, any())],
    ];
    const change = changes[pick(draw, [0, 0, 0, 1, 1, 2, 3, 4])]!;
    const initial: Instruction[] =
      draw(3) === 0
        ? [{ kind: 'copy', to: counter, from: any() }]
        : [constantIn(counter, isDown ? draw(32) : draw(3) === 0 ? number() : 0)];
    const inside = list(depth + 1, [...leaves, end, next]);
    // Most bodies leave the counter alone.
    const body =
      draw(4) === 0 ? inside : inside.map((one) => renamed(one, counter, FIRST + ((counter + 1) % VARIABLES)));
    const exits = draw(6) === 0 ? [] : head;
    const round: Instruction[] =
      draw(5) === 0
        ? [{ kind: 'block', label: next, body }, ...change, ...exits]
        : [...exits, { kind: 'block', label: next, body }, ...change];
    const whole: Instruction = {
      kind: 'loop',
      label: again,
      body: [...round, { kind: 'again', label: again }],
      at: at(),
    };
    return [...initial, { kind: 'block', label: end, body: [whole] }, ...probe(counter), ...probe(variable())];
  };

  const phases = (depth: number): Phase[] => {
    const made: Phase[] = [{ kind: 'region', code: list(1, []) }];
    for (let k = draw(3); k > 0; k--) {
      made.push({ kind: 'barrier', memory: draw(2) === 0 ? 'workgroup' : 'storage', at: 0 });
      if (depth < 2 && counters + COUNTERS < SCRATCH - 2 && draw(2) === 0) made.push(...phaseLoop(depth));
      made.push({ kind: 'region', code: list(2, []) });
    }
    return made;
  };

  /** A loop of the workgroup, with a counter of its own. */
  const phaseLoop = (depth: number): Phase[] => {
    const counter = COUNTERS + counters;
    counters += 2;
    const [test, end, again] = [counter + 1, labels++, labels++];
    const isHalving = draw(3) === 0;
    const head: Instruction[] = [
      constantIn(test, isHalving ? 0 : 1 + draw(6)),
      isHalving ? binary('lt-u', test, test, counter) : binary(pick(draw, ['lt-u', 'lt-s', 'ne']), test, counter, test),
      when(test, [], [{ kind: 'leave', label: end }]),
    ];
    const change = [constantIn(test, 1), binary(isHalving ? 'shr-u' : 'add', counter, counter, test)];
    const initial =
      draw(4) === 0 ? { kind: 'copy' as const, to: counter, from: 4 } : constantIn(counter, isHalving ? draw(40) : 0);
    return [
      { kind: 'region', code: [initial] },
      {
        kind: 'block',
        label: end,
        body: [
          {
            kind: 'loop',
            label: again,
            body: [
              { kind: 'region', code: head },
              ...phases(depth + 1),
              { kind: 'region', code: change },
              { kind: 'again', label: again },
            ],
          },
        ],
      },
    ];
  };

  const body = draw(3) === 0 ? phases(0) : [{ kind: 'region' as const, code: list(0, []) }];
  const kernel: Kernel = {
    loweringVersion: 1,
    entryPoint: 'main',
    workgroupSize: pick(draw, [
      [4, 1, 1],
      [1, 1, 1],
      [2, 2, 1],
      [3, 2, 1],
      [8, 1, 1],
    ] as const),
    bindings: [
      { name: 'a', binding: 0, access: 'read' },
      { name: 'b', binding: 1, access: 'uniform' },
      { name: 'c', binding: 2, access: 'write' },
      { name: 'd', binding: 3, access: 'write' },
    ],
    workgroupWords: WORKGROUP_WORDS,
    localWords: LOCAL_WORDS,
    registers: REGISTERS,
    builtins: [
      { register: 0, value: 'local_invocation_index' },
      { register: 1, value: 'local_invocation_id.x' },
      { register: 2, value: 'local_invocation_id.y' },
      { register: 3, value: 'global_invocation_id.x' },
      { register: 4, value: 'workgroup_id.x' },
      { register: 5, value: 'workgroup_id.y' },
      { register: 6, value: 'global_invocation_id.y' },
      { register: 7, value: 'num_workgroups.x' },
    ],
    body,
    spans: Array.from({ length: places + 1 }, (_, k) => ({ start: k, end: k })),
  };
  const literal = Array.from({ length: 1 + draw(5) }, () => number());
  return { kernel, probes, ...circumstances(draw, literal, pick(draw, [0, 1, 3, 8, 20, 40])) };
}

/** The instruction with another register in the place of `from`, wherever it is assigned. */
function renamed(instruction: Instruction, from: number, to: number): Instruction {
  const change = (list: readonly Instruction[]): readonly Instruction[] => list.map((one) => renamed(one, from, to));
  const { kind } = instruction;
  if (kind === 'if') return when(instruction.condition, change(instruction.then), change(instruction.otherwise));
  if (kind === 'block' || kind === 'loop') return { ...instruction, body: change(instruction.body) };
  return 'to' in instruction && instruction.to === from ? { ...instruction, to } : instruction;
}

function circumstances(draw: Draw, literal: readonly number[], loopBudget: number): Omit<Sample, 'kernel' | 'probes'> {
  const size = (): 1 | 2 | 3 => pick(draw, [1, 1, 2, 3] as const);
  const tile = tileOf(draw, [size(), size(), 1]);
  const words = 1 + draw(12);
  const { grid } = tile;
  const offset = draw(3) === 0 ? draw(4) : 0;
  const length = draw(3) === 0 ? 1 + draw(30) : offset + words * grids.count(grid) - (draw(3) === 0 ? draw(words) : 0);
  const bytes = new Uint8Array(Int32Array.from(literal, (word) => word | 0).buffer);
  const read = Array.from({ length: 1 + draw(40) }, () => pick(draw, edges));
  return {
    dispatch: {
      grid,
      lengthWords: new Map([
        [0, read.length],
        [1, literal.length],
        [2, Math.max(1, length)],
        [3, tile.lengthWords],
      ]),
      owners: new Map<number, owner.OwnerMap>([
        [2, owner.linear(words, offset)],
        [3, tile.map],
      ]),
      literals: new Map([[1, bytes]]),
      loopBudget,
    },
    contents: [read, literal],
  };
}

/** A map that fits its grid (core SPEC.md J10 to J14). */
function tileOf(draw: Draw, wanted: grids.Grid): { grid: grids.Grid; lengthWords: number; map: owner.TileOwner } {
  const dimensions: owner.TileDimension[] = [];
  const axes = draw(2) === 0 ? (['y', 'x'] as const) : (['x', 'y'] as const);
  const grid: [number, number, number] = [wanted[0], wanted[1], 1];
  for (const axis of axes) {
    const tiles = grid[axis === 'x' ? 0 : 1];
    const tile = 1 + draw(6);
    const origin = draw(4) === 0 ? draw(3) : 0;
    const extent = Math.max(origin + 1, origin + tiles * tile + (draw(3) === 0 ? draw(4) - 2 : 0));
    dimensions.push({ extent, tile, axis, origin });
  }
  if (draw(3) === 0) {
    const extent = 1 + draw(4);
    dimensions.splice(draw(3), 0, { extent, tile: extent, axis: 'whole', origin: 0 });
  }
  return {
    grid,
    lengthWords: dimensions.reduce((words, { extent }) => words * extent, 1),
    map: { kind: 'tile', dimensions },
  };
}
