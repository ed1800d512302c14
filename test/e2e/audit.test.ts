import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { file } from '@assay/core';
import { edges } from '@assay/kernels';
import { work } from '@assay/testkit';
import { describe, expect } from 'vitest';
import { commandTest, type Ended, errorOf, runTest } from './command.js';
import * as picture from './picture.js';
import {
  circle,
  halfLeftOut,
  oneWordWrong,
  pictures,
  product,
  resultOf,
  size,
  verify,
  writeFolder,
} from './run-folder.js';
import * as shaders from './shaders.js';

/** Steps of the picture job, and workgroups of each. */
const [STEPS, TILES] = [4, 24];
const RECEIPT = 'theirs/receipt.assay';
const hash = expect.stringMatching(/^[0-9a-f]{64}$/) as string;

describe('an honest run', () => {
  runTest('of the picture job, after a plain `assay run`: what was not kept is made again', async ({ place }) => {
    place.write('photo.png', picture.encode(picture.disc(size.width, size.height)));
    await place.assay('keygen', '--out', 'me.key');
    await place.assay('job', 'edges', '--like', 'photo.png', '--out', 'edges.job');
    const run = 'run edges.job --input picture=photo.png --key me.key --adapter software --out theirs';
    expect((await place.assay(...run.split(' '))).status).toBe(0);
    expect(place.names()).not.toContain('theirs/versions');

    const told = await circle(place, 'theirs', '--samples', '20');
    expect(told).toMatchObject({ status: 0, stderr: '' });
    expect(told.stdout).toMatch(
      /^Valid: 2\d of 96 cells were run again from the committed bytes, and all are right\.\n/,
    );
    expect(told.stdout).toMatch(
      /\n {2}step +cells +right +wrong +withheld +not looked at\n {2}0 blur +24 +\d+ +0 +0 +\d+\n/,
    );
    expect(told.stdout).toContain('The challenge binds nobody, because its seed is the verifier’s own choice.');

    const json = resultOf(await verify(place, 'theirs', '--json'));
    expect(json).toMatchObject({
      ok: true,
      verdict: { code: 'valid' },
      outcome: 'valid',
      receipt: hash,
      challenge: hash,
    });
    const steps = json.steps as { cells: number; right: number; wrong: number; notLookedAt: number }[];
    expect(steps).toHaveLength(STEPS);
    for (const { cells, right, wrong, notLookedAt } of steps) {
      expect({ cells, wrong, rest: right + notLookedAt }).toEqual({ cells: TILES, wrong: 0, rest: TILES });
      expect(right).toBeGreaterThan(0);
    }
    const audited = await place.assay('audit', RECEIPT);
    expect(audited).toMatchObject({ status: 0, stderr: '' });
    expect(audited.stdout).toContain('and all are right');
  });

  runTest('with versions that are kept: what every second step needs, all', async ({ place }) => {
    place.write('photo.png', picture.encode(picture.disc(size.width, size.height)));
    place.write('edges.job', file.encode('job', edges.job(size)));
    await place.assay('keygen', '--out', 'me.key');
    const run = 'run edges.job --input picture=photo.png --key me.key --adapter software --json'.split(' ');
    const [two, all] = await Promise.all([
      place.assay(...run, '--keep', 'every:2', '--out', 'two'),
      place.assay(...run, '--keep', 'all', '--out', 'all'),
    ]);
    expect(resultOf(two)).toMatchObject({ ok: true, kept: ['gradient'] });
    expect(resultOf(all)).toMatchObject({ ok: true, kept: ['blurred', 'gradient', 'thinned'] });
    const versions = place.names().filter((name) => name.startsWith('all/versions/'));
    expect(versions).toEqual(['all/versions/blurred.bin', 'all/versions/gradient.bin', 'all/versions/thinned.bin']);
    expect(place.read('two/versions/gradient.bin')).toEqual(place.read('all/versions/gradient.bin'));
    // What is kept is used: with a folder of zeros in its place, the job is run again, and it is said.
    place.write('all/versions/blurred.bin', new Uint8Array(4 * size.width * size.height));
    const told = await place.assay('audit', 'all/receipt.assay');
    expect(told.status).toBe(0);
    expect(told.stderr).toBe('all/versions/blurred.bin is not what the receipt commits to: left out.\n');
    expect((await place.assay('audit', 'two/receipt.assay')).status).toBe(0);
  });

  commandTest('of a matrix product: the receipt alone, then the work', async ({ place }) => {
    writeFolder(place, 'theirs', product());
    const form = await place.assay('verify', RECEIPT);
    expect(form).toMatchObject({ status: 0, stderr: '' });
    expect(form.stdout).toMatch(/^Valid: .*Nothing is said of the work\.\n/);
    const told = await circle(place, 'theirs');
    expect(told.status).toBe(0);
    // One in ten is 2 of 12: eleven draws cannot miss both, and ten do so once in C(12, 10) = 66 times.
    expect(told.stdout).toMatch(/\n {2}all 2 +12 +11 +0 +0 +1\n/);
  });

  commandTest('shows less to a verifier who holds the inputs', async ({ place }) => {
    writeFolder(place, 'theirs', pictures());
    expect((await circle(place, 'theirs')).status).toBe(0);
    const whole = place.read('theirs/response.assay').length;
    for (const name of ['challenge', 'response']) rmSync(place.at('theirs', `${name}.assay`));
    expect((await circle(place, 'theirs', '--held', 'picture,edges')).status).toBe(0);
    const bytes = 4 * size.width * size.height;
    expect(place.read('theirs/response.assay').length).toBeLessThan(whole - bytes);
    rmSync(place.at('theirs', 'inputs'), { recursive: true });
    const missing = await verify(place, 'theirs', '--json');
    expect(missing.status).toBe(4);
    expect(errorOf(missing)).toMatchObject({ code: 'verify.missing-held' });
  });
});

describe('a forged run', () => {
  commandTest('of half of a step: found, proven, and judged from two files', async ({ place }) => {
    writeFolder(place, 'theirs', pictures(halfLeftOut), ['gradient']);
    const found = await circle(place, 'theirs');
    expect(found.status).toBe(7);
    expect(found.stdout).toContain(
      '\nMake a proof: assay prove-fraud theirs/receipt.assay theirs/challenge.assay theirs/response.assay --out fraud-proof.assay\n',
    );
    expect(found.stdout).toMatch(/\n {2}differs: by the compiled executor; the interpreter was not asked/);
    const told = await verify(place, 'theirs', '--proof', 'fraud-proof.assay');
    expect(told).toMatchObject({ status: 7, stderr: '' });
    expect(told.stdout).toMatch(/^Fraud: .*\(cell\.wrong\)\n {2}at fault +the worker/);
    expect(told.stdout).toMatch(/\n {2}version +2 gradient\n/);
    expect(told.stdout).toMatch(/\n {2}cell +\d,[01],0 of 6×4×1, kernel gradient\n/);

    mkdirSync(place.at('court'));
    for (const name of ['fraud-proof.assay', RECEIPT])
      copyFileSync(place.at(name), place.at('court', name.split('/').at(-1)!));
    const judge = ['judge', 'fraud-proof.assay', 'receipt.assay'];
    const judged = await place.start(judge, { directory: place.at('court') }).ended;
    expect(judged).toMatchObject({ status: 7, stderr: '' });
    expect(judged.stdout).toMatch(/^Fraud: .*\(cell\.wrong\)\n {2}at fault +the worker, who signed it\n/);
    expect(judged.stdout).toMatch(/\n {2}version +2 gradient\n/);
    expect(judged.stdout).toMatch(/\n {2}cell +\d,[01],0 of 6×4×1, kernel gradient\n/);
    const { verdict } = resultOf(await verify(place, 'theirs', '--json'));
    const json = await place.start([...judge, '--json'], { directory: place.at('court') }).ended;
    expect(resultOf(json)).toMatchObject({ ok: false, outcome: 'fraud', fault: 'signer', verdict });

    const made = await place.assay(
      ...['prove-fraud', RECEIPT, 'theirs/challenge.assay', 'theirs/response.assay', '--out', 'again.assay'],
    );
    expect(made).toMatchObject({ status: 0, stderr: '' });
    expect(place.read('again.assay')).toEqual(place.read('fraud-proof.assay'));
  });

  commandTest('of one word: missed where its cell is not drawn, found where all are', async ({ place }) => {
    writeFolder(place, 'theirs', product(oneWordWrong));
    const few = await place.assay('audit', RECEIPT, '--samples', '1', '--seed', '22'.repeat(32), '--json');
    const { steps } = resultOf(few) as unknown as { steps: { notLookedAt: number }[] };
    expect(steps[1]!.notLookedAt).toBeGreaterThan(0);
    expect(few.status).toBe(0);
    const all = await place.assay('audit', RECEIPT, '--samples', '12', '--proof', 'p.assay', '--json');
    expect(all.status).toBe(7);
    // Byte 4000 is in word 1000: row 7, column 104, in the second tile of 64 columns.
    expect(resultOf(all)).toMatchObject({
      outcome: 'fraud',
      verdict: { code: 'cell.wrong', evidence: { step: 1, workgroup: 1, version: 3, word: 1000 } },
      isProvable: true,
      proof: 'p.assay',
    });
    expect((await place.assay('judge', 'p.assay', RECEIPT)).status).toBe(7);
  });

  commandTest('cannot be pinned on another: the proof speaks of one receipt', async ({ place }) => {
    writeFolder(place, 'theirs', product(oneWordWrong));
    writeFolder(place, 'honest', product());
    await place.assay('audit', RECEIPT, '--samples', '12', '--proof', 'p.assay');
    const judged = await place.assay('judge', 'p.assay', 'honest/receipt.assay', '--json');
    expect(judged.status).toBe(10);
    expect(resultOf(judged)).toMatchObject({ verdict: { code: 'proof.other-claim' }, fault: 'challenger' });
    const said = await place.assay('judge', 'p.assay', 'honest/receipt.assay');
    expect(said.stdout).toMatch(/^Not a right proof: .*\n {2}at fault +whoever made it\n/);
  });

  commandTest('whose worker has kept nothing has no answer', async ({ place }) => {
    writeFolder(place, 'theirs', pictures(halfLeftOut));
    const told = await place.assay('audit', RECEIPT, '--json');
    expect(told.status).toBe(5);
    expect(errorOf(told)).toMatchObject({
      kind: 'trap',
      code: 'restore.other-bytes',
      where: 'version gradient',
      expected: expect.stringContaining('running the job again to give what was signed') as unknown,
      remedy: 'Nothing was answered. See `assay replay theirs/receipt.assay --cpu`.',
    });
  });
});

describe('files that are asked for', () => {
  commandTest('and are there already: said before anything is done', async ({ place }) => {
    writeFolder(place, 'theirs', product(oneWordWrong));
    place.write('mine', 'mine');
    await circle(place, 'theirs', '--samples', '12');
    const files = [RECEIPT, 'theirs/challenge.assay', 'theirs/response.assay'];
    for (const args of [
      ['verify', ...files, '--html', 'mine'],
      ['verify', ...files, '--proof', 'mine'],
      ['audit', RECEIPT, '--samples', '12', '--proof', 'mine', '--html', 'a.html'],
      ['prove-fraud', ...files, '--out', 'mine'],
      ['descend', RECEIPT, '--out', 'mine'],
    ]) {
      const told = await place.assay(...args);
      expect(told, args.join(' ')).toMatchObject({ status: 4, stdout: '' });
      expect(told.stderr).toMatch(/^error: mine: .*\(output\.exists\)\n$/s);
    }
    expect(Buffer.from(place.read('mine')).toString()).toBe('mine');
    expect(place.names()).not.toContain('a.html');
  });

  commandTest.skipIf(process.platform === 'win32')(
    'and cannot be written in the end: the verdict stands (needs ulimit)',
    async ({ place }) => {
      writeFolder(place, 'theirs', product(oneWordWrong));
      writeFolder(place, 'honest', product());
      const under = ['bash', '-c', 'ulimit -f 1; "$@"', 'bash'];
      const audit = (folder: string, ...options: readonly string[]): Promise<Ended> =>
        place.start(['audit', `${folder}/receipt.assay`, '--samples', '12', ...options], { under }).ended;
      const told = await audit('theirs', '--html', 'a.html', '--proof', 'p.assay');
      expect(told.status).toBe(7);
      expect(told.stdout).toMatch(/^Fraud: .*\(cell\.wrong\)\n/);
      expect(told.stderr).toMatch(/^p\.assay was not written: .*\(disk\.file-limit\)\na\.html was not written: /);
      expect(place.names().filter((name) => /^[ap.]/.test(name))).toEqual([]);
      const json = await audit('theirs', '--proof', 'p.assay', '--json');
      expect(resultOf(json)).toMatchObject({ outcome: 'fraud', proof: null });
      // Nothing graver is to be said of an honest run.
      expect((await audit('honest', '--html', 'a.html')).status).toBe(6);
    },
  );
});

describe('nothing is proven of an honest run', () => {
  commandTest('and no file is written', async ({ place }) => {
    writeFolder(place, 'theirs', product());
    await circle(place, 'theirs');
    const files = [RECEIPT, 'theirs/challenge.assay', 'theirs/response.assay'];
    const made = await place.assay('prove-fraud', ...files, '--out', 'p.assay', '--json');
    expect(made.status).toBe(4);
    expect(errorOf(made)).toMatchObject({ code: 'proof.nothing-to-prove', got: 'the verdict valid' });
    const told = await verify(place, 'theirs', '--proof', 'p.assay');
    expect(told.status).toBe(0);
    expect(told.stderr).toMatch(/^p\.assay was not written/);
    expect(place.names()).not.toContain('p.assay');
  });
});

describe('two receipts for one task', () => {
  commandTest('are proven and judged', async ({ place }) => {
    writeFolder(place, 'theirs', product());
    writeFolder(place, 'other', product(oneWordWrong));
    const prove = (other: string, out: string): Promise<Ended> =>
      place.assay('prove-fraud', RECEIPT, '--other', `${other}/receipt.assay`, '--out', out, '--json');
    expect((await prove('other', 'p.assay')).status).toBe(0);
    const judged = await place.assay('judge', 'p.assay', RECEIPT, '--json');
    expect(judged.status).toBe(7);
    expect(resultOf(judged)).toMatchObject({ verdict: { code: 'receipt.equivocation' }, fault: 'signer' });
    const same = await prove('theirs', 'q.assay');
    expect(same.status).toBe(4);
    expect(errorOf(same)).toMatchObject({ code: 'proof.nothing-to-prove', got: 'one with the same trace' });
  });
});

describe('a page', () => {
  commandTest('of an audit that found fraud, and of one that found nothing', async ({ place }) => {
    writeFolder(place, 'theirs', product(oneWordWrong));
    writeFolder(place, 'honest', product());
    const told = await place.assay('audit', RECEIPT, '--samples', '12', '--html', 'a.html', '--proof', 'p.assay');
    expect(told.status).toBe(7);
    const page = Buffer.from(place.read('a.html')).toString();
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).toContain('cell.wrong');
    expect(page).toContain('assay judge p.assay theirs/receipt.assay');
    await place.assay('audit', 'honest/receipt.assay', '--html', 'b.html');
    expect(Buffer.from(place.read('b.html')).toString()).not.toContain('assay judge');
  });
});

describe('a job without a single meaning', () => {
  const racy = shaders.define({ body: 'b[id.x & 0xffffffc0u] = id.x + a[id.x];' });
  const inputs = new Map([['a', new Uint8Array(256)]]);

  commandTest('is its own fault, not that of a worker with other words', async ({ place }) => {
    writeFolder(place, 'theirs', work(racy, inputs, { forge: (_, honest) => honest.map((byte) => byte ^ 1) }));
    const told = await place.assay('audit', RECEIPT, '--proof', 'p.assay');
    expect(told.status).toBe(9);
    expect(told.stdout).toMatch(/^The job is at fault: .*\(cell\.races\)\n {2}at fault +the requester/);
    expect((await place.assay('judge', 'p.assay', RECEIPT)).status).toBe(9);
  });
});
