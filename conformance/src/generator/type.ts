/** What types are, how large, and what lies in what. */
import type { ArrayType, ScalarName, ScalarType, Struct, Type, VectorType, VoidType, Width } from './syntax.js';

export const bool: ScalarType = { kind: 'scalar', name: 'bool' };
export const i32: ScalarType = { kind: 'scalar', name: 'i32' };
export const u32: ScalarType = { kind: 'scalar', name: 'u32' };
export const nothing: VoidType = { kind: 'void' };

/** The structs of a module by name. */
export type Structs = ReadonlyMap<string, Struct>;

export function scalar(name: ScalarName): ScalarType {
  return name === 'bool' ? bool : name === 'i32' ? i32 : u32;
}

export function vector(width: Width, of: ScalarName): VectorType {
  return { kind: 'vector', width, of };
}

/** An array of a fixed count. */
export function array(of: Type, count: number): ArrayType {
  return { kind: 'array', of, count, written: 'fixed' };
}

/** An array without a count, which has `count` elements when the kernel runs. */
export function runtimeArray(of: Type, count: number): ArrayType {
  return { kind: 'array', of, count, written: 'runtime' };
}

/** True if WGSL takes them for the same type; arrays counted by overrides equal none but themselves. */
export function equals(a: Type, b: Type): boolean {
  if (a === b) return true;
  switch (a.kind) {
    case 'scalar':
      return b.kind === 'scalar' && a.name === b.name;
    case 'vector':
      return b.kind === 'vector' && a.width === b.width && a.of === b.of;
    case 'array': {
      if (b.kind !== 'array' || a.written !== b.written || typeof a.written !== 'string') return false;
      return (a.written === 'runtime' || a.count === b.count) && equals(a.of, b.of);
    }
    case 'struct':
      return b.kind === 'struct' && a.name === b.name;
    case 'atomic':
      return b.kind === 'atomic' && a.of === b.of;
    case 'pointer':
      return b.kind === 'pointer' && a.space === b.space && a.access === b.access && equals(a.to, b.to);
    case 'void':
      return b.kind === 'void';
  }
}

/** The component type of a scalar or vector. */
export function componentOf(type: ScalarType | VectorType): ScalarName {
  return type.kind === 'scalar' ? type.name : type.of;
}

/** A scalar or vector of other components. */
export function withComponent<T extends ScalarType | VectorType>(like: T, of: ScalarName): ScalarType | VectorType {
  return like.kind === 'scalar' ? scalar(of) : vector(like.width, of);
}

/** The types one step inside: of elements, members, components. */
export function partsOf(structs: Structs, type: Type): readonly Type[] {
  switch (type.kind) {
    case 'vector':
      return [scalar(type.of)];
    case 'array':
      return [type.of];
    case 'struct':
      return structs.get(type.name)!.members.map((member) => member.type);
    default:
      return [];
  }
}

/** True if a value of the type can be taken out of one of `whole`; components of vectors count as scalars, swizzles as vectors. */
export function contains(structs: Structs, whole: Type, type: Type): boolean {
  if (equals(whole, type)) return true;
  if (whole.kind === 'vector' && type.kind === 'vector') return whole.of === type.of;
  return partsOf(structs, whole).some((part) => contains(structs, part, type));
}

/** True if something in the type satisfies the test. */
export function some(structs: Structs, type: Type, test: (part: Type) => boolean): boolean {
  return test(type) || partsOf(structs, type).some((part) => some(structs, part, test));
}

/** Scalars in a value of the type. */
export function scalarsOf(structs: Structs, type: Type): number {
  if (type.kind === 'vector') return type.width;
  if (type.kind === 'array') return type.count * scalarsOf(structs, type.of);
  if (type.kind !== 'struct') return 1;
  return partsOf(structs, type).reduce((sum, part) => sum + scalarsOf(structs, part), 0);
}

// Layout, WGSL §14.4. All numbers are bytes.

export function alignOf(structs: Structs, type: Type): number {
  if (type.kind === 'vector') return type.width === 2 ? 8 : 16;
  if (type.kind === 'array' || type.kind === 'struct')
    return Math.max(...partsOf(structs, type).map((part) => alignOf(structs, part)));
  return 4;
}

/** Of a type with a runtime-sized array: with all the elements that there are, not rounded up. */
export function sizeOf(structs: Structs, type: Type): number {
  if (type.kind === 'vector') return 4 * type.width;
  if (type.kind === 'array') return type.count * strideOf(structs, type);
  if (type.kind !== 'struct') return 4;
  const end = offsetsOf(structs, type.name).at(-1)!;
  return hasRuntimeArray(structs, type) ? end : roundUp(alignOf(structs, type), end);
}

export function strideOf(structs: Structs, { of }: ArrayType): number {
  return roundUp(alignOf(structs, of), sizeOf(structs, of));
}

/** Where each member begins, and behind it where the last one ends. */
export function offsetsOf(structs: Structs, struct: string): readonly number[] {
  const offsets: number[] = [];
  let end = 0;
  for (const { type } of structs.get(struct)!.members) {
    const offset = roundUp(alignOf(structs, type), end);
    offsets.push(offset);
    end = offset + sizeOf(structs, type);
  }
  return [...offsets, end];
}

function hasRuntimeArray(structs: Structs, type: Type): boolean {
  return some(structs, type, (part) => part.kind === 'array' && part.written === 'runtime');
}

/** Whether there are bytes that belong to no scalar. */
export function hasPadding(structs: Structs, type: Type): boolean {
  if (type.kind === 'array')
    return strideOf(structs, type) !== sizeOf(structs, type.of) || hasPadding(structs, type.of);
  return sizeOf(structs, type) !== 4 * scalarsOf(structs, type);
}

/** Whether a uniform buffer can have it (SPEC.md V13). */
export function isUniformLayout(structs: Structs, type: Type): boolean {
  if (type.kind === 'array') return strideOf(structs, type) % 16 === 0 && isUniformLayout(structs, type.of);
  if (type.kind !== 'struct') return true;
  const offsets = offsetsOf(structs, type.name);
  return structs.get(type.name)!.members.every((member, at) => {
    if (member.type.kind !== 'struct' && member.type.kind !== 'array') return true;
    const room = offsets[at + 1]! - offsets[at]!;
    const isLast = at === offsets.length - 2;
    const hasRoom = member.type.kind === 'array' || isLast || room >= roundUp(16, sizeOf(structs, member.type));
    return offsets[at]! % 16 === 0 && hasRoom && isUniformLayout(structs, member.type);
  });
}

/** The least multiple of `step` that is not below `value`. */
export function roundUp(step: number, value: number): number {
  return Math.ceil(value / step) * step;
}
