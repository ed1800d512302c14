/**
 * What each operation of the IR is in WGSL. Registers are variables of type u32, so that no expression is a constant one, in which
 * a division by zero or an overflow would be an error; booleans are 0 and 1.
 */
import type { BinaryOperation, Instruction, Register, UnaryOperation } from '../execution/ir.js';

/** An instruction that computes a value from registers and nothing else. */
export type Computation = Extract<
  Instruction,
  { kind: 'constant' | 'copy' | 'unary' | 'binary' | 'select' | 'extract' | 'insert' | 'length' }
>;

/** The variable of a register. */
export function name(register: Register): string {
  return `r${register}`;
}

/** A word, from -2³¹ to 2³¹-1, as a literal of type u32. */
export function literal(word: number): string {
  return `${word >>> 0}u`;
}

/** The value that the instruction gives its register, an expression of type u32. */
export function value(one: Computation): string {
  switch (one.kind) {
    case 'constant':
      return literal(one.value);
    case 'copy':
      return name(one.from);
    case 'unary':
      return unary(one.operation, name(one.operand));
    case 'binary':
      return binary(one.operation, name(one.left), name(one.right));
    case 'select':
      return `select(${name(one.no)}, ${name(one.yes)}, ${name(one.condition)} != 0u)`;
    case 'extract': {
      const field = `${one.offset}u, ${one.count}u`;
      const operand = name(one.operand);
      return one.isSigned ? `u32(extractBits(i32(${operand}), ${field}))` : `extractBits(${operand}, ${field})`;
    }
    case 'insert':
      return `insertBits(${name(one.operand)}, ${name(one.bits)}, ${one.offset}u, ${one.count}u)`;
    case 'length':
      return `arrayLength(&b${one.binding})`;
  }
}

function unary(operation: UnaryOperation, a: string): string {
  switch (operation) {
    case 'not':
      return `u32(${a} == 0u)`;
    case 'complement':
      return `~${a}`;
    case 'negate':
      return `0u - ${a}`;
    case 'abs-s':
      return `u32(abs(i32(${a})))`;
    case 'sign-s':
      return `u32(sign(i32(${a})))`;
    case 'count-leading-zeros':
      return `countLeadingZeros(${a})`;
    case 'count-trailing-zeros':
      return `countTrailingZeros(${a})`;
    case 'count-one-bits':
      return `countOneBits(${a})`;
    case 'reverse-bits':
      return `reverseBits(${a})`;
    case 'first-leading-bit-s':
      return `u32(firstLeadingBit(i32(${a})))`;
    case 'first-leading-bit-u':
      return `firstLeadingBit(${a})`;
    case 'first-trailing-bit':
      return `firstTrailingBit(${a})`;
  }
}

function binary(operation: BinaryOperation, a: string, b: string): string {
  switch (operation) {
    case 'add':
      return `${a} + ${b}`;
    case 'sub':
      return `${a} - ${b}`;
    case 'mul':
      return `${a} * ${b}`;
    case 'div-s':
      return `u32(i32(${a}) / i32(${b}))`;
    case 'div-u':
      return `${a} / ${b}`;
    case 'rem-s':
      return `u32(i32(${a}) % i32(${b}))`;
    case 'rem-u':
      return `${a} % ${b}`;
    case 'and':
      return `${a} & ${b}`;
    case 'or':
      return `${a} | ${b}`;
    case 'xor':
      return `${a} ^ ${b}`;
    case 'shl':
      return `${a} << (${b} & 31u)`;
    case 'shr-s':
      return `u32(i32(${a}) >> (${b} & 31u))`;
    case 'shr-u':
      return `${a} >> (${b} & 31u)`;
    case 'eq':
      return `u32(${a} == ${b})`;
    case 'ne':
      return `u32(${a} != ${b})`;
    case 'lt-s':
      return `u32(i32(${a}) < i32(${b}))`;
    case 'lt-u':
      return `u32(${a} < ${b})`;
    case 'le-s':
      return `u32(i32(${a}) <= i32(${b}))`;
    case 'le-u':
      return `u32(${a} <= ${b})`;
    case 'min-s':
      return `u32(min(i32(${a}), i32(${b})))`;
    case 'min-u':
      return `min(${a}, ${b})`;
    case 'max-s':
      return `u32(max(i32(${a}), i32(${b})))`;
    case 'max-u':
      return `max(${a}, ${b})`;
    case 'dot4-i8':
      return `u32(dot4I8Packed(${a}, ${b}))`;
    case 'dot4-u8':
      return `dot4U8Packed(${a}, ${b})`;
  }
}
