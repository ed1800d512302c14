import { createPublicKey, verify as nodeVerify } from 'node:crypto';
import { bytes, type identity, receipt as receipts, type signature } from '@assay/core';
import { honest } from '@assay/testkit';
import { verifyReceipt } from '@assay/verify';
import { describe, expect, it } from 'vitest';

// Attack: other signature bytes for a claim, so that one receipt counts as two; and keys that sign everything. Rules S2
// to S4.

const { terms, receipt, trace, suite, salt } = honest;
/** The order of the base point, RFC 8032, section 5.1. */
const L = 2n ** 252n + 27742317777372353535851937790883648493n;
const toLE = (value: bigint): string => bytes.toHex(bytes.fromHex(value.toString(16).padStart(64, '0')).reverse());
const fromLE = (hex: string): bigint => BigInt(`0x${bytes.toHex(bytes.fromHex(hex).reverse())}`);
const resigned = (text: string): receipts.Receipt => ({ ...receipt, signature: text as signature.Signature });
const R = receipt.signature.slice(0, 64);
const S = fromLE(receipt.signature.slice(64));

describe('a malleated signature', () => {
  it('control: as the worker made it', () => {
    expect(resigned(R + toLE(S))).toEqual(receipt);
    expect(verifyReceipt(receipt, terms).code).toBe('valid');
  });

  it.each([1n, 2n, 7n])('S + %i·L is refused', (times) => {
    expect(verifyReceipt(resigned(R + toLE(S + times * L)), terms).code).toBe('receipt.bad-signature');
  });

  it('-R with -S is refused', () => {
    const negated = bytes.fromHex(R);
    negated[31]! ^= 0x80;
    expect(verifyReceipt(resigned(bytes.toHex(negated) + toLE(L - S)), terms).code).toBe('receipt.bad-signature');
  });

  it('S4: another signature does not make another receipt', () => {
    expect(receipts.id(resigned(R + toLE(S + L)))).toBe(receipts.id(receipt));
  });
});

describe('a key that signs everything', () => {
  // The neutral element as key, R = 1 and S = 0: S·B = R + h·A for every message.
  const identity = `01${'00'.repeat(31)}`;
  const forge = (publicKey: string, text: string): receipts.Receipt => {
    const worker: signature.Identity = { scheme: 'ed25519', publicKey: publicKey as signature.PublicKey };
    const { task, traceRoot } = receipt.claim;
    const seal: identity.Seal = receipts.seal(worker, task, traceRoot, salt);
    return { claim: { task, worker, traceRoot, salt, seal }, signature: text as signature.Signature, trace, notes: {} };
  };

  it('control: the same claim by a key of full order', () => {
    const made = receipts.issue({ task: receipt.claim.task, trace, suite, secret: new Uint8Array(32), salt });
    expect(verifyReceipt(forge(made.claim.worker.publicKey, made.signature), terms).code).toBe('valid');
  });

  it.each([
    ['the neutral element', identity],
    ['the neutral element as y = p + 1', `ee${'ff'.repeat(30)}7f`],
    ['the neutral element with a sign', `01${'00'.repeat(30)}80`],
    ['y = 0, of order 4', '00'.repeat(32)],
    ['y = -1, of order 2', `ec${'ff'.repeat(30)}7f`],
  ])('is refused: %s', (_, publicKey) => {
    expect(verifyReceipt(forge(publicKey, identity + '00'.repeat(32)), terms).code).toBe('receipt.bad-signature');
  });

  it('S3: OpenSSL would accept it, and must decide nothing', () => {
    const key = createPublicKey({
      key: Buffer.from(`302a300506032b6570032100${identity}`, 'hex'),
      format: 'der',
      type: 'spki',
    });
    const digest = receipts.signingDigest(forge(identity, '').claim);
    expect(nodeVerify(null, digest, key, Buffer.from(identity + '00'.repeat(32), 'hex'))).toBe(true);
  });
});
