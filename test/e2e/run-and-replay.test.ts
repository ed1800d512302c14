import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, renameSync } from 'node:fs';
import { bytes, file, key as keys, receipt as receipts, suite as suites, task as tasks } from '@assay/core';
import { matmul } from '@assay/kernels';
import { newKey, newNonce, newSalt } from '@assay/runtime';
import { blake3 } from '@noble/hashes/blake3.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { describe, expect } from 'vitest';
import * as array from './array.js';
import { errorOf, type Place, runTest } from './command.js';
import * as picture from './picture.js';
import * as shaders from './shaders.js';

const suite = suites.blake3();
const b3sum = spawnSync('b3sum', ['--version']).status === 0;
const hashOf = (content: Uint8Array): string => bytesToHex(blake3(content));

describe('a picture', () => {
  runTest('its edges are those of the naive definition, committed to by the printed root', async ({ place }) => {
    const photo = picture.disc(83, 61);
    place.write('photo.png', picture.encode(photo));
    const made = await edges(place, '--like', 'photo.png', '--low', '30', '--high', '90');
    expect(made).toMatchObject({ status: 0, stderr: '' });
    const ran = await run(place, 'edges.job', ['picture=photo.png']);
    expect(ran.status).toBe(0);
    expect(ran.stderr).toMatch(/No GPU in use/);

    const expected = naiveEdges(photo, 30, 90);
    expect(expected.some((byte, i) => i % 4 === 0 && byte === 255)).toBe(true);
    expect(place.read('out/outputs/edges.bin')).toEqual(expected);
    expect(picture.decode(place.read('out/outputs/edges.png'))).toEqual({ width: 83, height: 61, rgba: expected });
    expect(place.read('out/inputs/picture.bin')).toEqual(photo.rgba);
    expect(ran.stdout).toContain(hashOf(expected));
    expect(contents(place)).toEqual([
      'inputs/picture.bin',
      'job.assay',
      'outputs/edges.bin',
      'outputs/edges.png',
      'receipt.assay',
      'task.assay',
    ]);

    const replayed = await replay(place, 'out/receipt.assay');
    expect(replayed.status).toBe(0);
    expect(replayed.stdout).toMatch(/^Valid: .*all 5 committed versions/);
  });

  runTest.skipIf(!b3sum)('b3sum prints its root (needs b3sum)', async ({ place }) => {
    place.write('photo.png', picture.encode(picture.disc(20, 30)));
    await edges(place, '--like', 'photo.png');
    const { stdout } = await run(place, 'edges.job', ['picture=photo.png'], '--json');
    const { outputs } = JSON.parse(stdout) as { outputs: { root: string; files: string[] }[] };
    const { root, files } = outputs[0]!;
    expect(spawnSync('b3sum', ['--no-names', place.at(files[0]!)], { encoding: 'utf8' }).stdout.trim()).toBe(root);
  });
});

describe('matrices', () => {
  runTest('their product is that of three loops, as bytes and as an array', async ({ place }) => {
    const { m, n, k } = { m: 33, n: 50, k: 64 };
    const [a, b] = [array.matrix(m, k, 1), array.matrix(k, n, 2)];
    place.write('a.npy', array.encode('|i1', [m, k], array.bytesOf(a)));
    place.write('b.bin', array.bytesOf(b));
    await place.assay('job', 'matmul', '-m', `${m}`, '-n', `${n}`, '-k', `${k}`, '--out', 'product.job');
    const ran = await run(place, 'product.job', ['a=a.npy', 'b=b.bin'], '--json');
    expect(ran.status).toBe(0);

    const product = new Int32Array(m * n);
    for (let row = 0; row < m; row++) {
      for (let column = 0; column < n; column++) {
        for (let i = 0; i < k; i++) product[row * n + column]! += a[row * k + i]! * b[i * n + column]!;
      }
    }
    const expected = array.bytesOf(product);
    expect(place.read('out/outputs/c.bin')).toEqual(expected);
    expect(array.decode(place.read('out/outputs/c.npy'), '<i4', [m, n])).toEqual(expected);
    const { outputs } = JSON.parse(ran.stdout) as { outputs: { name: string; root: string }[] };
    expect(outputs).toMatchObject([{ name: 'c', root: hashOf(expected) }]);

    const replayed = await replay(place, 'out/receipt.assay', '--json');
    expect(replayed.status).toBe(0);
    expect(JSON.parse(replayed.stdout)).toMatchObject({ ok: true, verdict: { code: 'valid' } });
  });
});

describe('a file that ends within a word', () => {
  runTest('is padded with zeros, and the task records its length', async ({ place }) => {
    place.write('copy.job', shaders.encode({ words: 2, workgroup: 2 }));
    place.write('five', new Uint8Array([1, 2, 3, 4, 5]));
    expect((await run(place, 'copy.job', ['a=five'])).status).toBe(0);
    expect([...place.read('out/outputs/b.bin')]).toEqual([1, 2, 3, 4, 5, 0, 0, 0]);
    expect(file.decodeAs('task', place.read('out/task.assay')).inputs[0]).toMatchObject({ fileLengthBytes: 5 });
    expect((await replay(place, 'out/receipt.assay')).status).toBe(0);
  });
});

describe('two runs', () => {
  runTest('commit to the same under different receipts', async ({ place }) => {
    place.write('copy.job', shaders.encode());
    place.write('zeros', new Uint8Array(256));
    place.write('me.key', file.encode('key', newKey()));
    const two = await Promise.all(
      ['1', '2'].map((out) =>
        place.assay(...'run copy.job --input a=zeros --key me.key --adapter software --json --out'.split(' '), out),
      ),
    );
    const [one, other] = two.map(({ stdout }) => JSON.parse(stdout) as { receipt: string; traceRoot: string });
    expect(one!.traceRoot).toBe(other!.traceRoot);
    expect(one!.receipt).not.toBe(other!.receipt);
  });

  runTest('into one directory: one wins, and the other says so', async ({ place }) => {
    place.write('copy.job', shaders.encode());
    place.write('zeros', new Uint8Array(256));
    const both = await Promise.all([1, 2].map(() => run(place, 'copy.job', ['a=zeros'], '--json')));
    expect(both.map(({ status }) => status).sort()).toEqual([0, 4]);
    expect(errorOf(both.find(({ status }) => status === 4)!).code).toBe('output.exists');
    expect((await replay(place, 'out/receipt.assay')).status).toBe(0);
  });
});

describe("a requester's task", () => {
  const job = matmul.job({ m: 5, n: 7, k: 8 });
  const [a, b] = [array.bytesOf(array.matrix(5, 8, 3)), array.bytesOf(array.matrix(8, 7, 4))];
  const requester = newKey();
  const nonce = newNonce();
  const files = new Map([
    ['a', a],
    ['b', b],
  ]);
  const { task } = tasks.make({ job, files, requester: keys.toIdentity(requester), nonce, suite });

  const post = (place: Place): void => {
    place.write('product.job', file.encode('job', job));
    place.write('asked.task', file.encode('task', task));
    place.write('a.bin', a);
    place.write('b.bin', b);
  };

  runTest('is what the receipt answers', async ({ place }) => {
    post(place);
    const ran = await run(place, 'product.job', ['a=a.bin', 'b=b.bin'], '--task', 'asked.task', '--json');
    expect(ran.status).toBe(0);
    expect(JSON.parse(ran.stdout)).toMatchObject({ task: tasks.id(task), job: task.job });
    const { claim } = file.decodeAs('receipt', place.read('out/receipt.assay'));
    expect(claim.task).toBe(tasks.id(task));
    expect(claim.worker).not.toEqual(task.requester);
    expect(place.read('out/task.assay')).toEqual(place.read('asked.task'));
  });

  runTest('and the receipt alone can be checked elsewhere', async ({ place }) => {
    post(place);
    await run(place, 'product.job', ['a=a.bin', 'b=b.bin'], '--task', 'asked.task');
    mkdirSync(place.at('elsewhere'));
    renameSync(place.at('out', 'receipt.assay'), place.at('elsewhere', 'it'));
    const parts = ['--job', 'product.job', '--task', 'asked.task', '--input', 'a=a.bin', '--input', 'b=b.bin'];
    for (let left = 0; left < parts.length; left += 2) {
      const some = parts.toSpliced(left, 2);
      const { status, stderr } = await replay(place, 'elsewhere/it', ...some);
      expect(status, some.join(' ')).toBe(4);
      expect(stderr).toContain(parts[left]);
      expect(stderr).toContain('(replay.missing-file)');
    }
    expect((await replay(place, 'elsewhere/it', ...parts)).status).toBe(0);
  });

  runTest('on other inputs is refused before any work', async ({ place }) => {
    post(place);
    place.write('b.bin', b.with(3, b[3]! ^ 1));
    const { status, stderr } = await run(place, 'product.job', ['a=a.bin', 'b=b.bin'], '--task', 'asked.task');
    expect(status).toBe(4);
    expect(stderr).toMatch(/--input b: .*\(run\.other-input\)/s);
    expect(stderr).not.toContain('GPU');
    expect(place.names()).not.toContain('out');
  });

  runTest('of another job is refused before any work', async ({ place }) => {
    post(place);
    place.write('other.job', file.encode('job', matmul.job({ m: 5, n: 7, k: 12 })));
    place.write('a.bin', new Uint8Array(60));
    place.write('b.bin', new Uint8Array(84));
    const { status, stderr } = await run(place, 'other.job', ['a=a.bin', 'b=b.bin'], '--task', 'asked.task');
    expect(status).toBe(4);
    expect(stderr).toMatch(/asked\.task.*\(task\.other-job\)/s);
    expect(stderr).not.toContain('GPU');
  });
});

describe('a receipt that does not hold', () => {
  const prepare = async (place: Place): Promise<receipts.Receipt> => {
    place.write('copy.job', shaders.encode());
    place.write('zeros', new Uint8Array(256));
    await run(place, 'copy.job', ['a=zeros']);
    return file.decodeAs('receipt', place.read('out/receipt.assay'));
  };

  runTest('one of a forger who did not do the work: the version that differs is named', async ({ place }) => {
    const honest = await prepare(place);
    const key = file.decodeAs('key', place.read('me.key'));
    const trace = honest.trace.with(1, bytes.toHex(new Uint8Array(32)) as suites.Root);
    const { task } = honest.claim;
    const forged = receipts.issue({ task, trace, suite, secret: key.secret, salt: newSalt() });
    place.write('out/receipt.assay', file.encode('receipt', forged));

    const { status, stdout } = await replay(place, 'out/receipt.assay');
    expect(status).toBe(7);
    expect(stdout).toMatch(/^Not valid: .*\(replay\.version-differs\)/);
    expect(stdout).toMatch(/first in +b /);
    expect(stdout).toContain(honest.trace[1]);
    const json = await replay(place, 'out/receipt.assay', '--json');
    expect(json.status).toBe(7);
    expect(JSON.parse(json.stdout)).toMatchObject({
      ok: false,
      verdict: { code: 'replay.version-differs', evidence: { version: 1, name: 'b', replayed: honest.trace[1] } },
    });
  });

  runTest("under somebody else's name: nothing is run for it", async ({ place }) => {
    const honest = await prepare(place);
    const thief = keys.toIdentity(newKey());
    const { task, traceRoot, salt } = honest.claim;
    const claim = { ...honest.claim, worker: thief, seal: receipts.seal(thief, task, traceRoot, salt) };
    place.write('out/receipt.assay', file.encode('receipt', { ...honest, claim }));
    const { status, stdout, stderr } = await replay(place, 'out/receipt.assay');
    expect(status).toBe(7);
    expect(stdout).toContain('(receipt.bad-signature)');
    expect(stderr).toBe('');
  });

  runTest('whose delivered file is another: the receipt is valid, the delivery is not', async ({ place }) => {
    await prepare(place);
    expect((await replay(place, 'out/receipt.assay')).stdout).toContain('out/outputs/b.bin has this hash');
    const delivered = place.read('out/outputs/b.bin');
    delivered[5]! ^= 1;
    place.write('out/outputs/b.bin', delivered);
    const { status, stdout, stderr } = await replay(place, 'out/receipt.assay');
    expect(status).toBe(7);
    expect(stdout).toMatch(/^Valid: /);
    expect(stderr).toContain('out/outputs/b.bin has ANOTHER hash');
    const json = await replay(place, 'out/receipt.assay', '--json');
    expect(JSON.parse(json.stdout)).toMatchObject({
      ok: false,
      verdict: { code: 'valid' },
      outputs: [{ isCommitted: false }],
    });
  });

  runTest('for another task', async ({ place }) => {
    await prepare(place);
    cpSync(place.at('out'), place.at('again'), { recursive: true });
    expect((await replay(place, 'again/receipt.assay')).status).toBe(0);
    const job = shaders.define();
    const files = new Map([['a', new Uint8Array(256)]]);
    const requester = keys.toIdentity(newKey());
    const { task } = tasks.make({ job, files, requester, nonce: newNonce(), suite });
    place.write('again/task.assay', file.encode('task', task));
    const { status, stdout, stderr } = await replay(place, 'again/receipt.assay');
    expect({ status, stdout }).toEqual({ status: 4, stdout: '' });
    expect(stderr).toContain('(receipt.other-task)');
  });

  runTest('on inputs that are not those of the task: that is no fault of the worker', async ({ place }) => {
    await prepare(place);
    place.write('ones', new Uint8Array(256).fill(1));
    const { status, stdout, stderr } = await replay(place, 'out/receipt.assay', '--input', 'a=ones');
    expect(status).toBe(4);
    expect(stdout).toBe('');
    expect(stderr).toContain('replay.other-start');
  });
});

function edges(place: Place, ...options: readonly string[]): ReturnType<Place['assay']> {
  return place.assay('job', 'edges', ...options, '--out', 'edges.job');
}

/** Runs a job into `out` with a key of its own. */
async function run(
  place: Place,
  job: string,
  inputs: readonly string[],
  ...options: readonly string[]
): ReturnType<Place['assay']> {
  if (!place.names().includes('me.key')) place.write('me.key', file.encode('key', newKey()));
  const given = inputs.flatMap((input) => ['--input', input]);
  return place.assay('run', job, ...given, '--key', 'me.key', '--out', 'out', '--adapter', 'software', ...options);
}

function replay(place: Place, receipt: string, ...options: readonly string[]): ReturnType<Place['assay']> {
  return place.assay('replay', receipt, '--adapter', 'software', ...options);
}

/** The files of a run. */
function contents(place: Place): string[] {
  return place
    .names()
    .filter((name) => /^out\/.*\./.test(name))
    .map((name) => name.slice('out/'.length));
}

/** Blur, Sobel, thinning and threshold by the words of the shaders' headers: reals, angles, and no packing of channels. */
function naiveEdges({ width, height, rgba }: picture.Picture, low: number, high: number): Uint8Array {
  const clamp = (value: number, extent: number): number => Math.max(0, Math.min(extent - 1, value));
  const index = (x: number, y: number): number => clamp(y, height) * width + clamp(x, width);
  const map = <T>(of: (x: number, y: number) => T): T[] =>
    Array.from({ length: width * height }, (_, i) => of(i % width, Math.floor(i / width)));
  const around = [-1, 0, 1];

  const weights = [1, 4, 6, 4, 1];
  const blur = (x: number, y: number, channel: number): number => {
    let sum = 0;
    weights.forEach((v, j) => {
      weights.forEach((u, i) => {
        sum += u * v * rgba[4 * index(x + i - 2, y + j - 2) + channel]!;
      });
    });
    return Math.floor(sum / 256 + 0.5);
  };
  const luma = map((x, y) => Math.floor((77 * blur(x, y, 0) + 150 * blur(x, y, 1) + 29 * blur(x, y, 2) + 128) / 256));
  const sobel = map((x, y) => {
    let [gx, gy] = [0, 0];
    for (const j of around) {
      for (const i of around) {
        gx += i * (2 - Math.abs(j)) * luma[index(x + i, y + j)]!;
        gy += j * (2 - Math.abs(i)) * luma[index(x + i, y + j)]!;
      }
    }
    const turns = Math.round(Math.atan2(gy, gx) / (Math.PI / 4));
    return { magnitude: Math.abs(gx) + Math.abs(gy), direction: gx === 0 && gy === 0 ? 0 : (turns + 8) % 4 };
  });
  const thin = map((x, y) => {
    const { magnitude, direction } = sobel[index(x, y)]!;
    const [dx, dy] = [
      [1, 0],
      [1, 1],
      [0, 1],
      [-1, 1],
    ][direction]! as [number, number];
    const [behind, ahead] = [sobel[index(x - dx, y - dy)]!.magnitude, sobel[index(x + dx, y + dy)]!.magnitude];
    return magnitude > behind && magnitude >= ahead ? magnitude : 0;
  });
  const isEdge = map((x, y) => {
    const neighbours = around.flatMap((j) => around.map((i) => thin[index(x + i, y + j)]!));
    return thin[index(x, y)]! >= low && Math.max(...neighbours) >= high;
  });
  return Uint8Array.from(isEdge.flatMap((is) => (is ? [255, 255, 255, 255] : [0, 0, 0, 255])));
}
