/** Where the parts of a type lie in memory: WGSL §14.4 (SPEC.md V12, V13, P7). All numbers are bytes. */
import { toText } from './classify.js';
import type { Fault } from './fault.js';
import type { ArrayType, StructMember, StructType, Type } from './type.js';

/** No type is larger (V12). */
export const largestSize = 2_147_483_647;

/**
 * The alignment of a plain type; 1 for others. bool is not host-shareable and has no layout in WGSL: it is aligned and sized
 * like u32 here, and so are abstract integers; that is how they count towards the memory of V22.
 */
export function alignOf(type: Type): number {
  switch (type.kind) {
    case 'vector':
      return type.width === 2 ? 8 : 16;
    case 'array':
      return alignOf(type.element);
    case 'struct':
      return layoutOf(type).align;
    default:
      return isWord(type) ? 4 : 1;
  }
}

/** The size of a plain type; undefined if it is known later only (runtime-sized and override-sized arrays and what holds them). */
export function sizeOf(type: Type): number | undefined {
  switch (type.kind) {
    case 'vector':
      return type.width * 4;
    case 'array':
      return type.count.kind === 'fixed' ? type.count.value * strideOf(type) : undefined;
    case 'struct':
      return layoutOf(type).isFixed ? layoutOf(type).end : undefined;
    default:
      return isWord(type) ? 4 : undefined;
  }
}

/** From one element to the next. */
export function strideOf({ element }: ArrayType): number {
  return roundUp(alignOf(element), sizeOf(element) ?? 0);
}

/** The offset of each member. */
export function offsetsOf(struct: StructType): readonly number[] {
  return layoutOf(struct).offsets;
}

/**
 * Whether there are bytes that no value is written to (P7): between members, after the last one, between elements. A
 * runtime-sized array has padding if two of its elements would.
 */
export function hasPadding(type: Type): boolean {
  if (type.kind === 'array') return strideOf(type) !== sizeOf(type.element) || hasPadding(type.element);
  return type.kind === 'struct' && layoutOf(type).hasPadding;
}

/** What is wrong with the `@align` and `@size` of a member (V13), or undefined. */
export function checkMember({ name, type, align, size }: StructMember): Fault | undefined {
  const required = alignOf(type);
  if (align !== undefined && !(isPowerOfTwo(align) && align % required === 0)) {
    return {
      rule: 'V13',
      code: 'layout.align',
      message: `@align of ${name} must be a power of two and a multiple of ${required}, the alignment of ${toText(type)}; it is ${align}`,
    };
  }
  if (size === undefined) return undefined;
  const least = sizeOf(type);
  if (least === undefined) {
    const message = `@size of ${name} needs a type whose size is known when the shader is made; ${toText(type)} is not`;
    return { rule: 'V13', code: 'layout.size', message };
  }
  if (size >= least && size <= largestSize) return undefined;
  const message = `@size of ${name} must be at least ${least}, the size of ${toText(type)}, and at most ${largestSize}; it is ${size}`;
  return { rule: 'V13', code: 'layout.size', message };
}

/**
 * What is wrong with the size of a type (V12: more than {@link largestSize} bytes, without what is known later only), or
 * undefined. Every array and struct is to be checked when it is built.
 */
export function checkSize(type: Type): Fault | undefined {
  const size = type.kind === 'struct' ? layoutOf(type).end : (sizeOf(type) ?? 0);
  if (size <= largestSize) return undefined;
  return {
    rule: 'V12',
    code: 'layout.too-large',
    message: `${toText(type)} takes ${size} bytes; a type takes at most ${largestSize}`,
  };
}

/** What keeps a host-shareable type out of uniform buffers (V13), or undefined. */
export function checkUniform(type: Type): Fault | undefined {
  if (type.kind === 'array') return checkUniformArray(type);
  return type.kind === 'struct' ? layoutOf(type).uniformFault : undefined;
}

function checkUniformArray(type: ArrayType): Fault | undefined {
  const stride = strideOf(type);
  if (stride % 16 === 0) return checkUniform(type.element);
  return uniformFault(
    `the elements of ${toText(type)} lie ${stride} bytes apart; in a uniform buffer it must be a multiple of 16`,
    'use elements of 16 bytes, such as vec4<u32>',
  );
}

function checkUniformMembers({ name, members }: StructType, offsets: readonly number[]): Fault | undefined {
  for (const [i, member] of members.entries()) {
    if (member.type.kind !== 'struct' && member.type.kind !== 'array') continue;
    const where = `member ${member.name} of ${name}`;
    const offset = offsets[i] ?? 0;
    if (offset % 16 !== 0) {
      const message = `${where} lies at byte ${offset}; structs and arrays in a uniform buffer lie at multiples of 16`;
      return uniformFault(message, `write @align(16) before ${member.name}`);
    }
    const next = members[i + 1];
    const room = roundUp(16, sizeOf(member.type) ?? 0);
    if (member.type.kind === 'struct' && next !== undefined && (offsets[i + 1] ?? 0) - offset < room) {
      const message = `${where} is a struct in a uniform buffer: the next member must lie at least ${room} bytes after it`;
      return uniformFault(message, `write @align(16) before ${next.name}`);
    }
    const inner = checkUniform(member.type);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

function uniformFault(message: string, hint: string): Fault {
  return { rule: 'V13', code: 'layout.uniform', message, hint };
}

interface StructLayout {
  readonly align: number;
  readonly offsets: readonly number[];
  /** The size, if it is fixed; else where the last member begins, rounded up. */
  readonly end: number;
  readonly isFixed: boolean;
  readonly hasPadding: boolean;
  readonly uniformFault: Fault | undefined;
}

// A struct type object is laid out once: members may name the same struct a thousand times.
const layouts: WeakMap<StructType, StructLayout> = new WeakMap();

function layoutOf(struct: StructType): StructLayout {
  const before = layouts.get(struct);
  if (before !== undefined) return before;
  const layout = layOut(struct);
  layouts.set(struct, layout);
  return layout;
}

/** WGSL §14.4.2. */
function layOut(struct: StructType): StructLayout {
  const offsets: number[] = [];
  let [align, end, isFixed, padded] = [1, 0, true, false];
  for (const member of struct.members) {
    const memberAlign = member.align ?? alignOf(member.type);
    const size = sizeOf(member.type);
    const offset = roundUp(memberAlign, end);
    padded ||= offset !== end || hasPadding(member.type) || (member.size ?? size) !== size;
    offsets.push(offset);
    align = Math.max(align, memberAlign);
    isFixed &&= size !== undefined;
    end = offset + (member.size ?? size ?? 0);
  }
  const rounded = roundUp(align, end);
  return {
    align,
    offsets,
    end: rounded,
    isFixed,
    // After a runtime-sized array comes nothing.
    hasPadding: padded || (isFixed && rounded !== end),
    uniformFault: checkUniformMembers(struct, offsets),
  };
}

function isWord({ kind }: Type): boolean {
  return kind === 'bool' || kind === 'i32' || kind === 'u32' || kind === 'atomic' || kind === 'abstract-int';
}

function isPowerOfTwo(value: number): boolean {
  return Number.isInteger(value) && value > 0 && value <= largestSize && (value & (value - 1)) === 0;
}

/** The least multiple of `step` that is not below `value`. */
function roundUp(step: number, value: number): number {
  return Math.ceil(value / step) * step;
}
