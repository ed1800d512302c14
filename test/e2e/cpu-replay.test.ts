import { bytes, file, receipt as receipts, suite as suites } from '@assay/core';
import { newKey, newSalt } from '@assay/runtime';
import { describe, expect } from 'vitest';
import { childrenOf, errorOf, type Place, runTest } from './command.js';
import * as shaders from './shaders.js';

/** Ends at once on zeros, and never on anything else. */
const AT_ONCE_ON_ZEROS = 'while (a[id.x] != 0u) { b[id.x] = b[id.x] + 1u; }';

/** Runs a job on zeros into `out`, on a device. */
async function prepare(place: Place, change: shaders.Change = {}): Promise<void> {
  place.write('it.job', shaders.encode(change));
  place.write('zeros', new Uint8Array(4 * (change.words ?? 64)));
  place.write('me.key', file.encode('key', newKey()));
  const ran = await place.assay(...'run it.job --input a=zeros --key me.key --out out --adapter software'.split(' '));
  expect(ran.status).toBe(0);
}

describe('assay replay --cpu', () => {
  runTest('finds an honest receipt valid, without a GPU', async ({ place }) => {
    await prepare(place, { words: 640, body: 'b[id.x] = a[id.x] + id.x * id.x;' });
    const told = await place.assay('replay', 'out/receipt.assay', '--cpu');
    expect(told).toMatchObject({ status: 0, stderr: '' });
    expect(told.stdout).toMatch(
      /^Valid: running shader again on the CPU \(compiled cells, \d+ threads?\) gives all 2 committed versions/,
    );
    expect(told.stdout).toMatch(/replayed +10 cells, \d+ instructions, without a GPU, in \d/);
    expect(told.stdout).toContain('out/outputs/b.bin has this hash');
    const json = await place.assay(...'replay out/receipt.assay --threads 3 --json'.split(' '));
    expect(JSON.parse(json.stdout)).toMatchObject({
      ok: true,
      verdict: { code: 'valid' },
      ran: { on: 'cpu', threads: 3, cells: 10, firedCells: 0 },
    });
  });

  runTest('names the version that a forger has not computed', async ({ place }) => {
    await prepare(place, { body: 'b[id.x] = a[id.x] + 7u;' });
    const honest = file.decodeAs('receipt', place.read('out/receipt.assay'));
    const { secret } = file.decodeAs('key', place.read('me.key'));
    const trace = honest.trace.with(1, bytes.toHex(new Uint8Array(32)) as suites.Root);
    const { task } = honest.claim;
    const forged = receipts.issue({ task, trace, suite: suites.blake3(), secret, salt: newSalt() });
    place.write('out/receipt.assay', file.encode('receipt', forged));
    const here = await place.assay('replay', 'out/receipt.assay', '--cpu', '--json');
    const there = await place.assay(...'replay out/receipt.assay --adapter software --json'.split(' '));
    expect([here.status, there.status]).toEqual([7, 7]);
    const [one, other] = [here, there].map(({ stdout }) => JSON.parse(stdout) as { verdict: object });
    expect(one!.verdict).toMatchObject({
      code: 'replay.version-differs',
      evidence: { version: 1, name: 'b', replayed: honest.trace[1] },
    });
    expect(one!.verdict).toEqual(other!.verdict);
  });

  runTest('says where guards have fired', async ({ place }) => {
    await prepare(place, { words: 192, body: 'b[id.x + 1u] = a[id.x] + 1u;' });
    const told = await place.assay('replay', 'out/receipt.assay', '--cpu');
    expect(told.status).toBe(0);
    expect(told.stdout).toContain('guards fired in 3 cells: `assay check` shows where');
  });

  runTest('refuses a job that means something else on each device, and says what to do', async ({ place }) => {
    await prepare(place, { body: 'b[id.x] = u32(f32(a[id.x]) * 1.5);' });
    const told = await place.assay('replay', 'out/receipt.assay', '--cpu');
    expect(told).toMatchObject({ status: 4, stdout: '' });
    expect(told.stderr).toMatch(/kernel only: .*Run the job on a device.*\(cpu\.not-exact\)/s);
    expect((await place.assay(...'replay out/receipt.assay --adapter software'.split(' '))).status).toBe(0);
  });

  runTest('is ended by its deadline in the middle of a cell', async ({ place }) => {
    await prepare(place, { body: AT_ONCE_ON_ZEROS });
    place.write('ones', new Uint8Array(256).fill(1));
    const args = 'replay out/receipt.assay --input a=ones --cpu --deadline 2 --json'.split(' ');
    const ended = await place.assay(...args);
    expect(ended.status).toBe(6);
    expect(errorOf(ended)).toMatchObject({
      kind: 'exhausted',
      code: 'run.deadline',
      where: 'job.steps[0]',
      expected: 'the run to be over after 2000 ms',
      got: expect.stringContaining('0 of 1 cells'),
    });
  });

  runTest('is ended by Ctrl-C in the middle of a cell', async ({ place }) => {
    await prepare(place, { body: AT_ONCE_ON_ZEROS });
    place.write('ones', new Uint8Array(256).fill(1));
    const command = place.start('replay out/receipt.assay --input a=ones --cpu'.split(' '));
    await new Promise((resolve) => setTimeout(resolve, 2500));
    if (process.platform === 'linux') expect(childrenOf(command.pid)).toEqual([]);
    command.interrupt('SIGINT');
    const ended = await command.ended;
    expect(ended).toMatchObject({ status: 130, stdout: '', stderr: expect.stringContaining('(assay.interrupted)') });
  });
});
