import { receipt as receipts } from '@assay/core';
import { honest } from '@assay/testkit';
import { verifyReceipt, verifyReceiptBytes } from '@assay/verify';
import { describe, expect, it } from 'vitest';

// Attack: change the notes of somebody's receipt on the way. Rule R4: notes are not signed and nothing may rest on them,
// so this is no forgery, and it must change neither the verdict nor the id.

const { terms, receipt, issue } = honest;
const noted = issue({ notes: { adapter: 'software', seconds: 3 } });

describe('a receipt with other notes', () => {
  it('control: it is valid as it was issued', () => expect(verifyReceipt(noted, terms).code).toBe('valid'));

  it.each([{}, { adapter: 'a very fast one' }, { verdict: 'valid', claim: { traceRoot: '00' } }])(
    'is the same claim: %j',
    (notes) => {
      const changed = { ...noted, notes };
      expect(verifyReceipt(changed, terms)).toEqual(verifyReceipt(noted, terms));
      expect(receipts.id(changed)).toBe(receipts.id(noted));
      expect(receipts.id(changed)).toBe(receipts.id(receipt));
    },
  );

  it('cannot bring a forged receipt through: the fields of the object are looked at, not those of its notes', () => {
    const forged = { ...issue({ trace: honest.trace.slice(1) }), notes: { ...honest.receipt } as never };
    expect(verifyReceipt(forged, terms).code).toBe('receipt.wrong-trace-length');
  });

  it('is refused where a note stands outside the notes', () => {
    const extra = { ...noted, adapter: 'software' };
    expect(verifyReceiptBytes(receipts.encode(extra), terms)).toMatchObject({
      code: 'receipt.malformed',
      evidence: { code: 'shape.unknown-field' },
    });
  });
});
