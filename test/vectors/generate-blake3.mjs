// Writes blake3.json: `node test/vectors/generate-blake3.mjs`. Computed by @noble/hashes, never by this repository's own code.
import { writeFileSync } from 'node:fs';
import { blake3 } from '@noble/hashes/blake3.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

const context = 'BLAKE3 2019-12-27 16:29:52 test vectors context';

// The lengths of the official test_vectors.json.
const lengths = [
  ...[0, 1, 2, 3, 4, 5, 6, 7, 8, 63, 64, 65, 127, 128, 129, 1023, 1024, 1025, 2048, 2049, 3072, 3073, 4096, 4097],
  ...[5120, 5121, 6144, 6145, 7168, 7169, 8192, 8193, 16384, 31744, 102400],
];

const cases = lengths.map((lengthBytes) => {
  const input = Uint8Array.from({ length: lengthBytes }, (_, i) => i % 251);
  return {
    lengthBytes,
    hash: bytesToHex(blake3(input)),
    deriveKey: bytesToHex(blake3(input, { context: utf8ToBytes(context) })),
  };
});

const input = 'byte i is i mod 251';
writeFileSync(new URL('blake3.json', import.meta.url), `${JSON.stringify({ input, context, cases }, null, 2)}\n`);
