import { receipt as receipts } from '@assay/core';
import { honest } from '@assay/testkit';
import { describe, expect, it } from 'vitest';
import { checkReplay } from './replay.js';

const { contents, issue, terms, otherRoot, receipt, suite, trace } = honest;

describe('checkReplay', () => {
  it('the same trace is valid', () => {
    const again = contents.map((version) => suite.root(version.slice()));
    expect(checkReplay(receipt, terms, again)).toEqual({ code: 'valid', claim: receipts.id(receipt), evidence: {} });
  });

  it.each([
    [3, 'sum', 0],
    [4, 'scaled', 1],
  ])('names version %i, %s, of step %i, whichever side it is on', (index, name, step) => {
    const other = trace.map((root, i) => (i === index ? otherRoot : root));
    const evidence = { version: index, name, step };
    expect(checkReplay(issue({ trace: other }), terms, trace)).toMatchObject({
      code: 'replay.version-differs',
      evidence: { ...evidence, claimed: otherRoot, replayed: trace[index] },
    });
    expect(checkReplay(receipt, terms, other)).toMatchObject({
      code: 'replay.version-differs',
      evidence: { ...evidence, claimed: trace[index], replayed: otherRoot },
    });
  });

  it('names the first of several', () => {
    const other = [...trace.slice(0, 3), otherRoot, otherRoot];
    expect(checkReplay(receipt, terms, other).evidence).toMatchObject({ version: 3 });
  });

  it.each([
    [0, 'input left'],
    [2, 'literal table'],
  ])("a run that starts with another version %i is the replayer's mistake", (index, where) => {
    const other = trace.map((root, i) => (i === index ? otherRoot : root));
    expect(() => checkReplay(receipt, terms, other)).toThrow(
      expect.objectContaining({ kind: 'invalid', code: 'replay.other-start', where }),
    );
  });

  it("a run of another length is a bug of the caller's", () => {
    for (const replayed of [[], trace.slice(1), [...trace, otherRoot]]) {
      expect(() => checkReplay(receipt, terms, replayed)).toThrow(
        expect.objectContaining({ kind: 'bug', code: 'replay.wrong-trace' }),
      );
    }
  });

  it('R5: what is wrong with the receipt itself comes first', () => {
    expect(checkReplay({ ...receipt, trace: trace.slice(1) }, terms, trace).code).toBe('receipt.wrong-trace-root');
    expect(checkReplay(issue({ trace: trace.slice(0, 4) }), terms, trace).code).toBe('receipt.wrong-trace-length');
  });
});
