/**
 * The products of bytes, in four words at once. Bytes go into 16-bit halves of words, the even ones into one vector and the odd
 * ones into another; i32x4.dot_i16x8_s multiplies halves and adds two products. It is exact: a product is below 2¹⁶.
 */
import { type Code, type Local, simd } from './wasm.js';

/** The bytes 0 and 2 of each word on the stack, as 16-bit numbers. */
export function evenBytes(code: Code, isSigned: boolean): void {
  if (isSigned) {
    code.i32(8);
    code.vector(simd.i16x8.shl);
    code.i32(8);
    code.vector(simd.i16x8.shrS);
  } else {
    code.v128([0x00ff00ff, 0x00ff00ff, 0x00ff00ff, 0x00ff00ff]);
    code.vector(simd.and);
  }
}

/** The bytes 1 and 3 of each word on the stack, as 16-bit numbers. */
export function oddBytes(code: Code, isSigned: boolean): void {
  code.i32(8);
  code.vector(isSigned ? simd.i16x8.shrS : simd.i16x8.shrU);
}

/** The sums of four products for each word, on the stack. */
export function dotHalves(code: Code, evenLeft: Local, oddLeft: Local, evenRight: Local, oddRight: Local): void {
  code.get(evenLeft);
  code.get(evenRight);
  code.vector(simd.i32x4.dotI16x8S);
  code.get(oddLeft);
  code.get(oddRight);
  code.vector(simd.i32x4.dotI16x8S);
  code.vector(simd.i32x4.add);
}

/** The same of words in two locals. */
export function dot(code: Code, left: Local, right: Local, isSigned: boolean): void {
  for (const half of [evenBytes, oddBytes]) {
    for (const words of [left, right]) {
      code.get(words);
      half(code, isSigned);
    }
    code.vector(simd.i32x4.dotI16x8S);
  }
  code.vector(simd.i32x4.add);
}

/** The same of words in a local and one word that is known. */
export function dotConstant(code: Code, left: Local, right: number, isSigned: boolean): void {
  const even = isSigned ? [(right << 24) >> 24, (right << 8) >> 24] : [right & 0xff, (right >>> 16) & 0xff];
  const odd = isSigned ? [(right << 16) >> 24, right >> 24] : [(right >>> 8) & 0xff, right >>> 24];
  for (const [half, [low, high]] of [
    [evenBytes, even],
    [oddBytes, odd],
  ] as const) {
    code.get(left);
    half(code, isSigned);
    const word = (high! << 16) | (low! & 0xffff);
    code.v128([word, word, word, word]);
    code.vector(simd.i32x4.dotI16x8S);
  }
  code.vector(simd.i32x4.add);
}
