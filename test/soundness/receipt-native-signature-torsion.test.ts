import { nativeEd25519 } from '@assay/runtime/node';
import { honest } from '@assay/testkit';
import { verifyReceipt } from '@assay/verify';
import { describe, expect, it } from 'vitest';
import { type Crafted, elements } from '../crafted.js';
import { forge, listen } from '../forged.js';

// Attack: sign so that verifiers differ, and have one layer pay what another refuses. The worker knows its key and adds a
// point of order 8 to R or to the key; OpenSSL compares without the cofactor. Rules S2, S3, S5.

const { terms } = honest;
const one = (e: bigint, t: number) => elements(e, t)[0]!;
const cancels = ({ holds }: Crafted): boolean => holds.cofactorless;
const remains = ({ holds }: Crafted): boolean => holds.cofactored && !holds.cofactorless;

describe('torsion in R, in the key, in both', () => {
  it.each([
    ['control: in neither', 0, 0, cancels, [true]],
    ['in R', 0, 1, remains, [false]],
    ['in the key', 1, 0, remains, [false]],
    ['in the key, where it cancels', 1, 0, cancels, [true]],
    ['in both', 3, 5, remains, [false]],
    ['in both, where it cancels', 3, 5, cancels, [true]],
  ] as const)('%s: valid with and without OpenSSL', (_, inKey, inR, condition, expected) => {
    const { receipt } = forge(one(7n, inKey), one(5n, inR), {}, condition);
    const { fastPath, said } = listen(nativeEd25519);
    expect(verifyReceipt(receipt, terms).code).toBe('valid');
    expect(verifyReceipt(receipt, { ...terms, fastPath }).code).toBe('valid');
    expect(said).toEqual(expected);
  });

  it.each([
    ['R of small order', 3],
    ['R = 0, for which nothing was drawn', 0],
  ] as const)('%s, by the key’s owner: valid with and without', (_, inR) => {
    const { receipt } = forge(one(7n, 0), one(0n, inR), {}, () => true);
    const { fastPath } = listen(nativeEd25519);
    expect(verifyReceipt(receipt, terms).code).toBe('valid');
    expect(verifyReceipt(receipt, { ...terms, fastPath }).code).toBe('valid');
  });

  it('with a wrong S none of them is valid', () => {
    for (const t of [0, 1, 4]) {
      const { receipt } = forge(one(7n, t), one(5n, t), { error: 1n }, () => true);
      const { fastPath } = listen(nativeEd25519);
      expect(verifyReceipt(receipt, terms).code).toBe('receipt.bad-signature');
      expect(verifyReceipt(receipt, { ...terms, fastPath }).code).toBe('receipt.bad-signature');
    }
  });
});
