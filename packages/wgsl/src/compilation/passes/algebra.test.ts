import { cases, seed } from '@assay/testkit';
import { describe, expect, it } from 'vitest';
import type { BinaryOperation, Instruction, UnaryOperation } from '../../execution/ir.js';
import * as operation from '../../execution/operation.js';
import * as ir from '../../testing/assembly.js';
import { evaluate } from '../../testing/evaluated.js';
import { simplified } from '../../testing/optimized.js';
import { printProgram } from '../../testing/program.js';
import { type Draw, drawFrom, pick } from '../../testing/wild.js';
import { edgeWords } from '../../testing/word.js';
import type { Node, Program } from '../program/program.js';
import { simplify } from './simplify.js';

const { binary, constant, copy, loadBuffer, select, storeBuffer, unary } = ir;
const [LEAST, GREATEST] = [-(2 ** 31), 2 ** 31 - 1];

/** Register 8 of a computation on the words x and y in registers 3 and 4: as r1 and r2, without what loads and stores them. */
function value(...code: readonly Instruction[]): readonly string[] {
  const words = [loadBuffer(3, 0, 0), loadBuffer(4, 1, 0)];
  const lines = simplified(...words, ...code, storeBuffer(2, 0, 8), storeBuffer(3, 0, 3), storeBuffer(3, 0, 4));
  return lines.slice(3, -2).map((line) => line.replace(/^buffer 2\[r0\] =/, '=>'));
}

/** x ∘ c. */
function by(name: BinaryOperation, c: number): readonly string[] {
  return value(constant(8, c), binary(8, 3, name, 8));
}

/** (x ∘ c) ∘ d. */
function twice(name: BinaryOperation, c: number, d: number): readonly string[] {
  return value(constant(8, c), binary(8, 3, name, 8), constant(9, d), binary(8, 8, name, 9));
}

/** The truth value x < y, then the rest. */
function truth(...code: readonly Instruction[]): readonly string[] {
  return value(binary(8, 3, 'lt-s', 4), ...code);
}

const x = ['=> r1'];
const is = (word: number): readonly string[] => (word === 0 ? ['=> r0'] : [`n0 = ${word}`, '=> n0']);
const computed = (...lines: readonly string[]): readonly string[] => lines;

/** Registers but those of 0, x and y by the order in which they come. */
function named(lines: readonly string[]): readonly string[] {
  const names = new Map<string, string>();
  return lines.map((line) =>
    line.replace(/r\d+/g, (name) => {
      if (['r0', 'r1', 'r2'].includes(name)) return name;
      if (!names.has(name)) names.set(name, `n${names.size}`);
      return names.get(name)!;
    }),
  );
}

describe('rules', () => {
  it.each([
    ['constants', value(constant(8, 6), constant(9, 7), binary(8, 8, 'mul', 9)), is(42)],
    ['unary operations of constants', value(constant(8, LEAST), unary(8, 'abs-s', 8)), is(LEAST)],
    ['copies', value(copy(8, 3), copy(9, 8), copy(8, 9)), x],
    ['x + 0', by('add', 0), x],
    ['x - 0', by('sub', 0), x],
    ['x - c', by('sub', 5), computed('n0 = -5', 'n1 = add r1, n0', '=> n1')],
    ['x - x', value(binary(8, 3, 'sub', 3)), is(0)],
    ['c + x', value(constant(8, 5), binary(8, 8, 'add', 3)), computed('n0 = 5', 'n1 = add r1, n0', '=> n1')],
    ['(x + c) + d', twice('add', 5, 6), computed('n0 = 11', 'n1 = add r1, n0', '=> n1')],
    ['(x + c) - d, and nothing is left', value(constant(9, 5), binary(8, 3, 'add', 9), binary(8, 8, 'sub', 9)), x],
    [
      '(c - x) + d',
      value(constant(8, 5), binary(8, 8, 'sub', 3), constant(9, 6), binary(8, 8, 'add', 9)),
      computed('n0 = 11', 'n1 = sub n0, r1', '=> n1'),
    ],
    [
      'c - (x + d)',
      value(constant(8, 5), binary(8, 3, 'add', 8), constant(9, 6), binary(8, 9, 'sub', 8)),
      computed('n0 = 1', 'n1 = sub n0, r1', '=> n1'),
    ],
    ['x · 0', by('mul', 0), is(0)],
    ['x · 1', by('mul', 1), x],
    ['x · 2ⁿ', by('mul', 64), computed('n0 = 6', 'n1 = shl r1, n0', '=> n1')],
    ['x · 2³¹', by('mul', LEAST), computed('n0 = 31', 'n1 = shl r1, n0', '=> n1')],
    ['(x · c) · d', twice('mul', 5, 7), computed('n0 = 35', 'n1 = mul r1, n0', '=> n1')],
    ['(x · 2ⁿ) · c', twice('mul', 4, 7), computed('n0 = 28', 'n1 = mul r1, n0', '=> n1')],
    ['E5: x / 0', by('div-s', 0), x],
    ['E5: x % 0', by('rem-s', 0), is(0)],
    ['E5: x / 0 of u32', by('div-u', 0), x],
    ['E5: x % 0 of u32', by('rem-u', 0), is(0)],
    ['x / 2ⁿ of u32', by('div-u', 8), computed('n0 = 3', 'n1 = shr-u r1, n0', '=> n1')],
    ['x / 2³¹ of u32', by('div-u', LEAST), computed('n0 = 31', 'n1 = shr-u r1, n0', '=> n1')],
    ['x % 2ⁿ of u32', by('rem-u', 8), computed('n0 = 7', 'n1 = and r1, n0', '=> n1')],
    ['x / 3', by('div-s', 3), computed('n0 = 3', 'n1 = div-s r1, n0', '=> n1')],
    [
      'x / 2ⁿ of i32 rounds towards 0',
      by('div-s', 8),
      computed(
        ...['n0 = 31', 'n1 = shr-s r1, n0', 'n2 = 29', 'n3 = shr-u n1, n2'],
        ...['n4 = add r1, n3', 'n5 = 3', 'n6 = shr-s n4, n5', '=> n6'],
      ),
    ],
    [
      'x % 2ⁿ of i32 has the sign of x',
      by('rem-s', 8),
      computed(
        ...['n0 = 31', 'n1 = shr-s r1, n0', 'n2 = 29', 'n3 = shr-u n1, n2'],
        ...['n4 = add r1, n3', 'n5 = -8', 'n6 = and n4, n5', 'n7 = sub r1, n6', '=> n7'],
      ),
    ],
    ['x & -1', by('and', -1), x],
    ['(x & c) & d', twice('and', 12, 6), computed('n0 = 4', 'n1 = and r1, n0', '=> n1')],
    ['x | -1', by('or', -1), is(-1)],
    ['x ^ -1', by('xor', -1), computed('n0 = complement r1', '=> n0')],
    ['x << 32', by('shl', 32), x],
    ['x << 33', by('shl', 33), computed('n0 = 1', 'n1 = shl r1, n0', '=> n1')],
    ['x << 20 << 12', twice('shl', 20, 12), is(0)],
    ['x >> 20 >> 12', twice('shr-s', 20, 12), computed('n0 = 31', 'n1 = shr-s r1, n0', '=> n1')],
    [
      'x << 8 >> 8 of u32',
      value(constant(9, 8), binary(8, 3, 'shl', 9), binary(8, 8, 'shr-u', 9)),
      computed('n0 = 16777215', 'n1 = and r1, n0', '=> n1'),
    ],
    ['min(x, 2³²-1) of u32', by('min-u', -1), x],
    ['max(x, 2³²-1) of u32', by('max-u', -1), is(-1)],
    ['min(x, 2³¹-1)', by('min-s', GREATEST), x],
    ['max(max(x, c), d)', twice('max-s', -5, 3), computed('n0 = 3', 'n1 = max-s r1, n0', '=> n1')],
    ['x < 0 of u32', by('lt-u', 0), is(0)],
    ['x < 1 of u32', by('lt-u', 1), computed('n0 = eq r1, r0', '=> n0')],
    ['x <= 2³¹-1', by('le-s', GREATEST), is(1)],
    [
      'x + c == d',
      value(constant(9, 5), binary(8, 3, 'add', 9), constant(9, 3), binary(8, 8, 'eq', 9)),
      computed('n0 = -2', 'n1 = eq r1, n0', '=> n1'),
    ],
    ['!(x < y)', truth(unary(8, 'not', 8)), computed('n0 = le-s r2, r1', '=> n0')],
    ['x < y, as a number that is not 0', truth(constant(9, 0), binary(8, 8, 'ne', 9)), truth()],
    ['x < y, compared with 1', truth(constant(9, 1), binary(8, 8, 'eq', 9)), truth()],
    ['x < y, compared with 2', truth(constant(9, 2), binary(8, 8, 'eq', 9)), is(0)],
    ['select(0, 1, x < y)', truth(constant(9, 1), constant(10, 0), select(8, 8, 9, 10)), truth()],
    ['select(y, x, true)', value(constant(8, 1), select(8, 8, 3, 4)), x],
    ['select(x, x, y)', value(select(8, 4, 3, 3)), x],
    ['select(y, x, !y)', value(unary(8, 'not', 4), select(8, 8, 3, 4)), value(select(8, 4, 4, 3))],
    ['-(x - y)', value(binary(8, 3, 'sub', 4), unary(8, 'negate', 8)), value(binary(8, 4, 'sub', 3))],
    [
      'all bits from an offset on',
      value({ kind: 'extract', isSigned: true, to: 8, operand: 3, offset: 24, count: 8 }),
      computed('n0 = 24', 'n1 = shr-s r1, n0', '=> n1'),
    ],
    [
      'the low bits',
      value({ kind: 'extract', isSigned: false, to: 8, operand: 3, offset: 0, count: 8 }),
      computed('n0 = 255', 'n1 = and r1, n0', '=> n1'),
    ],
    ['no bits put into x', value({ kind: 'insert', to: 8, operand: 3, bits: 4, offset: 5, count: 0 }), x],
  ])('%s', (_, found, expected) => {
    expect(named(found)).toEqual(named(expected));
  });

  it('places that differ by constants need one operation each', () => {
    const four = constant(9, 4);
    const at = (c: number): readonly Instruction[] => [constant(8, c), binary(8, 3, 'add', 8), binary(8, 8, 'mul', 9)];
    const place = (c: number): readonly Instruction[] => [...at(c), binary(8, 8, 'add', 4), storeBuffer(2, 8, 0)];
    expect(named(value(four, ...place(0), ...place(1), ...place(2)))).toEqual([
      'n0 = 4',
      'n1 = 2',
      'n2 = shl r1, n1',
      'n3 = add n2, r2',
      'buffer 2[n3] = r0',
      'n4 = add n3, n0',
      'buffer 2[n4] = r0',
      'n5 = 8',
      'n6 = add n3, n5',
      'buffer 2[n6] = r0',
      '=> n6',
    ]);
  });
});

type Binary = Extract<Node, { kind: 'binary' }>;

const unaries = Object.keys(operation.unary) as UnaryOperation[];
const binaries = Object.keys(operation.binary) as BinaryOperation[];
const small = [0, 0, 0, 1, 1, 1, -1, -1, 2, 3, 4, 5, 7, 8, 16, 24, 31, 32, 33, 255, -2, -8, LEAST, GREATEST];
/** Words that are loaded. */
const INPUTS = 3;
const INVOCATIONS = 8;

/** Expressions of each other, of words from a buffer and of constants, some of them under conditions; every value is stored. */
function programOf(draw: Draw): Program {
  let registers = 0;
  let stores = 0;
  const next = (): number => registers++;
  // Few operations at a time, so that they meet.
  const few = [pick(draw, ['add', 'shl', 'mul', 'and'] as const), ...[0, 1, 2].map(() => pick(draw, binaries))];
  const rare = pick(draw, unaries);
  const list = (count: number, above: readonly number[], depth: number): Node[] => {
    const code: Node[] = [];
    const words = [...above];
    const constant = (word: number): number => {
      code.push({ kind: 'constant', to: next(), value: word });
      return registers - 1;
    };
    const any = (): number => {
      if (draw(3) === 0) return constant(draw(3) === 0 ? pick(draw, edgeWords) : pick(draw, small));
      return pick(draw, draw(2) === 0 ? words : words.slice(-4));
    };
    /** What was computed before, of an operand that is a constant away. */
    const beside = ({ operation: name, left, right }: Binary): Node => {
      const other = constant(pick(draw, small));
      code.push({ kind: 'binary', operation: 'add', to: next(), left: draw(3) === 0 ? right : left, right: other });
      const moved = registers - 1;
      return { kind: 'binary', operation: name, to: next(), left: moved, right: draw(3) === 0 ? left : right };
    };
    const compute = (): Node => {
      const before = code.filter((node) => node.kind === 'binary');
      if (before.length > 0 && draw(5) === 0) return beside(pick(draw, before));
      const kind = draw(16);
      const [left, right, third] = [any(), any(), any()];
      const name = pick(draw, draw(4) === 0 ? binaries : few);
      if (kind < 10) return { kind: 'binary', operation: name, to: next(), left, right };
      if (kind < 12) {
        const names = [rare, 'not', 'complement', 'negate'] as const;
        return { kind: 'unary', operation: pick(draw, names), to: next(), operand: left };
      }
      if (kind < 14) return { kind: 'select', to: next(), condition: left, yes: right, no: third };
      const offset = draw(32);
      const count = pick(draw, [0, 32 - offset, draw(33 - offset)]);
      if (draw(2) === 0) return { kind: 'insert', to: next(), operand: left, bits: right, offset, count };
      return { kind: 'extract', isSigned: draw(2) === 0, to: next(), operand: left, offset, count };
    };
    for (let k = 0; k < count; k++) {
      if (depth < 2 && draw(10) === 0) {
        const condition = pick(draw, words);
        const [then, otherwise] = [list(4, words, depth + 1), list(4, words, depth + 1)];
        code.push({ kind: 'if', condition, then, otherwise });
        continue;
      }
      const node = compute();
      code.push(node);
      const to = 'to' in node ? node.to : 0;
      words.push(to);
      const [offset, index] = [constant(stores * INVOCATIONS), next()];
      stores += 1;
      code.push({ kind: 'binary', operation: 'add', to: index, left: 0, right: offset });
      code.push({ kind: 'store-buffer', binding: 1, index, value: to, condition: undefined });
    }
    return code;
  };
  const code: Node[] = [{ kind: 'builtin', to: next(), value: 'local_invocation_index' }];
  const inputs = Array.from({ length: INPUTS }, (_, k) => {
    const [offset, index, to] = [next(), next(), next()];
    code.push({ kind: 'constant', to: offset, value: k * INVOCATIONS });
    code.push({ kind: 'binary', operation: 'add', to: index, left: 0, right: offset });
    code.push({ kind: 'load-buffer', to, binding: 0, index, condition: undefined });
    return to;
  });
  code.push(...list(20, inputs, 0));
  return {
    workgroupSize: [INVOCATIONS, 1, 1],
    bindings: [
      { binding: 0, isWritten: false },
      { binding: 1, isWritten: true },
    ],
    workgroupWords: 0,
    localWords: 0,
    registers,
    body: [{ kind: 'region', code }],
  };
}

it('random expressions have the values that they had', { timeout: 3_600_000 }, () => {
  const count = cases(40_000);
  let [before, behind] = [0, 0];
  for (let k = 0; k < count; k++) {
    const draw = drawFrom((seed() + k) | 0);
    const program = programOf(draw);
    const inputs = Array.from({ length: INPUTS * INVOCATIONS }, () => pick(draw, draw(2) === 0 ? edgeWords : small));
    const made = simplify(program);
    const cell = {
      grid: [1, 1, 1],
      workgroup: [0, 0, 0],
      port: { lengthWords: () => 10_000, load: (binding: number, word: number) => (binding === 0 ? inputs[word]! : 0) },
      owns: () => true,
      loopBudget: 0,
    } as const;
    const [found, wanted] = [evaluate(made, cell).writes.get(1)!, evaluate(program, cell).writes.get(1)!];
    const at = wanted.values.findIndex((word, place) => word !== found.values[place]);
    if (at >= 0 || found.words.length !== wanted.words.length) {
      const text = ['before', ...printProgram(program), 'behind', ...printProgram(made)].join('\n');
      throw new Error(`${k}: ${found.values[at]} instead of ${wanted.values[at]} in value ${at}\n${text}`);
    }
    before += printProgram(program).length;
    behind += printProgram(made).length;
  }
  // Rules apply.
  expect(behind / before).toBeLessThan(0.95);
});
