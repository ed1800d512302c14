/** Places: what references and pointers lead to, and the words that are loaded from there and stored to there (E10 to E13). */
import { AssayError } from '@assay/core';
import type { Span } from '../../text/span.js';
import * as classify from '../../validation/classify.js';
import * as layout from '../../validation/layout.js';
import type { Type } from '../../validation/type.js';
import type { Instruction, Register } from '../ir.js';
import * as builders from './builder.js';
import { assertWithin, limits } from './limit.js';
import type { Lowering, Place } from './lowering.js';
import * as size from './size.js';

type Memory = Extract<Place, { kind: 'memory' }>;
type BufferPlace = Extract<Place, { kind: 'buffer' }>;

/** The contents of a place; those of a place in registers are in its own. `isUniform`: by `workgroupUniformLoad`. */
export function load(lowering: Lowering, place: Place, span: Span, isUniform = false): builders.Words {
  const { builder } = lowering;
  switch (place.kind) {
    case 'registers':
      return place.words;
    case 'component':
      return [selected(lowering, place.words, place.index)];
    default: {
      const at = builders.at(builder, span);
      const to = builders.allocate(builder, assertSize(lowering, place.type));
      for (const [k, offset] of offsetsOf(lowering, place).entries()) {
        const register = to[k] ?? 0;
        builders.scope(builder, () => {
          const index = address(lowering, place, offset);
          builders.emit(builder, loadInstruction(place, register, index, at, isUniform));
        });
      }
      return to;
    }
  }
}

/** Stores a value at a place. `mark`: registers from there on are free behind the statement. */
export function store(lowering: Lowering, place: Place, words: builders.Words, span: Span, mark: Register): void {
  const { builder } = lowering;
  switch (place.kind) {
    case 'registers':
      builders.move(builder, place.words, words, mark);
      break;
    case 'component':
      storeComponent(lowering, place.words, place.index, words[0] ?? 0);
      break;
    default: {
      const at = builders.at(builder, span);
      assertSize(lowering, place.type);
      for (const [k, offset] of offsetsOf(lowering, place).entries()) {
        const value = words[k] ?? 0;
        builders.scope(builder, () => {
          const index = address(lowering, place, offset);
          builders.emit(builder, storeInstruction(place, index, value, at));
        });
      }
    }
  }
}

/** The register of the address of the first word: for atomics, which have one. */
export function addressOf(lowering: Lowering, place: Place): Register {
  return place.kind === 'memory' || place.kind === 'buffer' ? address(lowering, place, 0) : 0;
}

/** A member of the struct that lies at the place. */
export function member(lowering: Lowering, place: Place, position: number): Place {
  const { type: struct } = place;
  const found = struct.kind === 'struct' ? struct.members[position] : undefined;
  if (struct.kind !== 'struct' || found === undefined) throw unexpected('a struct', struct);
  const { type } = found;
  const dense = size.denseOffsets(struct, lowering.counts)[position] ?? 0;
  switch (place.kind) {
    case 'registers':
      return { ...place, type, words: place.words.slice(dense, dense + size.wordsOf(type, lowering.counts)) };
    case 'memory':
      return { ...place, type, base: place.base + dense };
    case 'buffer':
      return { ...place, type, base: place.base + (layout.offsetsOf(struct)[position] ?? 0) / 4 };
    default:
      throw unexpected('a struct', struct);
  }
}

/** The component of a vector by a constant. */
export function component(place: Place, position: number): Place {
  const type = elementOf(place.type);
  if (place.kind === 'registers') return { ...place, type, words: place.words.slice(position, position + 1) };
  if (place.kind === 'component') throw unexpected('a vector', place.type);
  return { ...place, type, base: place.base + position };
}

/** The element of an array or component of a vector by an index that is in range and known. */
export function elementAt(lowering: Lowering, place: Place, known: number): Place {
  if (place.type.kind === 'vector') return component(place, known);
  const type = elementOf(place.type);
  if (place.kind === 'memory')
    return { ...place, type, base: place.base + known * size.wordsOf(type, lowering.counts) };
  if (place.kind === 'buffer') return { ...place, type, base: place.base + known * strideOf(place.type) };
  throw unexpected('an array in memory', place.type);
}

/** The element of an array or component of a vector by an index in a register. */
export function elementBy(lowering: Lowering, place: Place, index: Register, span: Span): Place {
  const type = elementOf(place.type);
  switch (place.kind) {
    case 'registers':
      return { kind: 'component', type, words: place.words, index: clamped(lowering, place.type, index, span) };
    case 'memory': {
      const within = clamped(lowering, place.type, index, span);
      return { ...place, type, offset: advanced(lowering, place.offset, within, size.wordsOf(type, lowering.counts)) };
    }
    case 'buffer': {
      const valid = isTrivial(place) ? undefined : checked(lowering, place, index);
      return { ...place, type, valid, offset: advanced(lowering, place.offset, index, strideOf(place.type)) };
    }
    default:
      throw unexpected('a composite', place.type);
  }
}

/** The elements of an array or vector; undefined for a runtime-sized array. */
export function countOf({ counts }: Lowering, type: Type): number | undefined {
  if (type.kind === 'vector') return type.width;
  return type.kind === 'array' ? size.countOf(type, counts) : undefined;
}

/** The elements of the runtime-sized array at a place, in a register. */
export function lengthOf(lowering: Lowering, place: Place): Register {
  if (place.kind !== 'buffer') throw unexpected('an array in a buffer', place.type);
  const known = lowering.lengths.get(place.binding);
  if (known !== undefined) return known;
  const to = builders.temporary(lowering.builder);
  builders.emit(lowering.builder, { kind: 'length', to, binding: place.binding });
  return to;
}

/** Throws `lower.too-large` for a value that no kernel can hold; gives its words. */
export function assertSize({ counts }: Lowering, type: Type): number {
  const words = size.wordsOf(type, counts);
  assertWithin('registers', words);
  return words;
}

/**
 * Of an `array<u32>` that is the whole buffer the index is the word's: whether it is inside is what loads and stores check
 * themselves.
 */
function isTrivial({ type, base, offset, valid }: BufferPlace): boolean {
  const isRuntime = type.kind === 'array' && type.count.kind === 'runtime';
  return isRuntime && base === 0 && offset === undefined && valid === undefined && strideOf(type) === 1;
}

/** E10: whether the index and all before it are inside. */
function checked(lowering: Lowering, place: BufferPlace, index: Register): Register {
  const { builder } = lowering;
  const count = countOf(lowering, place.type);
  const limit = count === undefined ? lengthOf(lowering, place) : builders.constant(builder, count);
  const isInside = binary(lowering, 'lt-u', index, limit);
  return place.valid === undefined ? isInside : binary(lowering, 'and', place.valid, isInside);
}

/** E13. */
export function clamped(lowering: Lowering, type: Type, index: Register, span: Span): Register {
  const { builder } = lowering;
  const to = builders.temporary(builder);
  const count = countOf(lowering, type) ?? limits.registers;
  builders.emit(builder, { kind: 'clamp', to, index, count, at: builders.at(builder, span) });
  return to;
}

/** `offset + index * stride`. */
function advanced(lowering: Lowering, offset: Register | undefined, index: Register, stride: number): Register {
  const { builder } = lowering;
  const scaled = stride === 1 ? index : binary(lowering, 'mul', index, builders.constant(builder, stride));
  return offset === undefined ? scaled : binary(lowering, 'add', offset, scaled);
}

function binary(
  { builder }: Lowering,
  operation: Extract<Instruction, { kind: 'binary' }>['operation'],
  left: Register,
  right: Register,
): Register {
  const to = builders.temporary(builder);
  builders.emit(builder, { kind: 'binary', operation, to, left, right });
  return to;
}

/** The component of a vector value by an index within it. */
export function selected(lowering: Lowering, words: builders.Words, index: Register): Register {
  const { builder } = lowering;
  const to = builders.temporary(builder);
  builders.scope(builder, () => {
    let no = words[0] ?? 0;
    for (const [k, yes] of words.entries()) {
      if (k === 0) continue;
      const condition = binary(lowering, 'eq', index, builders.constant(builder, k));
      builders.emit(builder, { kind: 'select', to, condition, yes, no });
      no = to;
    }
  });
  return to;
}

function storeComponent(lowering: Lowering, words: builders.Words, index: Register, value: Register): void {
  const { builder } = lowering;
  for (const [k, register] of words.entries()) {
    builders.scope(builder, () => {
      const condition = binary(lowering, 'eq', index, builders.constant(builder, k));
      builders.emit(builder, { kind: 'select', to: register, condition, yes: value, no: register });
    });
  }
}

function address({ builder }: Lowering, { base, offset }: Memory | BufferPlace, word: number): Register {
  const fixed = base + word;
  if (offset === undefined) return builders.constant(builder, fixed);
  if (fixed === 0) return offset;
  const to = builders.constant(builder, fixed);
  builders.emit(builder, { kind: 'binary', operation: 'add', to, left: offset, right: to });
  return to;
}

function offsetsOf({ counts }: Lowering, { kind, type }: Memory | BufferPlace): readonly number[] {
  if (kind === 'buffer') return size.bufferOffsets(type, counts);
  return Array.from({ length: size.wordsOf(type, counts) }, (_, k) => k);
}

function loadInstruction(
  place: Memory | BufferPlace,
  to: Register,
  index: Register,
  at: number,
  isUniform: boolean,
): Instruction {
  if (place.kind === 'memory') return { kind: 'load', memory: place.memory, to, index, isUniform, at };
  return { kind: 'load-buffer', to, binding: place.binding, index, valid: place.valid, at };
}

function storeInstruction(place: Memory | BufferPlace, index: Register, value: Register, at: number): Instruction {
  if (place.kind === 'memory') return { kind: 'store', memory: place.memory, index, value, at };
  return { kind: 'store-buffer', binding: place.binding, index, value, valid: place.valid, at };
}

function elementOf(type: Type): Type {
  if (type.kind === 'vector' || type.kind === 'array') return type.element;
  throw unexpected('an array or vector', type);
}

/** Words from one element in a buffer to the next. */
function strideOf(type: Type): number {
  return type.kind === 'array' ? layout.strideOf(type) / 4 : 1;
}

export function unexpected(expected: string, type: Type): AssayError {
  const remedy = 'Report this with the shader: it is a defect of lowering.';
  return new AssayError({ kind: 'bug', code: 'lower.unexpected', expected, got: classify.toText(type), remedy });
}
