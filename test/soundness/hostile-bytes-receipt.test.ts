import { bytes as octets, receipt as receipts, verdict } from '@assay/core';
import { verifyReceiptBytes } from '@assay/verify';
import { describe, expect, it } from 'vitest';
import { damaged } from '../hostile/damage.js';
import { forged } from '../hostile/forgeries.js';
import { assertOutcome, assertTruthful, attempt } from '../hostile/oracle.js';
import { flawless } from '../hostile/specimens.js';
import { pick, tryMany } from '../hostile/trials.js';
import { distorted } from '../hostile/value.js';

// Attack: bytes that were once a receipt, changed by somebody who has no key. Whatever he makes of them, nothing is said about the worker:
// it is the worker's claim on the worker's trace, or it is malformed. And there is one encoding for what is accepted.

const all = [...flawless, ...forged];
const encoded = all.map(({ worked }) => receipts.encode(worked.receipt));

describe('receipts that were changed on the way', () => {
  it('control: as they were, they are valid, of whatever they are claims', () => {
    for (const { worked } of all) {
      expect(verifyReceiptBytes(receipts.encode(worked.receipt), worked.terms).code).toBe('valid');
    }
  });

  it('are the claim of the worker, or none', () => {
    const tally = tryMany(14_000, (chance) => {
      const { worked } = pick(chance, all);
      const bytes = receipts.encode(worked.receipt);
      const change = chance.next(3) === 0 ? damaged : distorted;
      const changed = change(bytes, chance, encoded);
      const found = verifyReceiptBytes(changed, worked.terms);
      assertOutcome(found, 'valid', 'malformed');
      const decoded = attempt(() => receipts.decode(changed));
      if ('code' in decoded) {
        expect(found).toMatchObject({ code: 'receipt.malformed', evidence: { code: decoded.code } });
        return assertTruthful(found, undefined);
      }
      expect(octets.isEqual(receipts.encode(decoded.value), changed)).toBe(true);
      if (verdict.isValid(found)) {
        // His own, or another one that he signed on the same task, put in its place.
        const { claim, trace } = decoded.value;
        const signed = all.map(({ worked: { receipt } }) => ({ claim: receipt.claim, trace: receipt.trace }));
        expect(signed).toContainEqual({ claim, trace });
        expect(claim.task).toBe(worked.receipt.claim.task);
      }
      return assertTruthful(found, undefined);
    });
    const codes = ['valid', 'receipt.malformed', 'receipt.bad-signature', 'receipt.wrong-trace-root'];
    expect([...tally.keys()]).toEqual(expect.arrayContaining(codes));
  });
});
