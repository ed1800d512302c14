import { bytes } from '@assay/core';
import { nativeEd25519 } from '@assay/runtime/node';
import { honest } from '@assay/testkit';
import { verifyReceipt } from '@assay/verify';
import { describe, expect, it } from 'vitest';
import { elements, smallOrder } from '../crafted.js';
import { forge, listen } from '../forged.js';

// Attack: claim work under a key that has no secret, at a verifier that asks OpenSSL first, which accepts it. Rules S2, S5.

const { terms } = honest;
const R = elements(5n, 0)[0]!;
const codeOf = (...[receipt, more]: [Parameters<typeof verifyReceipt>[0], object]): string =>
  verifyReceipt(receipt, { ...terms, ...more }).code;

describe('a key of small order', () => {
  it('control: a key of full order, signed by the same construction', () => {
    const { receipt } = forge(elements(7n, 0)[0]!, R, {}, () => true);
    const { fastPath, said } = listen(nativeEd25519);
    expect(codeOf(receipt, { fastPath })).toBe('valid');
    expect(codeOf(receipt, {})).toBe('valid');
    expect(said).toEqual([true]);
  });

  it.each(smallOrder.map((A) => [bytes.toHex(A.bytes), A] as const))(
    'OpenSSL accepts, and it is refused: %s',
    (_, A) => {
      const { receipt } = forge(A, R, {}, ({ holds }) => holds.cofactorless);
      const { fastPath, said } = listen(nativeEd25519);
      expect(codeOf(receipt, { fastPath })).toBe('receipt.bad-signature');
      expect(codeOf(receipt, { fastPath })).toBe('receipt.bad-signature'); // and is not remembered as good
      expect(codeOf(receipt, {})).toBe('receipt.bad-signature');
      expect(said).toEqual([true, true]);
    },
  );
});
