import type { task as tasks } from '@assay/core';
import { describe, expect } from 'vitest';
import { commandTest, type Ended, errorOf } from './command.js';
import { halfLeftOut, oneWordWrong, pictures, product, writeFolder } from './run-folder.js';

const RECEIPT = 'theirs/receipt.assay';
interface Result {
  readonly ok: boolean;
  readonly outcome: string;
  readonly verdict: { readonly code: string; readonly evidence: object };
  readonly moves: readonly { readonly by: string; readonly text: string; readonly lengthBytes?: number }[];
  readonly proof: string | null;
}

const resultOf = ({ stdout }: Ended): Result => JSON.parse(stdout) as Result;

describe('assay descend', () => {
  commandTest('finds the word of a forger, with a run of its own, and proves it', async ({ place }) => {
    writeFolder(place, 'theirs', product(oneWordWrong));
    const replayed = await place.assay('replay', RECEIPT, '--cpu');
    expect(replayed.status).toBe(7);
    expect(replayed.stdout).toMatch(/\nFind the wrong cell: assay descend theirs\/receipt\.assay\n$/);
    const told = await place.assay('descend', RECEIPT);
    expect(told).toMatchObject({ status: 7, stderr: '' });
    // 48 chunks are 32 and 16; the last one is shown, and beside its path nodes of 32, 8, 4, 2 and 1.
    expect(told.stdout).toMatch(
      new RegExp(
        [
          'The receipt and your own run part in c \\(version 3, written by step 1\\).*',
          '',
          ' +worker +opens the last byte: 1.16 KiB',
          ' +watcher +asks what is in chunks 0 to 31, whose value is not his',
          ' +worker +shows 32 values below it: 1 KiB',
          ' +watcher +asks what is in chunk 3, whose value is not his',
          ' +worker +shows the chunk: 1 KiB',
          '',
          'Fraud: .*\\(cell\\.wrong\\)',
        ].join('\\n'),
      ),
    );
    const judged = await place.assay('judge', 'theirs/fraud-proof.assay', RECEIPT, '--json');
    expect(judged.status).toBe(7);
    expect(resultOf(judged).verdict).toMatchObject({ code: 'cell.wrong', evidence: { version: 3, word: 1000 } });
  });

  commandTest('takes a run that is there, whatever its task', async ({ place }) => {
    writeFolder(place, 'theirs', product(oneWordWrong));
    writeFolder(place, 'mine', product({ nonce: '88'.repeat(32) as tasks.Nonce }));
    const told = await place.assay('descend', RECEIPT, '--own', 'mine', '--into', 'c', '--out', 'p.assay', '--json');
    expect(told.status).toBe(7);
    expect(resultOf(told)).toMatchObject({ ok: false, outcome: 'fraud', proof: 'p.assay' });
    expect(resultOf(told).moves.map(({ by }) => by)).toEqual(['worker', 'watcher', 'worker', 'watcher', 'worker']);
  });

  commandTest('of runs that agree: nothing to descend into', async ({ place }) => {
    writeFolder(place, 'theirs', product());
    const told = await place.assay('descend', RECEIPT);
    expect(told).toMatchObject({ status: 0, stderr: '' });
    expect(told.stdout).toMatch(/^Valid: /);
    expect(place.names()).not.toContain('theirs/fraud-proof.assay');
  });

  commandTest('bytes that were not kept and cannot be made again: nobody has withheld them', async ({ place }) => {
    writeFolder(place, 'theirs', pictures(halfLeftOut));
    const told = await place.assay('descend', RECEIPT, '--json');
    expect(told.status).toBe(4);
    const { code, where, expected, remedy } = errorOf(told);
    expect({ code, where }).toEqual({ code: 'descend.missing-bytes', where: 'theirs' });
    expect(expected).toContain('version gradient');
    expect(remedy).toContain('--keep all');
    writeFolder(place, 'theirs', pictures(halfLeftOut), ['gradient']);
    expect((await place.assay('descend', RECEIPT)).status).toBe(7);
  });

  commandTest('bytes that were not kept are made again where the worker was right', async ({ place }) => {
    writeFolder(place, 'theirs', pictures());
    writeFolder(place, 'mine', pictures(halfLeftOut), ['gradient']);
    const told = await place.assay('descend', RECEIPT, '--own', 'mine', '--json');
    expect(told.status).toBe(10);
    expect(resultOf(told)).toMatchObject({ outcome: 'bad-challenge', verdict: { code: 'proof.unfounded' } });
  });

  commandTest('a watcher whose own run is wrong has lost', async ({ place }) => {
    writeFolder(place, 'theirs', product());
    writeFolder(place, 'mine', product(oneWordWrong));
    const told = await place.assay('descend', RECEIPT, '--own', 'mine', '--json');
    expect(told.status).toBe(10);
    expect(resultOf(told)).toMatchObject({
      outcome: 'bad-challenge',
      verdict: { code: 'proof.unfounded' },
      proof: null,
    });
  });

  commandTest('into another version, or beside a run of something else: refused', async ({ place }) => {
    writeFolder(place, 'theirs', product(oneWordWrong));
    writeFolder(place, 'mine', product(undefined, 7));
    const into = await place.assay('descend', RECEIPT, '--into', 'bt', '--json');
    expect(into.status).toBe(4);
    expect(errorOf(into)).toMatchObject({ code: 'descend.other-version', got: 'bt' });
    expect(errorOf(into).expected).toContain('c, the first');
    const other = await place.assay('descend', RECEIPT, '--own', 'mine', '--json');
    expect(other.status).toBe(4);
    expect(errorOf(other)).toMatchObject({ code: 'descend.other-run', got: 'another a' });
  });
});
