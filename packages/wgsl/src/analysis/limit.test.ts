/** Whatever the kernel: an answer, in bounded time, without an error (SPEC.md A6). */
import { owner } from '@assay/core';
import { expect, it } from 'vitest';
import type { Instruction } from '../execution/ir.js';
import {
  again,
  binary,
  block,
  builtin,
  constant,
  copy,
  kernel,
  leave,
  loadBuffer,
  loop,
  region,
  storeBuffer,
  when,
} from '../testing/assembly.js';
import { type Analysis, inspect } from './analyze.js';
import type { Dispatch } from './dispatch.js';
import * as guards from './guards.js';

const dispatch: Dispatch = {
  grid: [4, 1, 1],
  lengthWords: new Map([
    [0, 1000],
    [1, 8],
    [2, 4096],
    [3, 8],
  ]),
  owners: new Map([
    [2, owner.linear(1024)],
    [3, owner.linear(2)],
  ]),
  literals: new Map(),
  loopBudget: 1000,
};

interface Outcome extends Pick<Analysis, 'backEdges'> {
  readonly all: number;
  readonly left: number;
  readonly hasGivenUp: boolean;
}

/** Register 1 is the global invocation id; 100 to 199 are used by nothing but what is given here. */
function outcome(code: readonly Instruction[]): Outcome {
  const whole = kernel([region(...code)], {
    workgroupSize: [64, 1, 1],
    registers: 200,
    builtins: [builtin(0, 'local_invocation_index'), builtin(1, 'global_invocation_id.x')],
  });
  const { guards: kept, backEdges, accesses } = inspect(whole, dispatch);
  const all = guards.countOf(guards.all(whole));
  return { all, left: guards.countOf(kept), backEdges, hasGivenUp: accesses === undefined };
}

/** Accesses that are inside. */
function straight(instructions: number): readonly Instruction[] {
  const code: Instruction[] = [];
  for (let k = 0; code.length < instructions; k++) {
    const r = 2 + (k % 20) * 4;
    code.push(constant(r, k % 744), binary(r + 1, 1, 'add', r), loadBuffer(r + 2, 0, r + 1, k), copy(r + 3, r + 2));
  }
  return code;
}

/** `body` in loops of three rounds. */
function nested(loops: number, body: readonly Instruction[]): readonly Instruction[] {
  if (loops === 0) return body;
  const counter = 100 + (loops % 80);
  const head = [constant(190, 3), binary(191, counter, 'lt-u', 190), when(191, [], [leave(2 * loops)])];
  const next = [constant(190, 1), binary(counter, counter, 'add', 190), again(2 * loops + 1)];
  return [
    constant(counter, 0),
    block(2 * loops, [loop(2 * loops + 1, [...head, ...nested(loops - 1, body), ...next])]),
  ];
}

/** `body` in branches that the data decides. */
function branched(branches: number, body: readonly Instruction[]): readonly Instruction[] {
  const test = (k: number): Instruction[] => [constant(190, k), loadBuffer(191, 0, 190), binary(192, 191, 'lt-u', 1)];
  return Array.from({ length: branches }, (_, k) => k).reduce<readonly Instruction[]>(
    (inner, k) => [...test(k), when(192, inner, [constant(193, k)])],
    body,
  );
}

it('100,000 instructions in a row, and in a loop', () => {
  const none = { left: 0, hasGivenUp: false };
  expect(outcome(straight(100_000))).toMatchObject({ ...none, all: 25_000 });
  expect(outcome(nested(1, straight(50_000)))).toMatchObject({ ...none, backEdges: { invocation: 3 } });
});

it('loops inside each other, as deep as they are looked at and deeper', () => {
  expect(outcome(nested(6, straight(40)))).toMatchObject({ left: 1, backEdges: { invocation: 3 ** 7 / 2 - 1.5 } });
  expect(outcome(nested(40, straight(40)))).toMatchObject({ left: 1, backEdges: { invocation: undefined } });
  const tooDeep = outcome(nested(200, straight(40)));
  expect(tooDeep).toMatchObject({ left: tooDeep.all, hasGivenUp: true });
});

it('branches inside each other, as deep as they are looked at and deeper', () => {
  expect(outcome(branched(390, straight(40)))).toMatchObject({ left: 0, hasGivenUp: false });
  const tooDeep = outcome(branched(3_000, straight(40)));
  expect(tooDeep).toMatchObject({ left: tooDeep.all, hasGivenUp: true });
});

it('more work than is done', () => {
  const tooMuch = outcome(nested(60, straight(6_000)));
  expect(tooMuch).toMatchObject({ left: tooMuch.all, hasGivenUp: true, backEdges: { invocation: undefined } });
});

it('many ways to one place', () => {
  const exits = Array.from({ length: 2_000 }, (_, k) => [
    constant(101, k),
    binary(102, 1, 'eq', 101),
    when(102, [copy(103, 101), leave(1)]),
  ]);
  const code = [block(1, exits.flat()), storeBuffer(2, 103, 1)];
  expect(outcome(code)).toMatchObject({ hasGivenUp: false, all: 2, left: 2 });
});

it('a condition of many parts, and a value of many joins', () => {
  const parts = Array.from({ length: 3_000 }, (_, k) => [
    constant(101, k % 1000),
    loadBuffer(102, 0, 101),
    binary(103, 102, 'lt-u', 1),
    binary(104, 104, k % 2 === 0 ? 'or' : 'and', 103),
    when(103, [binary(105, 105, 'add', 102)], [binary(105, 105, 'sub', 1)]),
  ]);
  expect(outcome([...parts.flat(), when(104, straight(40))])).toMatchObject({ hasGivenUp: false, left: 0 });
});

it('a value that passes through many loops unread', () => {
  const loops = Array.from({ length: 2_000 }, (_, k): Instruction[] => [
    constant(101, 0),
    block(2 * k, [
      loop(2 * k + 1, [
        constant(102, 10),
        binary(103, 101, 'lt-u', 102),
        when(103, [], [leave(2 * k)]),
        loadBuffer(104, 0, 101),
        when(104, [copy(105, 101)]),
        constant(102, 1),
        binary(101, 101, 'add', 102),
        again(2 * k + 1),
      ]),
    ]),
  ]);
  expect(outcome([...loops.flat(), storeBuffer(2, 105, 1)])).toMatchObject({
    hasGivenUp: false,
    backEdges: { invocation: 20_000 },
  });
});
