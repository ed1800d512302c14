/**
 * How values are taken apart into words. In registers, local and workgroup memory they are *dense*: scalars in order, one
 * word each, without padding. In buffers they lie as WGSL §14.4 says.
 */
import * as layout from '../../validation/layout.js';
import type { ArrayType, OverrideCount, StructType, Type } from '../../validation/type.js';

/** The counts of override-sized arrays. */
export type Counts = ReadonlyMap<OverrideCount, number>;

/** The words of a dense value. A runtime-sized array counts as none. */
export function wordsOf(type: Type, counts: Counts): number {
  switch (type.kind) {
    case 'vector':
      return type.width;
    case 'array':
      return (countOf(type, counts) ?? 0) * wordsOf(type.element, counts);
    case 'struct':
      return denseOffsets(type, counts).at(-1) ?? 0;
    case 'void':
      return 0;
    default:
      return 1;
  }
}

/** The elements of an array; undefined if it is runtime-sized. */
export function countOf({ count }: ArrayType, counts: Counts): number | undefined {
  if (count.kind === 'fixed') return count.value;
  return count.kind === 'override' ? (counts.get(count.expression) ?? 1) : undefined;
}

const dense: WeakMap<StructType, readonly number[]> = new WeakMap();

/** Where the members of a dense struct begin, and behind them where it ends. */
export function denseOffsets(struct: StructType, counts: Counts): readonly number[] {
  const known = dense.get(struct);
  if (known !== undefined) return known;
  const offsets = [0];
  for (const { type } of struct.members) offsets.push((offsets.at(-1) ?? 0) + wordsOf(type, counts));
  // Structs hold no override-sized arrays, so the offsets depend on nothing else.
  dense.set(struct, offsets);
  return offsets;
}

const spread: WeakMap<Type, readonly number[]> = new WeakMap();

/** Where the words of a value lie in a buffer, counted in words from its beginning. */
export function bufferOffsets(type: Type, counts: Counts): readonly number[] {
  const known = spread.get(type);
  if (known !== undefined) return known;
  const found = offsetsIn(type, counts);
  spread.set(type, found);
  return found;
}

function offsetsIn(type: Type, counts: Counts): readonly number[] {
  switch (type.kind) {
    case 'vector':
      return Array.from({ length: type.width }, (_, k) => k);
    case 'array': {
      const stride = layout.strideOf(type) / 4;
      const element = bufferOffsets(type.element, counts);
      return Array.from({ length: countOf(type, counts) ?? 0 }, (_, k) =>
        element.map((word) => k * stride + word),
      ).flat();
    }
    case 'struct': {
      const members = layout.offsetsOf(type);
      return type.members.flatMap((member, k) =>
        bufferOffsets(member.type, counts).map((word) => (members[k] ?? 0) / 4 + word),
      );
    }
    default:
      return [0];
  }
}

/** Whether values of the type hold an array. */
export function hasArray(type: Type): boolean {
  if (type.kind === 'struct') return type.members.some((member) => hasArray(member.type));
  return type.kind === 'array';
}
