import { readdirSync } from 'node:fs';
import { file, receipt as receipts, suite as suites } from '@assay/core';
import { newKey, newSalt } from '@assay/runtime';
import { describe, expect } from 'vitest';
import { type Ended, errorOf, type Place, runTest } from './command.js';
import * as shaders from './shaders.js';

/** Runs a copy of 64 words; the task of a run before, if it is named. */
async function run(place: Place, out: string, ...options: string[]): Promise<Ended> {
  place.write('copy.job', shaders.encode());
  place.write('zeros', new Uint8Array(256));
  if (!place.names().includes('me.key')) place.write('me.key', file.encode('key', newKey()));
  const base = 'run copy.job --input a=zeros --key me.key --adapter software --json --out'.split(' ');
  return place.assay(...base, out, ...options);
}

/** The file in the journal, of which there is one. */
const entryOf = (place: Place, journal = 'me.key.journal'): string => {
  const [entry, ...others] = readdirSync(place.at(journal));
  expect(others).toEqual([]);
  return `${journal}/${entry}`;
};

describe('a key that has signed a task', () => {
  runTest('gives the same receipt for it again', async ({ place }) => {
    expect((await run(place, 'one')).status).toBe(0);
    expect(place.read(entryOf(place))).toEqual(place.read('one/receipt.assay'));
    expect((await run(place, 'two', '--task', 'one/task.assay')).status).toBe(0);
    expect(place.read('two/receipt.assay')).toEqual(place.read('one/receipt.assay'));
  });

  runTest('refuses another trace, and writes nothing', async ({ place }) => {
    await run(place, 'one');
    const { claim, trace } = file.decodeAs('receipt', place.read('one/receipt.assay'));
    const { secret } = file.decodeAs('key', place.read('me.key'));
    const suite = suites.blake3();
    const other = trace.with(1, suite.root(new Uint8Array(256).fill(1)));
    const signed = receipts.issue({ task: claim.task, trace: other, suite, secret, salt: newSalt() });
    place.write(entryOf(place), file.encode('receipt', signed));
    const again = await run(place, 'two', '--task', 'one/task.assay');
    expect(again.status).toBe(4);
    expect(errorOf(again)).toMatchObject({
      code: 'attest.already-signed',
      expected: expect.stringContaining(other[1]!),
    });
    expect(place.names()).not.toContain('two');
  });

  runTest('signs nothing while what it signed cannot be read', async ({ place }) => {
    await run(place, 'one');
    place.write(entryOf(place), place.read(entryOf(place)).subarray(1));
    const again = await run(place, 'two', '--task', 'one/task.assay');
    expect(again.status).toBe(3);
    expect(errorOf(again)).toMatchObject({ code: 'journal.damaged' });
    expect(place.names()).not.toContain('two');
  });

  runTest('keeps what it signed where it is told to', async ({ place }) => {
    await run(place, 'one', '--journal', 'signed');
    expect(place.read(entryOf(place, 'signed'))).toEqual(place.read('one/receipt.assay'));
    expect(place.names()).not.toContain('me.key.journal');
  });
});
