import { blake3 } from '@assay/core';
import { type Code, get, i32, i32x4, loop, type Procedure, select, set, shuffle, tee, v128 } from './wasm-emitter.js';

/**
 * The name of the function: compresses groups of four inputs of equal size, one in each 32-bit lane, to chaining values.
 *
 * Parameters, all i32: number of groups (1 or more); address of the first input; bytes from one input to the next; blocks of an
 * input; address of the counters' low words, one an input (the high words stand {@link countersBytes} behind); flags of every
 * block, of the first besides, of the last besides; address of the first value. It may overwrite inputs of earlier groups.
 */
export const functionName = 'compress' as const;

/** Bytes of a table of one counter word for each input of the largest call. */
export const countersBytes = 1024;

const parameters = [
  'groups',
  'from',
  'stride',
  'blocks',
  'counters',
  'flags',
  'firstFlags',
  'lastFlags',
  'to',
] as const;
const addresses = ['lane0', 'lane1', 'lane2', 'lane3', 'block'] as const;

const local = Object.fromEntries([...parameters, ...addresses].map((name, index) => [name, index])) as Record<
  (typeof parameters)[number] | (typeof addresses)[number],
  number
>;
const firstVector = parameters.length + addresses.length;
/** Chaining value, state, message, counters and scratch. */
const h = (i: number): number => firstVector + i;
const v = (i: number): number => firstVector + 8 + i;
const m = (i: number): number => firstVector + 24 + i;
const counterLow = firstVector + 40;
const counterHigh = firstVector + 41;
const scratch = (i: number): number => firstVector + 42 + i;
const vectors = 46;

/** Of the message words, after each round (BLAKE3 §2.2). */
const permutation = [2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8];

/** The state words of the eight quarter rounds: columns, then diagonals. */
const quarters = [
  [0, 4, 8, 12],
  [1, 5, 9, 13],
  [2, 6, 10, 14],
  [3, 7, 11, 15],
  [0, 5, 10, 15],
  [1, 6, 11, 12],
  [2, 7, 8, 13],
  [3, 4, 9, 14],
] as const;

const lanes = [0, 1, 2, 3];

/** The function {@link functionName}. */
export function compressFour(): Procedure {
  return {
    name: functionName,
    parameters: parameters.map(() => 'i32'),
    locals: [...addresses.map(() => 'i32' as const), ...Array.from({ length: vectors }, () => 'v128' as const)],
    body: loop([
      ...initialValue(),
      ...loop([...loadMessage(), ...initialState(), ...sevenRounds(), ...feedForward(), ...nextBlock()]),
      ...storeValue(),
      ...nextGroup(),
    ]),
  };
}

function initialValue(): Code {
  return [
    ...blake3.initialValues.flatMap((word, i) => [...v128.splat(word), ...set(h(i))]),
    ...[...get(local.counters), ...v128.load(0), ...set(counterLow)],
    ...[...get(local.counters), ...v128.load(countersBytes), ...set(counterHigh)],
    ...[...get(local.from), ...set(local.lane0)],
    ...lanes
      .slice(1)
      .flatMap((lane) => [
        ...get(local.lane0 + lane - 1),
        ...get(local.stride),
        ...i32.add,
        ...set(local.lane0 + lane),
      ]),
    ...[...i32.const(0), ...set(local.block)],
  ];
}

/** Four words of each input become four vectors of one word of all inputs, four times. */
function loadMessage(): Code {
  return [0, 4, 8, 12].flatMap((word) => [
    ...lanes.flatMap((lane) => [...get(local.lane0 + lane), ...v128.load(4 * word), ...set(scratch(lane))]),
    ...transpose(scratch, (i) => m(word + i)),
  ]);
}

function initialState(): Code {
  const isLast = [...get(local.block), ...get(local.blocks), ...i32.const(1), ...i32.sub, ...i32.eq];
  const isFirst = [...get(local.block), ...i32.const(0), ...i32.eq];
  return [
    ...Array.from({ length: 8 }, (_, i) => [...get(h(i)), ...set(v(i))]).flat(),
    ...blake3.initialValues.slice(0, 4).flatMap((word, i) => [...v128.splat(word), ...set(v(8 + i))]),
    ...[...get(counterLow), ...set(v(12))],
    ...[...get(counterHigh), ...set(v(13))],
    ...[...v128.splat(64), ...set(v(14))],
    ...get(local.flags),
    ...[...get(local.firstFlags), ...i32.const(0), ...isFirst, ...select, ...i32.or],
    ...[...get(local.lastFlags), ...i32.const(0), ...isLast, ...select, ...i32.or],
    ...[...i32x4.splat, ...set(v(15))],
  ];
}

/** Unrolled, so that the permutation of the message costs nothing: it only renames locals. */
function sevenRounds(): Code {
  const code: number[] = [];
  let order = Array.from({ length: 16 }, (_, i) => i);
  for (let round = 0; round < 7; round++) {
    quarters.forEach(([a, b, c, d], i) => {
      code.push(...half(v(a), v(b), v(c), v(d), m(order[2 * i]!), rotateRight16, rotateRight(12)));
      code.push(...half(v(a), v(b), v(c), v(d), m(order[2 * i + 1]!), rotateRight8, rotateRight(7)));
    });
    order = permutation.map((from) => order[from]!);
  }
  return code;
}

function half(a: number, b: number, c: number, d: number, word: number, rotateD: Code, rotateB: Code): Code {
  return [
    ...[...get(a), ...get(b), ...i32x4.add, ...get(word), ...i32x4.add, ...tee(a)],
    ...[...get(d), ...v128.xor, ...rotateD, ...tee(d)],
    ...[...get(c), ...i32x4.add, ...tee(c)],
    ...[...get(b), ...v128.xor, ...rotateB, ...set(b)],
  ];
}

/** By whole bytes: one shuffle instead of two shifts. */
const rotateRight16: Code = rotateBytes(2);
const rotateRight8: Code = rotateBytes(1);

function rotateBytes(by: number): Code {
  const bytes = Array.from({ length: 16 }, (_, i) => (i & ~3) | ((i + by) & 3));
  return [...tee(scratch(0)), ...get(scratch(0)), ...shuffle(bytes)];
}

function rotateRight(by: number): Code {
  return [
    ...[...tee(scratch(0)), ...i32.const(by), ...i32x4.shrU],
    ...[...get(scratch(0)), ...i32.const(32 - by), ...i32x4.shl],
    ...v128.or,
  ];
}

function feedForward(): Code {
  return Array.from({ length: 8 }, (_, i) => [...get(v(i)), ...get(v(i + 8)), ...v128.xor, ...set(h(i))]).flat();
}

function nextBlock(): Code {
  return [
    ...lanes.flatMap((lane) => [...get(local.lane0 + lane), ...i32.const(64), ...i32.add, ...set(local.lane0 + lane)]),
    ...[...get(local.block), ...i32.const(1), ...i32.add, ...tee(local.block), ...get(local.blocks), ...i32.sub],
  ];
}

function storeValue(): Code {
  return [0, 4].flatMap((word) => [
    ...transpose((i) => h(word + i), scratch),
    ...lanes.flatMap((lane) => [...get(local.to), ...get(scratch(lane)), ...v128.store(32 * lane + 4 * word)]),
  ]);
}

function nextGroup(): Code {
  return [
    ...[...get(local.stride), ...get(local.stride), ...i32.add, ...tee(local.block), ...get(local.block), ...i32.add],
    ...[...get(local.from), ...i32.add, ...set(local.from)],
    ...[...get(local.counters), ...i32.const(16), ...i32.add, ...set(local.counters)],
    ...[...get(local.to), ...i32.const(128), ...i32.add, ...set(local.to)],
    ...[...get(local.groups), ...i32.const(1), ...i32.sub, ...tee(local.groups)],
  ];
}

/** A 4 x 4 matrix of words. The target must not overlap the source; `v(0)` to `v(3)` are overwritten. */
function transpose(source: (i: number) => number, target: (i: number) => number): Code {
  const pick = (first: number, second: number, words: readonly number[], to: number): Code => [
    ...[...get(first), ...get(second)],
    ...[...shuffle(words.flatMap((word) => lanes.map((byte) => 4 * word + byte))), ...set(to)],
  ];
  return [
    ...pick(source(0), source(1), [0, 4, 1, 5], v(0)),
    ...pick(source(2), source(3), [0, 4, 1, 5], v(1)),
    ...pick(source(0), source(1), [2, 6, 3, 7], v(2)),
    ...pick(source(2), source(3), [2, 6, 3, 7], v(3)),
    ...pick(v(0), v(1), [0, 1, 4, 5], target(0)),
    ...pick(v(0), v(1), [2, 3, 6, 7], target(1)),
    ...pick(v(2), v(3), [0, 1, 4, 5], target(2)),
    ...pick(v(2), v(3), [2, 3, 6, 7], target(3)),
  ];
}
