import type { suite as suites } from '@assay/core';
import { honest } from '@assay/testkit';
import { checkReplay, verifyReceipt } from '@assay/verify';
import { describe, expect, it } from 'vitest';

// Attack: the right roots at the wrong places. Rules R1 and J7: position in the trace is the version.

const { terms, receipt, trace, issue } = honest;
function swapped(a: number, b: number): suites.Root[] {
  const roots = [...trace];
  [roots[a], roots[b]] = [roots[b]!, roots[a]!];
  return roots;
}

describe('a trace with two roots swapped', () => {
  it('control: in order', () => {
    expect(new Set(trace).size).toBe(5);
    expect(verifyReceipt(receipt, terms).code).toBe('valid');
    expect(checkReplay(receipt, terms, trace).code).toBe('valid');
  });

  it.each([
    [0, 1],
    [2, 3],
    [3, 4],
    [0, 4],
  ])('versions %i and %i, after signing: the root of the trace is another', (a, b) => {
    expect(verifyReceipt({ ...receipt, trace: swapped(a, b) }, terms).code).toBe('receipt.wrong-trace-root');
  });

  it.each([
    [0, 1, 'receipt.wrong-input', 0],
    [1, 2, 'receipt.wrong-input', 1],
    [2, 3, 'receipt.wrong-literal', 2],
  ])('versions %i and %i, before signing: %s', (a, b, code, version) => {
    expect(verifyReceipt(issue({ trace: swapped(a, b) }), terms)).toMatchObject({ code, evidence: { version } });
  });

  it('two that steps wrote, before signing: a replay names the first', () => {
    const cheat = issue({ trace: swapped(3, 4) });
    expect(verifyReceipt(cheat, terms).code).toBe('valid');
    expect(checkReplay(cheat, terms, trace)).toMatchObject({
      code: 'replay.version-differs',
      evidence: { version: 3, name: 'sum', step: 0, claimed: trace[4], replayed: trace[3] },
    });
  });
});
