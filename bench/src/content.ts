/** The same bytes for the same length and seed: xorshift32 (Marsaglia 2003). Zeros would be faster on some GPUs. */
export function noise(lengthBytes: number, seed: number): Uint8Array<ArrayBuffer> {
  const words = new Uint32Array(Math.ceil(lengthBytes / 4));
  let state = (seed * 2_654_435_761) >>> 0 || 1;
  for (let i = 0; i < words.length; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[i] = state;
  }
  return new Uint8Array(words.buffer, 0, lengthBytes);
}

/** Throws unless both hold the same bytes: a figure of a wrong result is worth nothing. */
export function assertEqual(what: string, got: Uint8Array, expected: Uint8Array): void {
  if (Buffer.compare(got, expected) === 0) return;
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes.subarray(0, 16)).toString('hex');
  throw new Error(
    `${what}: ${got.length} bytes ${hex(got)}…, expected ${expected.length} bytes ${hex(expected)}…; nothing was measured`,
  );
}
