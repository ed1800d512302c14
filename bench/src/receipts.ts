import { bytes, type identity, receipt as receipts, signature, suite as suites, task as tasks } from '@assay/core';
import { matmul } from '@assay/kernels';
import { nativeEd25519 } from '@assay/runtime/node';
import { type Terms, verifyReceiptBytes } from '@assay/verify';
import type { Benchmark } from './benchmark.js';
import { noise } from './content.js';
import { convert, type Row, row } from './report.js';
import { interleave, type Pairs, ratio, summarize } from './statistics.js';

const NAME = 'receipts';
const WORKERS = 10;
const RECEIPTS = 1000;
const SIZE = { m: 64, n: 64, k: 64 } as const;

/** How many receipts a verifier checks in a second on one thread: by the rule alone, and with OpenSSL as its fast path. */
export const receiptSpeed: Benchmark = {
  name: NAME,
  async run({ isQuick, note }) {
    const count = isQuick ? RECEIPTS / 10 : RECEIPTS;
    const pairs = isQuick ? 3 : 11;
    note(`${NAME}: ${count} receipts of ${WORKERS} workers, ${pairs} pairs`);
    const { terms, encoded } = issued(count);
    // A new fast path each time: that keys must be looked at once belongs to the price.
    const withFastPath = (): Terms => ({ ...terms, fastPath: signature.fastPath(nativeEd25519) });
    assertAgree(encoded[0]!, terms, withFastPath());
    const verify = async (each: Terms): Promise<number> =>
      milliseconds(() => {
        for (const receipt of encoded) assertCode('valid', verifyReceiptBytes(receipt, each).code);
      });
    const whole = await interleave(
      pairs,
      () => verify(withFastPath()),
      () => verify(terms),
    );

    const decoded = encoded
      .map((each) => receipts.decode(each))
      .map(({ claim, signature: signed }) => {
        return { signed, digest: receipts.signingDigest(claim), worker: claim.worker };
      });
    const check = async (options: signature.Options): Promise<number> =>
      milliseconds(() => {
        for (const { signed, digest, worker } of decoded) {
          assertCode('true', String(signature.isValid(signed, digest, worker, options)));
        }
      });
    const signatures = await interleave(
      pairs,
      () => check({ fastPath: signature.fastPath(nativeEd25519) }),
      () => check({}),
    );
    return [
      ...compare('whole receipts', 'receipts/s', count, whole),
      ...compare('signatures alone', 'signatures/s', count, signatures),
    ];
  },
};

function compare(name: string, unit: string, count: number, times: Pairs<number>): Row[] {
  const speed = (ms: readonly number[]): Parameters<typeof row>[3] =>
    convert(summarize(ms), (each) => (1000 * count) / each);
  return [
    row(NAME, `${name}: with the fast path`, unit, speed(times.a)),
    row(NAME, `${name}: by the rule alone`, unit, speed(times.b)),
    row(
      NAME,
      `${name}: time with / without`,
      'ratio',
      ratio(times, (ms) => ms),
    ),
  ];
}

/** Distinct receipts on one task of a small job. Their last two roots are of nothing: this rung does not look at the work. */
function issued(count: number): { readonly terms: Terms; readonly encoded: readonly Uint8Array[] } {
  const suite = suites.blake3();
  const job = matmul.job(SIZE);
  const inputs = job.inputs.map(({ name, sizeBytes }, k) => [name, noise(sizeBytes, k + 1)] as const);
  const requester = signature.identityOf(noise(32, 99));
  const nonce = bytes.toHex(noise(32, 98)) as tasks.Nonce;
  const { task } = tasks.make({ job, files: new Map(inputs), requester, nonce, suite });
  const roots = task.inputs.map(({ root }) => root);
  const encoded = Array.from({ length: count }, (_, n) => {
    const made = [suite.root(noise(4, 2 * n + 1)), suite.root(noise(4, 2 * n + 2))];
    const salt = bytes.toHex(noise(32, 1000 + n)) as identity.Salt;
    const secret = noise(32, 100 + (n % WORKERS));
    return receipts.encode(receipts.issue({ task: tasks.id(task), trace: [...roots, ...made], suite, secret, salt }));
  });
  return { terms: { job, task, suite }, encoded };
}

/** That both refuse a wrong signature: a check that accepts everything would be fast. */
function assertAgree(encoded: Uint8Array, ...all: readonly Terms[]): void {
  const receipt = receipts.decode(encoded);
  const wrong = `${receipt.signature.slice(0, 64)}${'07'.padEnd(64, '0')}` as signature.Signature;
  for (const terms of all) {
    const { code } = verifyReceiptBytes(receipts.encode({ ...receipt, signature: wrong }), terms);
    assertCode('receipt.bad-signature', code);
  }
}

function assertCode(expected: string, got: string): void {
  if (got !== expected) throw new Error(`a receipt is ${got}, expected ${expected}; nothing was measured`);
}

function milliseconds(action: () => void): number {
  const start = performance.now();
  action();
  return performance.now() - start;
}
