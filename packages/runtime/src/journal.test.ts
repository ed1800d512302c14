import { key as keys, receipt as receipts, type suite as suites, task as tasks } from '@assay/core';
import { verifyReceipt } from '@assay/verify';
import { describe, expect, it } from 'vitest';
import type { AttestOptions } from './attest.js';
import { type Journal, signOnce } from './journal.js';
import { CpuRunner } from './node/cpu.js';
import { thrownBy } from './testing/device.js';
import { inputs, job, suite, task, worker } from './testing/task.js';

/** A journal that ends with the program, and what was asked of it. */
function memory(): Journal & { readonly entries: Map<string, Uint8Array> } {
  const entries = new Map<string, Uint8Array>();
  const at = (of: string, { publicKey }: { publicKey: string }): string => `${of} ${publicKey}`;
  return {
    entries,
    read: (of, by) => entries.get(at(of, by)),
    write(of, by, receipt) {
      if (entries.has(at(of, by))) return false;
      entries.set(at(of, by), receipt);
      return true;
    },
  };
}

const cpu = new CpuRunner({ threads: 1 });
const execution = await cpu.run(job, inputs);
await cpu.close();

const report: AttestOptions['report'] = {
  vendor: '',
  architecture: '',
  device: '',
  description: '',
  backend: '',
  isSoftware: true,
  features: [],
  limits: {},
};
const options: AttestOptions = { job, task, execution, report, key: worker, check: 'none' };
const otherRoot: suites.Root = suite.root(Uint8Array.of(1, 2, 3, 4));
/** A run that came to something else in its last version. */
const other: AttestOptions = { ...options, execution: { ...execution, roots: execution.roots.with(-1, otherRoot) } };

describe('signOnce', () => {
  it('signs, and has it in the journal', () => {
    const journal = memory();
    const receipt = signOnce(journal, options);
    expect(verifyReceipt(receipt, { job, task, suite })).toMatchObject({ code: 'valid' });
    expect([...journal.entries]).toEqual([
      [`${tasks.id(task)} ${keys.toIdentity(worker).publicKey}`, receipts.encode(receipt)],
    ]);
  });

  it('gives the same bytes again, salt, notes and all', () => {
    const journal = memory();
    const first = receipts.encode(signOnce(journal, options));
    const again = signOnce(journal, { ...options, notes: { at: 'another time' } });
    expect(receipts.encode(again)).toEqual(first);
  });

  it('refuses a key whose halves do not belong together: the journal would not know it again', () => {
    const journal = memory();
    const { publicKey } = keys.fromSecret(new Uint8Array(32).fill(9));
    const mixed = { ...options, key: { ...worker, publicKey } };
    expect(thrownBy(() => signOnce(journal, mixed))).toMatchObject({ kind: 'invalid', code: 'key.mismatch' });
    expect(journal.entries.size).toBe(0);
  });

  it('refuses a second trace, and says where the runs part', () => {
    const journal = memory();
    const first = signOnce(journal, options);
    const error = thrownBy(() => signOnce(journal, other));
    expect(error).toMatchObject({
      kind: 'invalid',
      code: 'attest.already-signed',
      where: 'scaled (version 4, written by step 1)',
      got: otherRoot,
    });
    expect(error.expected).toContain(execution.roots[4]);
    expect(error.remedy).toMatch(/equivocation.*stake/);
    expect([...journal.entries.values()]).toEqual([receipts.encode(first)]);
  });

  it('signs another task, and for another worker', () => {
    const journal = memory();
    const next = { ...task, nonce: '78'.repeat(32) as tasks.Nonce };
    const stranger = keys.fromSecret(new Uint8Array(32).fill(8));
    signOnce(journal, options);
    expect(signOnce(journal, { ...other, task: next }).trace).toEqual(other.execution.roots);
    expect(signOnce(journal, { ...other, key: stranger }).trace).toEqual(other.execution.roots);
    expect(journal.entries.size).toBe(3);
  });

  it('gives way to another process that signed between its look and its entry', () => {
    for (const theirs of [options, other]) {
      const shared = memory();
      let first: receipts.Receipt | undefined;
      const slow: Journal = {
        read: shared.read,
        write(...entry) {
          first = signOnce(shared, theirs);
          return shared.write(...entry);
        },
      };
      const sign = (): receipts.Receipt => signOnce(slow, options);
      if (theirs === options) expect(sign()).toEqual(first);
      else expect(thrownBy(sign).code).toBe('attest.already-signed');
      expect([...shared.entries.values()]).toEqual([receipts.encode(first!)]);
    }
  });

  it('writes nothing where there is nothing to sign', () => {
    const journal = memory();
    const without = { ...execution, roots: [] };
    expect(thrownBy(() => signOnce(journal, { ...options, execution: without })).code).toBe('attest.other-run');
    const cells = [{ step: 0, workgroup: 0 }];
    expect(thrownBy(() => signOnce(journal, { ...options, check: { cells } })).code).toBe('attest.missing-version');
    expect(journal.entries.size).toBe(0);
  });

  it.each([
    ['no receipt', () => Uint8Array.of(1, 2, 3)],
    ['a part of it', (receipt: Uint8Array) => receipt.subarray(0, -1)],
    [
      'the receipt of another task',
      () => issued({ task: tasks.id({ ...task, nonce: '78'.repeat(32) as tasks.Nonce }) }),
    ],
    ['the receipt of another worker', () => issued({ secret: new Uint8Array(32).fill(8) })],
  ])('takes %s in the journal for damage, and signs nothing', (_, damage) => {
    const journal = memory();
    signOnce(journal, options);
    const [[name, entry]] = [...journal.entries] as [[string, Uint8Array]];
    const damaged = damage(entry);
    journal.entries.set(name, damaged);
    const error = thrownBy(() => signOnce(journal, options));
    expect(error).toMatchObject({ kind: 'malformed', code: 'journal.damaged' });
    expect(error.remedy).toContain('must not be removed');
    expect(journal.entries.get(name)).toBe(damaged);
  });
});

function issued(change: Partial<Parameters<typeof receipts.issue>[0]>): Uint8Array {
  const salt = '55'.repeat(32) as receipts.Claim['salt'];
  const terms = { task: tasks.id(task), trace: execution.roots, suite, secret: worker.secret, salt };
  return receipts.encode(receipts.issue({ ...terms, ...change }));
}
