import { AssayError } from './errors.js';
import { integer, list, oneOf, record, type Shape } from './shape.js';

/** Element types that a version may be described with; all little-endian, rows last dimension first (C order). */
export type Element = 'i8' | 'u8' | 'i16' | 'u16' | 'i32' | 'u32';

/** How a version's words are to be read by people and file formats. It never changes what a job computes. */
export interface Tensor {
  readonly element: Element;
  /** Extents, slowest dimension first. A picture is `[height, width, 4]` of `u8` (RGBA). */
  readonly shape: readonly number[];
}

const MAX_EXTENT = 2 ** 32 - 1;

/** Every element type with its size. */
export const elementBytes: Readonly<Record<Element, number>> = { i8: 1, u8: 1, i16: 2, u16: 2, i32: 4, u32: 4 };

/** Bytes of the elements alone, before padding to words. */
export function lengthBytes(tensor: Tensor): number {
  return tensor.shape.reduce((product, extent) => product * extent, elementBytes[tensor.element]);
}

/** `i8[256,1024]`, as used in messages. */
export function toText(tensor: Tensor): string {
  return `${tensor.element}[${tensor.shape.join(',')}]`;
}

/**
 * The tensor that {@link toText} wrote.
 *
 * @throws AssayError `tensor.bad-text` (malformed).
 */
export function fromText(text: string): Tensor {
  const [, element, shape] = /^([iu](?:8|16|32))\[([1-9]\d{0,9}(?:,[1-9]\d{0,9}){0,7})\]$/.exec(text) ?? [];
  const extents = shape?.split(',').map(Number);
  if (element === undefined || extents === undefined || extents.some((extent) => extent > MAX_EXTENT)) {
    throw new AssayError({
      kind: 'malformed',
      code: 'tensor.bad-text',
      expected: 'an element type and extents, such as i8[256,1024]',
      got: JSON.stringify(text.slice(0, 80)),
      remedy: `Element types are ${Object.keys(elementBytes).join(', ')}; up to 8 extents from 1 to ${MAX_EXTENT}.`,
    });
  }
  return { element: element as Element, shape: extents };
}

/** The encoded form (SPEC.md, chapter Job). */
export const shape: Shape<Tensor> = record<Tensor>({
  element: oneOf('i8', 'u8', 'i16', 'u16', 'i32', 'u32'),
  shape: list(integer(1, MAX_EXTENT), 8, 1),
});
