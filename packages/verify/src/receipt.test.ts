import {
  codec,
  type identity,
  type job as jobs,
  receipt as receipts,
  signature,
  type suite as suites,
  task as tasks,
  verdict,
} from '@assay/core';
import { honest } from '@assay/testkit';
import { describe, expect, it } from 'vitest';
import { verifyReceipt, verifyReceiptBytes } from './receipt.js';

const { contents, issue, job, otherRoot, receipt, signed, suite, task, terms, trace } = honest;

const other = otherRoot as string;
const codeOf = (changed: receipts.Receipt, against: object = {}): string =>
  verifyReceipt(changed, { ...terms, ...against }).code;
const withRoot = (index: number): suites.Root[] => trace.map((root, i) => (i === index ? otherRoot : root));

describe('verifyReceipt', () => {
  it('R5: an honest receipt is valid, and the verdict names its claim', () => {
    expect(verifyReceipt(receipt, terms)).toEqual({ code: 'valid', claim: receipts.id(receipt), evidence: {} });
  });

  it('R5: each rule fails alone', () => {
    const otherTask: tasks.Task = { ...task, nonce: other as tasks.Nonce };
    const otherJob: jobs.Job = { ...job, name: 'other' };
    const withJob: tasks.Task = { ...task, job: other as identity.JobId };
    const unfit: tasks.Task = { ...task, inputs: task.inputs.toReversed() };
    const found = {
      'receipt.other-task': codeOf(receipt, { task: otherTask }),
      'task.other-job': codeOf(issue({ task: tasks.id(withJob) }), { task: withJob }),
      'task.other-job, by another job': codeOf(receipt, { job: otherJob }),
      'task.unfit': codeOf(issue({ task: tasks.id(unfit) }), { task: unfit }),
      'receipt.bad-signature': codeOf({
        ...receipt,
        signature: signature.sign(new Uint8Array(32), new Uint8Array(32)),
      }),
      'receipt.wrong-seal': codeOf(signed({ seal: other as identity.Seal })),
      'receipt.other-seal': codeOf(receipt, { seal: other }),
      'receipt.wrong-trace-length, one root less': codeOf(issue({ trace: trace.slice(0, -1) })),
      'receipt.wrong-trace-length, one root more': codeOf(issue({ trace: [...trace, otherRoot] })),
      'receipt.wrong-trace-root': codeOf({ ...receipt, trace: withRoot(4) }),
      'receipt.wrong-input': codeOf(issue({ trace: withRoot(0) })),
      'receipt.wrong-input, the second': codeOf(issue({ trace: withRoot(1) })),
      'receipt.wrong-literal': codeOf(issue({ trace: withRoot(2) })),
    };
    for (const [name, code] of Object.entries(found)) expect(code).toBe(name.split(',')[0]);
  });

  it('R5: what a step wrote is not looked at: that is for the other rungs', () => {
    expect(codeOf(issue({ trace: withRoot(3) }))).toBe('valid');
    expect(codeOf(issue({ trace: withRoot(4) }))).toBe('valid');
  });

  it('R5: the first rule that fails gives the verdict', () => {
    // From the last rule to the first, each receipt breaks one rule more.
    const literal = issue({ trace: withRoot(2) });
    const input = issue({ trace: [otherRoot, trace[1]!, otherRoot, ...trace.slice(3)] });
    const length = issue({ trace: [otherRoot, trace[1]!, otherRoot, trace[3]!] });
    const unfit: tasks.Task = { ...task, inputs: [] };
    const badTask: tasks.Task = { ...unfit, job: other as identity.JobId };
    const on = (given: tasks.Task, change: Partial<receipts.Receipt>, claim: Partial<receipts.Claim>): string => {
      const claimed = { ...issue({ task: tasks.id(given), trace: length.trace }).claim, ...claim };
      return codeOf({ ...signed(claimed), trace: length.trace, ...change }, { task: given });
    };
    const seal = { seal: other as identity.Seal };
    const cut = { trace: length.trace.slice(1) };
    expect([
      codeOf(literal),
      codeOf(input),
      codeOf(length),
      on(unfit, {}, {}),
      on(badTask, {}, {}),
      on(badTask, cut, {}),
      on(badTask, cut, seal),
      on(badTask, { ...cut, signature: receipt.signature }, seal),
      codeOf({ ...signed({ ...receipt.claim, ...seal }), ...cut, signature: receipt.signature }, { task: badTask }),
    ]).toEqual([
      'receipt.wrong-literal',
      'receipt.wrong-input',
      'receipt.wrong-trace-length',
      'task.unfit',
      'task.other-job',
      'receipt.wrong-trace-root',
      'receipt.wrong-seal',
      'receipt.bad-signature',
      'receipt.other-task',
    ]);
  });

  it('V2: nobody but the signer can bring a claim under a code of the signer’s', () => {
    // Whatever a bearer changes outside the signature, and in the claim under it.
    const changes: Partial<receipts.Receipt>[] = [
      ...[0, 1, 4].map((count) => ({ trace: trace.slice(0, count) })),
      { trace: [...trace, otherRoot] },
      ...trace.map((_, index) => ({ trace: withRoot(index) })),
      { notes: { worker: 'somebody else' } },
      { signature: 'ab'.repeat(64) as receipts.Receipt['signature'] },
      ...(['task', 'traceRoot', 'salt', 'seal'] as const).map((field) => ({
        claim: { ...receipt.claim, [field]: other },
      })),
    ];
    for (const change of changes) {
      const found = verifyReceipt({ ...receipt, ...change }, terms);
      expect(['none', 'bearer']).toContain(verdict.faultOf(found));
    }
  });

  it('core S5: a fast path is asked about the signature, and can accept only', () => {
    const forged = { ...receipt, signature: signature.sign(new Uint8Array(32), new Uint8Array(32)) };
    for (const answer of [true, false]) {
      const asked: string[] = [];
      const fastPath = signature.fastPath((...given) => {
        asked.push(...given.map((bytes) => Buffer.from(bytes).toString('hex')));
        return answer;
      });
      expect(codeOf(receipt, { fastPath })).toBe('valid');
      // The id of a receipt is its signing digest (R2).
      expect(asked).toEqual([receipt.signature, receipts.id(receipt), receipt.claim.worker.publicKey]);
      // One that lies is believed: that is what bringing it means.
      expect(codeOf(forged, { fastPath })).toBe(answer ? 'valid' : 'receipt.bad-signature');
    }
  });

  it('R5: the evidence shows what was expected and what came', () => {
    expect(verifyReceipt(issue({ trace: withRoot(1) }), terms).evidence).toEqual({
      version: 1,
      name: 'right',
      expected: suite.root(contents[1]!),
      got: otherRoot,
    });
    expect(verifyReceipt(issue({ trace: trace.slice(1) }), terms).evidence).toEqual({ expected: 5, got: 4 });
    const unfit: tasks.Task = { ...task, inputs: [] };
    expect(verifyReceipt(issue({ task: tasks.id(unfit) }), { ...terms, task: unfit }).evidence).toMatchObject({
      code: 'task.wrong-inputs',
      where: 'task.inputs',
      expected: 'left, right',
      got: 'none',
    });
  });
});

describe('verifyReceiptBytes', () => {
  const bytes = receipts.encode(receipt);

  it('an honest receipt is valid', () =>
    expect(verifyReceiptBytes(bytes, terms)).toEqual(verifyReceipt(receipt, terms)));

  it('V1: of what is no receipt the verdict names no claim, and says why', () => {
    expect(verifyReceiptBytes(bytes.subarray(1), terms)).toEqual({
      code: 'receipt.malformed',
      evidence: expect.objectContaining({ code: expect.stringMatching(/^(codec|shape)\./) }),
    });
    expect(verdict.kindOf(verifyReceiptBytes(new Uint8Array(), terms))).toBe('malformed');
  });

  it('every flipped bit and truncation gives a verdict other than valid, unless it is in the notes', () => {
    const value = codec.decode(bytes) as codec.Fields;
    expect(value.notes).toEqual({});
    const codes = new Set<string>();
    for (let bit = 0; bit < 8 * bytes.length; bit++) {
      const flipped = bytes.slice();
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      codes.add(verifyReceiptBytes(flipped, terms).code);
    }
    expect([...codes].sort()).toEqual([
      'receipt.bad-signature',
      'receipt.malformed',
      'receipt.other-task',
      'receipt.wrong-trace-root',
    ]);
    for (let length = 0; length < bytes.length; length++) {
      expect(verifyReceiptBytes(bytes.subarray(0, length), terms).code).toBe('receipt.malformed');
    }
  });

  it('K9: hostile sizes end in a verdict that can itself be encoded', () => {
    const key = codec.encode('\u0001'.repeat(4_000_000));
    const twice = new Uint8Array(1 + 2 * (key.length + 1));
    twice[0] = 0x82;
    twice.set(key, 1);
    twice.set(key, 2 + key.length);
    const hostile: Uint8Array[] = [
      twice,
      new Uint8Array(2 ** 24 + 1),
      new Uint8Array(100_000).fill(0x91),
      codec.encode({ type: 'x'.repeat(1_000_000) }),
      codec.encode({ ['y'.repeat(1_000_000)]: 1, type: 'receipt', version: 1 }),
      codec.encode({ type: 'receipt', version: 'z'.repeat(1_000_000) }),
    ];
    for (const some of hostile) {
      const found = verifyReceiptBytes(some, terms);
      expect(found.code).toBe('receipt.malformed');
      expect(verdict.encode(found).length).toBeLessThan(2000);
    }
  });
});
