import { receipt as receipts, verdict } from '@assay/core';
import { honest } from '@assay/testkit';
import { describe, expect, it } from 'vitest';
import { checkReplay } from './replay.js';

const { contents, issue, job, otherRoot, receipt, suite, trace } = honest;

describe('checkReplay', () => {
  it('the same trace is valid', () => {
    const again = contents.map((version) => suite.root(version.slice()));
    expect(checkReplay(receipt, job, again)).toEqual({ code: 'valid', claim: receipts.id(receipt), evidence: {} });
  });

  it.each([
    [0, 'left', -1],
    [2, 'table', -1],
    [3, 'sum', 0],
    [4, 'scaled', 1],
  ])('names version %i, %s, of step %i, whichever side it is on', (index, name, step) => {
    const other = trace.map((root, i) => (i === index ? otherRoot : root));
    const evidence = { version: index, name, step };
    expect(checkReplay(issue({ trace: other }), job, trace)).toMatchObject({
      code: 'replay.version-differs',
      evidence: { ...evidence, claimed: otherRoot, replayed: trace[index] },
    });
    expect(checkReplay(receipt, job, other)).toMatchObject({
      code: 'replay.version-differs',
      evidence: { ...evidence, claimed: trace[index], replayed: otherRoot },
    });
  });

  it('names the first of several', () => {
    const other = [...trace.slice(0, 3), otherRoot, otherRoot];
    expect(checkReplay(receipt, job, other).evidence).toMatchObject({ version: 3 });
  });

  it('refuses a replay of another length', () => {
    for (const replayed of [[], trace.slice(1), [...trace, otherRoot]]) {
      expect(checkReplay(receipt, job, replayed)).toMatchObject({
        code: 'replay.wrong-trace-length',
        evidence: { expected: 5, got: replayed.length },
      });
    }
  });

  it('a claimed trace of another length differs where the shorter one ends, and the verdict can be encoded', () => {
    const short = checkReplay(issue({ trace: trace.slice(0, 4) }), job, trace);
    expect(short).toMatchObject({
      code: 'replay.version-differs',
      evidence: { version: 4, name: 'scaled', claimed: '' },
    });
    const long = checkReplay(issue({ trace: [...trace, otherRoot] }), job, trace);
    expect(long).toMatchObject({ code: 'replay.version-differs', evidence: { version: 5, name: '', replayed: '' } });
    for (const one of [short, long]) expect(verdict.decode(verdict.encode(one))).toEqual(one);
  });
});
