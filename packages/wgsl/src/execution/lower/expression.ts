/** Expressions: the instructions that leave their values in registers, operands from left to right (SPEC.md E2). */
import type { Span } from '../../text/span.js';
import * as builtins from '../../validation/builtin.js';
import type { Value } from '../../validation/constant.js';
import type { Type } from '../../validation/type.js';
import type * as typed from '../../validation/typed.js';
import type { Instruction, Register } from '../ir.js';
import * as builders from './builder.js';
import * as builtin from './builtin.js';
import { constantOf, deepen, knownIndex, type Lowering, levelOf, type Place } from './lowering.js';
import * as operator from './operator.js';
import * as places from './place.js';
import * as size from './size.js';

type Node<Kind extends typed.Expression['kind']> = Extract<typed.Expression, { readonly kind: Kind }>;

/** The value of an expression; no words for calls without one. */
export function evaluate(lowering: Lowering, node: typed.Expression): builders.Words {
  const early = lowering.ahead.get(node);
  if (early !== undefined) return early;
  const constant = constantOf(lowering, node);
  if (constant !== undefined) return literal(lowering, constant.value);
  const mark = lowering.builder.register;
  deepen(lowering, 2);
  const words = compute(lowering, node);
  deepen(lowering, -2);
  return builders.compact(lowering.builder, words, mark);
}

/** The value of an expression of one word. */
export function scalar(lowering: Lowering, node: typed.Expression): Register {
  return evaluate(lowering, node)[0] ?? 0;
}

function compute(lowering: Lowering, node: typed.Expression): builders.Words {
  const { builder } = lowering;
  switch (node.kind) {
    case 'immutable': {
      const held = lowering.immutables.get(node.declaration);
      if (held?.kind === 'words') return held.words;
      if (held?.kind === 'place') return places.load(lowering, held.place, node.span);
      throw places.unexpected('a let or parameter with a value', node.type);
    }
    case 'load':
      return contents(lowering, node.reference, place(lowering, node.reference));
    case 'index':
      return index(lowering, node);
    case 'member':
      return member(lowering, node);
    case 'swizzle': {
      const words = evaluate(lowering, node.object);
      return node.components.map((component) => words[component] ?? 0);
    }
    case 'unary':
      return operator.unary(builder, node.operator, evaluate(lowering, node.operand));
    case 'binary': {
      const left = evaluate(lowering, node.left);
      const right = evaluate(lowering, node.right);
      return operator.binary(builder, node.operator, node.left.type, left, right);
    }
    case 'short-circuit':
      return shortCircuit(lowering, node);
    case 'construct':
      return construct(lowering, node);
    case 'convert':
      return operator.convert(builder, node.operand.type, node.type, evaluate(lowering, node.operand));
    case 'bitcast':
      return evaluate(lowering, node.operand);
    case 'call':
      return lowering.call(lowering, node);
    case 'builtin':
      return builtinCall(lowering, node);
    default:
      throw places.unexpected('a value', node.type);
  }
}

/** What a reference leads to; in registers of its own if the variable may change before the value is used. */
export function contents(lowering: Lowering, { type, span }: typed.Expression, from: Place): builders.Words {
  const { builder, copies } = lowering;
  const words = places.load(lowering, from, span);
  const isPrivate = type.kind === 'reference' && type.space === 'private';
  if (from.kind !== 'registers' || copies === 'none' || (copies === 'private' && !isPrivate)) return words;
  return words.map((register) => builders.duplicate(builder, register));
}

/** A constant in registers, equal words in one. */
export function literal({ builder }: Lowering, value: Value): builders.Words {
  const known = new Map<number, Register>();
  return wordsOf(value).map((word) => {
    const register = known.get(word) ?? builders.constant(builder, word);
    known.set(word, register);
    return register;
  });
}

/** The words of a constant: signed numbers of 32 bits. */
export function wordsOf(value: Value): readonly number[] {
  if (typeof value === 'boolean') return [value ? 1 : 0];
  if (typeof value === 'bigint') return [Number(BigInt.asIntN(32, value))];
  return value.flatMap(wordsOf);
}

/** The place that a reference is. */
export function place(lowering: Lowering, node: typed.Expression): Place {
  deepen(lowering, 2);
  const found = placeOf(lowering, node);
  deepen(lowering, -2);
  return found;
}

function placeOf(lowering: Lowering, node: typed.Expression): Place {
  switch (node.kind) {
    case 'variable': {
      const known = lowering.variables.get(node.declaration);
      if (known === undefined) throw places.unexpected('a declared variable', node.type);
      return known;
    }
    case 'indirection':
      return pointer(lowering, node.pointer);
    case 'member':
      return places.member(lowering, place(lowering, node.object), node.member);
    case 'component':
      return places.component(place(lowering, node.object), node.component);
    case 'index':
      return element(lowering, place(lowering, node.object), node);
    default:
      throw places.unexpected('a reference', node.type);
  }
}

/** Where a pointer leads. */
export function pointer(lowering: Lowering, node: typed.Expression): Place {
  if (node.kind === 'address-of') return place(lowering, node.reference);
  const held = node.kind === 'immutable' ? lowering.immutables.get(node.declaration) : undefined;
  if (held?.kind !== 'place') throw places.unexpected('a pointer', node.type);
  return held.place;
}

/** An element of an array or a component of a vector at a place. */
function element(lowering: Lowering, whole: Place, node: Node<'index'>): Place {
  const known = knownIndex(lowering, node.index);
  const count = places.countOf(lowering, whole.type);
  if (known !== undefined && count !== undefined && known < count) return places.elementAt(lowering, whole, known);
  return places.elementBy(lowering, whole, scalar(lowering, node.index), node.index.span);
}

/** An element of a value (E13). Arrays that are indexed at run time lie in memory, or are put there now. */
function index(lowering: Lowering, node: Node<'index'>): builders.Words {
  const { object } = node;
  const held = placeOfValue(lowering, node);
  if (held !== undefined) return places.load(lowering, held, node.span);
  const words = evaluate(lowering, object);
  const known = knownIndex(lowering, node.index);
  const count = places.countOf(lowering, object.type);
  if (known !== undefined && count !== undefined && known < count) {
    const width = size.wordsOf(node.type, lowering.counts);
    return words.slice(known * width, (known + 1) * width);
  }
  const at = scalar(lowering, node.index);
  if (object.type.kind === 'vector') {
    const within = places.clamped(lowering, object.type, at, node.index.span);
    return [places.selected(lowering, words, within)];
  }
  const spilled = spill(lowering, object.type, words, node);
  return places.load(lowering, places.elementBy(lowering, spilled, at, node.index.span), node.span);
}

/** Where a value lies in memory, if it does: part of a table, or of a let that is indexed at run time. */
function placeOfValue(lowering: Lowering, node: typed.Expression): Place | undefined {
  if (lowering.ahead.has(node)) return undefined;
  const constant = constantOf(lowering, node);
  if (constant !== undefined) return lowering.tables.get(constant.value);
  switch (node.kind) {
    case 'immutable': {
      const held = lowering.immutables.get(node.declaration);
      return held?.kind === 'place' ? held.place : undefined;
    }
    case 'member': {
      const whole = placeOfValue(lowering, node.object);
      return whole && places.member(lowering, whole, node.member);
    }
    case 'index': {
      const whole = placeOfValue(lowering, node.object);
      return whole && element(lowering, whole, node);
    }
    default:
      return undefined;
  }
}

/** Puts a value into local memory until the end of the scope. */
export function spill(lowering: Lowering, type: Type, words: builders.Words, { span }: { readonly span: Span }): Place {
  const { base } = builders.allocateLocal(lowering.builder, words.length);
  const held: Place = { kind: 'memory', type, memory: 'local', base, offset: undefined };
  places.store(lowering, held, words, span, lowering.builder.register);
  return held;
}

function member(lowering: Lowering, node: Node<'member'>): builders.Words {
  const held = placeOfValue(lowering, node);
  if (held !== undefined) return places.load(lowering, held, node.span);
  const { type } = node.object;
  if (type.kind !== 'struct') throw places.unexpected('a struct', type);
  const start = size.denseOffsets(type, lowering.counts)[node.member] ?? 0;
  return evaluate(lowering, node.object).slice(start, start + size.wordsOf(node.type, lowering.counts));
}

/** The right side is evaluated only if it decides. */
function shortCircuit(lowering: Lowering, node: Node<'short-circuit'>): builders.Words {
  const { builder } = lowering;
  const result = builders.temporary(builder);
  const evaluateTo = (operand: typed.Expression): void =>
    builders.scope(builder, () => {
      const mark = builder.register;
      builders.move(builder, [result], evaluate(lowering, operand), mark);
    });
  evaluateTo(node.left);
  const level = levelOf(lowering, node.right);
  const right = (): void => evaluateTo(node.right);
  const nothing = (): void => {};
  if (node.operator === '&&') builders.conditional(builder, result, level, right, nothing);
  else builders.conditional(builder, result, level, nothing, right);
  return [result];
}

function construct(lowering: Lowering, node: Node<'construct'>): builders.Words {
  places.assertSize(lowering, node.type);
  const words = node.arguments.flatMap((argument) => evaluate(lowering, argument));
  const [first] = words;
  const isSplat = node.type.kind === 'vector' && words.length === 1 && first !== undefined;
  return isSplat ? Array<Register>(size.wordsOf(node.type, lowering.counts)).fill(first) : words;
}

function builtinCall(lowering: Lowering, node: Node<'builtin'>): builders.Words {
  const { builder } = lowering;
  const { name, span } = node;
  const [first] = node.arguments;
  if (first === undefined) {
    const memory = name === 'storageBarrier' ? 'storage' : 'workgroup';
    builders.barrier(builder, memory, builders.at(builder, span));
    return [];
  }
  if (first.type.kind === 'pointer') return memoryCall(lowering, node, pointer(lowering, first));
  // Offset and count are constants in the instruction (P3).
  const values = name === 'extractBits' || name === 'insertBits' ? node.arguments.slice(0, -2) : node.arguments;
  return builtin.apply(builder, {
    name,
    arguments: values.map((argument) => evaluate(lowering, argument)),
    type: first.type,
    constants: node.arguments.map((argument) => knownIndex(lowering, argument)),
  });
}

/** Builtins on memory. */
function memoryCall(lowering: Lowering, node: Node<'builtin'>, target: Place): builders.Words {
  const { builder } = lowering;
  const { name, span } = node;
  const at = builders.at(builder, span);
  switch (name) {
    case 'arrayLength':
      return [places.lengthOf(lowering, target)];
    case 'atomicLoad':
      return places.load(lowering, target, span);
    case 'workgroupUniformLoad': {
      // E8.
      builders.barrier(builder, 'workgroup', at);
      const words = places.load(lowering, target, span, true);
      builders.barrier(builder, 'workgroup', at);
      return words;
    }
    default: {
      const [, argument] = node.arguments;
      const words = argument === undefined ? [] : evaluate(lowering, argument);
      if (name === 'atomicStore') places.store(lowering, target, words, span, builder.register);
      else if (builtins.isReadModifyWrite(name)) modify(lowering, target, atomicOf(name, target.type), words, node);
      else throw places.unexpected(`a builtin other than ${name}`, target.type);
      // The value of a read-modify-write atomic is not used (P4).
      return [];
    }
  }
}

type AtomicOperation = Extract<Instruction, { kind: 'atomic' }>['operation'];

function modify(
  lowering: Lowering,
  target: Place,
  operation: AtomicOperation,
  [value = 0]: builders.Words,
  { span }: typed.Expression,
): void {
  const { builder } = lowering;
  const [index, at] = [places.addressOf(lowering, target), builders.at(builder, span)];
  builders.emit(builder, { kind: 'atomic', operation, index, value, at });
}

function atomicOf(name: string, type: Type): AtomicOperation {
  const suffix = type.kind === 'atomic' && type.of === 'i32' ? 's' : 'u';
  switch (name) {
    case 'atomicMax':
      return `max-${suffix}`;
    case 'atomicMin':
      return `min-${suffix}`;
    case 'atomicSub':
      return 'sub';
    case 'atomicAnd':
      return 'and';
    case 'atomicOr':
      return 'or';
    case 'atomicXor':
      return 'xor';
    default:
      return 'add';
  }
}
