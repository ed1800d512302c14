import { rmSync } from 'node:fs';
import { challenge as challenges, file, job as jobs, policy as policies, receipt as receipts } from '@assay/core';
import { describe, expect } from 'vitest';
import { commandTest, type Ended, errorOf } from './command.js';
import { circle, oneWordWrong, pictures, product, resultOf, SEED, verify, writeFolder } from './run-folder.js';
import * as shaders from './shaders.js';

const RECEIPT = 'theirs/receipt.assay';
const hash = expect.stringMatching(/^[0-9a-f]{64}$/) as string;

describe('a response', () => {
  commandTest('cut short, empty, or to another challenge: withheld', async ({ place }) => {
    writeFolder(place, 'theirs', product());
    expect((await circle(place, 'theirs')).status).toBe(0);
    const response = place.read('theirs/response.assay');
    const check = async (content: Uint8Array, code: string): Promise<void> => {
      place.write('theirs/response.assay', content);
      const told = await verify(place, 'theirs', '--json');
      expect(told.status, code).toBe(8);
      expect(resultOf(told)).toMatchObject({ outcome: 'withheld', fault: 'responder', verdict: { code }, cells: [] });
    };
    await check(response.subarray(0, response.length - 1), 'response.malformed');
    await check(new Uint8Array(0), 'response.malformed');
    await check(place.read('theirs/challenge.assay'), 'response.malformed');
    await check(response.with(response.length - 100, response.at(-100)! ^ 1), 'response.wrong-opening');
    rmSync(place.at('theirs/challenge.assay'));
    await place.assay('challenge', RECEIPT, '--seed', '33'.repeat(32));
    await check(response, 'response.other-challenge');
    const said = await verify(place, 'theirs');
    expect(said.stdout).toMatch(/^Withheld: .*\(response\.other-challenge\)\n {2}at fault +who had to show it/);
    expect(said.stdout).toMatch(/\nNo cell was looked at\.\n/);
    expect(said.stdout).toMatch(/\nAsk for it again: /);
    expect(said.stdout).not.toMatch(/chance to catch|binds/);
    const page = await verify(place, 'theirs', '--html', 'a.html');
    expect(page.status).toBe(8);
    expect(Buffer.from(place.read('a.html')).toString()).not.toContain('it would have been caught');
  });
});

describe('a challenge', () => {
  commandTest('for another receipt: neither answered nor checked', async ({ place }) => {
    writeFolder(place, 'theirs', product());
    writeFolder(place, 'other', product(oneWordWrong));
    await place.assay('challenge', 'other/receipt.assay', '--out', 'theirs/challenge.assay');
    const answered = await place.assay('respond', RECEIPT, 'theirs/challenge.assay', '--json');
    expect(answered.status).toBe(10);
    expect(resultOf(answered)).toMatchObject({ ok: false, verdict: { code: 'challenge.other-claim' } });
    place.write('theirs/response.assay', new Uint8Array(0));
    const checked = await verify(place, 'theirs');
    expect(checked.status).toBe(10);
    expect(checked.stdout).not.toMatch(/chance to catch|binds/);
  });

  commandTest('that is too weak for what is asked: refused with the number that would do', async ({ place }) => {
    writeFolder(place, 'theirs', pictures());
    const ask = (...options: string[]): Promise<Ended> =>
      place.assay('challenge', RECEIPT, ...options, '--out', 'c.assay', '--json');
    const weak = await ask('--samples', '3', '--catch', '10%', '--miss', '1e-6');
    expect(weak.status).toBe(4);
    expect(errorOf(weak)).toMatchObject({ code: 'sampling.too-few', got: '3' });
    const enough = /^at least (\d+)$/.exec(errorOf(weak).expected)![1]!;
    expect((await ask('--samples', `${Number(enough) - 1}`, '--catch', '0.1', '--miss', '1e-6')).status).toBe(4);
    const made = resultOf(await ask('--catch', '10%'));
    // C(86, k) / C(96, k): ten of 96 cells are wrong, k are drawn.
    let miss = 1;
    for (let i = 0; i < Number(enough); i++) miss *= (86 - i) / (96 - i);
    expect(miss).toBeLessThanOrEqual(1e-6);
    expect(miss / ((86 - Number(enough) + 1) / (96 - Number(enough) + 1))).toBeGreaterThan(1e-6);
    expect(made).toMatchObject({ ok: true, samples: Number(enough), isBinding: false });
  });

  commandTest('that the policy foresees binds: by the commitment, by a beacon', async ({ place }) => {
    const deadlines = { commit: 1, respond: 1, judge: 1, retain: 2 };
    const base = { ...policies.unaudited, samples: 90, adjudication: 'proof', deadlines } as const;
    const byHash = { ...base, challenge: { kind: 'hash', grindingBits: 80 } } as const;
    const byBeacon = { ...base, challenge: { kind: 'beacon', beacon: 'drand:quicknet' } } as const;
    writeFolder(place, 'hash', pictures({ policy: byHash }));
    writeFolder(place, 'beacon', pictures({ policy: byBeacon }));

    const hashed = await place.assay('challenge', 'hash/receipt.assay', '--json');
    expect(resultOf(hashed)).toMatchObject({ source: { kind: 'hash' }, samples: 90, isBinding: true });
    expect(resultOf(hashed).chances).toMatchObject({ grindingBits: 80 });

    const without = await place.assay('challenge', 'beacon/receipt.assay', '--json');
    expect(without.status).toBe(4);
    expect(errorOf(without)).toMatchObject({ code: 'challenge.no-beacon' });
    expect(errorOf(without).expected).toContain('drand:quicknet');
    const beacon = ['--beacon-round', '5', '--beacon-value', 'ab'.repeat(32), '--secret', 'cd'.repeat(32)];
    const drawn = await place.assay('challenge', 'beacon/receipt.assay', ...beacon);
    expect(drawn).toMatchObject({ status: 0, stderr: '' });
    expect(drawn.stdout).toContain(
      'The challenge binds the worker if round 5 of drand:quicknet is the first one after',
    );
    const { source } = file.decodeAs('challenge', place.read('beacon/challenge.assay'));
    expect(source).toEqual({ kind: 'beacon', round: 5, value: 'ab'.repeat(32), secret: 'cd'.repeat(32) });
    const misplaced = await place.assay('challenge', 'hash/receipt.assay', ...beacon, '--json');
    expect(errorOf(misplaced)).toMatchObject({ code: 'challenge.other-source' });
  });

  commandTest('of wrong words is refused as such', async ({ place }) => {
    writeFolder(place, 'theirs', product());
    const held = await place.assay('challenge', RECEIPT, '--held', 'a,z', '--json');
    expect(errorOf(held)).toMatchObject({ code: 'challenge.unknown-version', got: 'z' });
    for (const [option, value] of [
      ['--seed', 'abc'],
      ['--catch', 'much'],
      ['--miss', '-1'],
    ] as const) {
      expect((await place.assay('challenge', RECEIPT, option, value)).status, option).toBe(2);
    }
    for (const [option, value, expected] of [
      ['--samples', '0', 'at least 1'],
      ['--catch', '200%', 'above 0 % and at most 100 %'],
      ['--miss', '2', 'above 0 and below 1'],
    ] as const) {
      const told = await place.assay('challenge', RECEIPT, option, value);
      expect(told, option).toMatchObject({ status: 2, stdout: '' });
      expect(told.stderr).toContain(`${option}: expected ${expected}, got ${value}.`);
    }
  });

  commandTest('with a secret that is none: said of the secret, without showing it', async ({ place }) => {
    const deadlines = { commit: 1, respond: 1, judge: 1, retain: 2 };
    const challenge = { kind: 'beacon', beacon: 'drand:quicknet' } as const;
    const policy = { ...policies.unaudited, samples: 9, adjudication: 'proof', deadlines, challenge } as const;
    writeFolder(place, 'theirs', product({ policy }));
    const beacon = ['--beacon-round', '5', '--beacon-value', 'ab'.repeat(32)];
    const told = await place.assay('challenge', RECEIPT, ...beacon, '--secret', 'zz', '--json');
    expect(told.status).toBe(3);
    expect(errorOf(told)).toMatchObject({ code: 'challenge.wrong-secret', where: '--secret' });
  });
});

describe('files that are not what they should be', () => {
  commandTest('a challenge that is damaged: malformed', async ({ place }) => {
    writeFolder(place, 'theirs', product());
    await circle(place, 'theirs');
    const content = place.read('theirs/challenge.assay');
    place.write('theirs/challenge.assay', content.with(content.length - 20, content.at(-20)! ^ 1));
    for (const ended of [
      await place.assay('respond', RECEIPT, 'theirs/challenge.assay'),
      await verify(place, 'theirs'),
    ]) {
      expect(ended).toMatchObject({ status: 3, stdout: '' });
      expect(ended.stderr).toMatch(/challenge\.assay: .*\(file\.damaged\)/s);
    }
  });

  commandTest('challenge and response the wrong way round: said', async ({ place }) => {
    writeFolder(place, 'theirs', product());
    await circle(place, 'theirs');
    const ended = await place.assay('verify', RECEIPT, 'theirs/response.assay', 'theirs/challenge.assay', '--json');
    expect(ended.status).toBe(3);
    const response = { code: 'file.not-assay', got: 'what looks like a response' };
    expect(errorOf(ended)).toMatchObject({ ...response, where: 'theirs/response.assay', expected: 'a challenge' });
    const asReceipt = await place.assay('replay', 'theirs/response.assay', '--cpu', '--json');
    expect(errorOf(asReceipt)).toMatchObject({ ...response, expected: 'a receipt' });
    expect((await place.assay('verify', RECEIPT, 'theirs/challenge.assay')).status).toBe(2);
  });

  commandTest(
    'response and fraud proof: shown by inspect, and a proof that is put first is known',
    async ({ place }) => {
      writeFolder(place, 'theirs', product(oneWordWrong));
      await circle(place, 'theirs', '--samples', '12');
      await verify(place, 'theirs', '--proof', 'p.assay');
      const { challenge, receipt } = resultOf(await verify(place, 'theirs', '--json'));
      const response = await place.assay('inspect', 'theirs/response.assay');
      expect(response).toMatchObject({ status: 0, stderr: '' });
      // Of a, b, bt, and c.
      expect(response.stdout).toContain('openings   of 4 versions');
      const bytes = place.read('theirs/response.assay').length;
      const shown = resultOf(await place.assay('inspect', 'theirs/response.assay', '--json'));
      expect(shown).toEqual({ ok: true, type: 'response', challenge, openings: 4, frames: 0, bytes });
      const proof = await place.assay('inspect', 'p.assay');
      expect(proof.stdout).toMatch(
        /^fraud proof .*\n {2}receipt +[0-9a-f]{64}\n {2}finding +a cell: step 1, workgroup 1\n/,
      );
      const json = resultOf(await place.assay('inspect', 'p.assay', '--json'));
      expect(json).toMatchObject({ type: 'fraud-proof', receipt, finding: 'cell', openings: 3 });
      const swapped = await place.assay('judge', RECEIPT, 'p.assay', '--json');
      expect(swapped.status).toBe(3);
      expect(errorOf(swapped)).toMatchObject({ expected: 'a receipt', got: 'what looks like a fraud proof' });
    },
  );

  commandTest('a proof that is none', async ({ place }) => {
    writeFolder(place, 'theirs', product());
    for (const content of [new Uint8Array(0), Uint8Array.of(0x80), place.read(RECEIPT)]) {
      place.write('p.assay', content);
      const judged = await place.assay('judge', 'p.assay', RECEIPT, '--json');
      expect(judged.status).toBe(10);
      expect(resultOf(judged)).toMatchObject({ verdict: { code: 'proof.malformed' } });
    }
  });

  commandTest('a receipt with another signature: no claim of this worker', async ({ place }) => {
    const worked = product();
    const other = product(oneWordWrong).receipt.signature;
    writeFolder(place, 'theirs', { ...worked, receipt: { ...worked.receipt, signature: other } });
    const told = await place.assay('verify', RECEIPT, '--json');
    expect(told.status).toBe(3);
    expect(resultOf(told)).toMatchObject({ outcome: 'malformed', verdict: { code: 'receipt.bad-signature' } });
    expect((await place.assay('audit', RECEIPT)).status).toBe(4);
  });

  commandTest('a job that is not the task’s', async ({ place }) => {
    const worked = product();
    writeFolder(place, 'theirs', worked);
    place.write('theirs/job.assay', shaders.encode());
    const told = await place.assay('verify', RECEIPT, '--json');
    expect(errorOf(told)).toMatchObject({ kind: 'invalid', code: 'task.other-job', got: jobs.id(shaders.define()) });
    rmSync(place.at('theirs/job.assay'));
    const missing = errorOf(await place.assay('verify', RECEIPT, '--json'));
    expect(missing).toMatchObject({ code: 'verify.missing-file', remedy: 'Name it with --job FILE.' });
  });
});

describe('the seed', () => {
  commandTest('is another each time, unless it is given', async ({ place }) => {
    writeFolder(place, 'theirs', product());
    const seedOf = async (out: string): Promise<string> => {
      await place.assay('challenge', RECEIPT, '--out', out);
      const { source, claim } = file.decodeAs('challenge', place.read(out));
      expect(claim).toBe(receipts.id(file.decodeAs('receipt', place.read(RECEIPT))));
      return source.kind === 'seed' ? source.seed : '';
    };
    const seeds = [await seedOf('1'), await seedOf('2')];
    expect(seeds).toEqual([hash, hash]);
    expect(seeds[0]).not.toBe(seeds[1]);
    const given = await place.assay('challenge', RECEIPT, '--seed', SEED, '--out', '3', '--json');
    const { challenge } = resultOf(given) as { challenge: string };
    expect(challenge).toBe(challenges.id(file.decodeAs('challenge', place.read('3'))));
  });
});
