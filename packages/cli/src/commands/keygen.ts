import { file } from '@assay/core';
import { newKey } from '@assay/runtime';
import { writeFile } from '../files/staging.js';
import type { Output } from '../output.js';

/** `assay keygen`: a new Ed25519 key in a file that only its owner can read. Never replaces a file. */
export async function keygen(out: string, output: Output): Promise<void> {
  const key = newKey();
  await writeFile(out, file.encode('key', key), { mode: 0o600 });
  output.line(`Key written to ${out}. Keep it secret: whoever has it can sign as you.`);
  output.line(`Public key ${key.publicKey}`);
  output.result({ ok: true, file: out, scheme: key.scheme, publicKey: key.publicKey });
}
