import { noise } from './content.js';

/** The least job that is still one: two kernels to compile, two dispatches of one workgroup or four. */
export const SIZE: { readonly m: number; readonly n: number; readonly k: number } = { m: 64, n: 64, k: 64 };

export const inputs: ReadonlyMap<string, Uint8Array> = new Map([
  ['a', noise(SIZE.m * SIZE.k, 5)],
  ['b', noise(SIZE.k * SIZE.n, 6)],
]);

/** The product from its definition. A function, so that importing this module costs a measured start nothing. */
export function expected(): Uint8Array {
  const [a, b] = [new Int8Array(inputs.get('a')!), new Int8Array(inputs.get('b')!)];
  const c = new DataView(new ArrayBuffer(4 * SIZE.m * SIZE.n));
  for (let i = 0; i < SIZE.m; i++) {
    for (let j = 0; j < SIZE.n; j++) {
      let sum = 0;
      for (let t = 0; t < SIZE.k; t++) sum += a[i * SIZE.k + t]! * b[t * SIZE.n + j]!;
      c.setInt32(4 * (i * SIZE.n + j), sum, true);
    }
  }
  return new Uint8Array(c.buffer);
}
