import { bytes } from '@assay/core';
import { honest } from '@assay/testkit';
import { checkReplay, verifyReceipt } from '@assay/verify';
import { describe, expect, it } from 'vitest';

// Attack: one wrong bit in one buffer, everything else as it should be, committed to and signed. What a receipt alone
// cannot show, a replay does, and it names the version.

const { terms, receipt, contents, trace, suite, issue } = honest;
const names = ['left', 'right', 'table', 'sum', 'scaled'];

describe('one wrong bit in a buffer', () => {
  it('control: no wrong bit', () => expect(checkReplay(receipt, terms, trace).code).toBe('valid'));

  it.each([0, 1, 2, 3, 4])('of version %i is found and named', (version) => {
    const { length } = contents[version]!;
    for (const bit of [0, 31, 8 * length - 1]) {
      const wrong = contents[version]!.slice();
      wrong[bit >> 3]! ^= 1 << (bit & 7);
      const cheat = issue({ trace: trace.map((root, i) => (i === version ? suite.root(wrong) : root)) });
      const expected = version < 2 ? 'receipt.wrong-input' : version === 2 ? 'receipt.wrong-literal' : 'valid';
      expect(verifyReceipt(cheat, terms).code).toBe(expected);
      const found = checkReplay(cheat, terms, trace);
      expect(found.code).toBe(expected === 'valid' ? 'replay.version-differs' : expected);
      expect(found.evidence).toMatchObject({ version, name: names[version] });
    }
  });
});

describe('one wrong bit in a root', () => {
  it('of the trace, after signing, is another trace root; before signing, a replay names the version', () => {
    for (let version = 0; version < trace.length; version++) {
      const root = bytes.fromHex(trace[version]!);
      root[7]! ^= 0x10;
      const changed = trace.map((each, i) => (i === version ? (bytes.toHex(root) as typeof each) : each));
      expect(verifyReceipt({ ...receipt, trace: changed }, terms).code).toBe('receipt.wrong-trace-root');
      expect(checkReplay(issue({ trace: changed }), terms, trace)).toMatchObject({ evidence: { version } });
    }
  });
});
