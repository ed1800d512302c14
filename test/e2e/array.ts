/** NumPy's .npy, version 1.0, from its definition (NEP 1). */
export function encode(
  descr: string,
  shape: readonly number[],
  data: Uint8Array,
  { isFortran = false }: { readonly isFortran?: boolean } = {},
): Uint8Array {
  const extents = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
  const text = `{'descr': '${descr}', 'fortran_order': ${isFortran ? 'True' : 'False'}, 'shape': ${extents}, }`;
  const header = `${text.padEnd(Math.ceil((10 + text.length + 1) / 64) * 64 - 11)}\n`;
  const start = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, header.length & 255, header.length >> 8]);
  return Buffer.concat([start, Buffer.from(header, 'latin1'), data]);
}

/** The data of an .npy file, which has to be of this type and shape. */
export function decode(npy: Uint8Array, descr: string, shape: readonly number[]): Uint8Array {
  const start = 10 + npy[8]! + 256 * npy[9]!;
  const header = Buffer.from(npy.subarray(10, start)).toString('latin1');
  for (const part of [`'descr': '${descr}'`, `'fortran_order': False`, `'shape': (${shape.join(', ')})`]) {
    if (!header.includes(part)) throw new Error(`no ${part} in ${header}`);
  }
  return npy.subarray(start);
}

/** An int8 matrix that a number generator of one line fills, all values equally often. */
export function matrix(rows: number, columns: number, seed: number): Int8Array {
  let state = seed;
  return Int8Array.from({ length: rows * columns }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return state >> 24;
  });
}

/** The bytes of a typed array. */
export function bytesOf(array: Int8Array | Int32Array | Uint32Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
