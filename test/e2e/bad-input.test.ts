import { mkdirSync } from 'node:fs';
import { file, type job as jobs } from '@assay/core';
import { edges, matmul } from '@assay/kernels';
import { newKey } from '@assay/runtime';
import { describe, expect } from 'vitest';
import * as array from './array.js';
import { commandTest, type Ended, type Place, runTest } from './command.js';
import * as picture from './picture.js';
import * as shaders from './shaders.js';

const photo = picture.encode(picture.disc(24, 16));
const a = array.bytesOf(array.matrix(4, 8, 1));

/** A refusal for people: status, code, words; on stderr only, no stack, no JSON, and nothing was made. */
function expectRefusal(place: Place, ended: Ended, status: number, code: string, ...words: readonly string[]): void {
  const { stdout, stderr } = ended;
  expect(stderr).toContain(`(${code})`);
  for (const word of words) expect(stderr).toContain(word);
  expect({ status: ended.status, stdout }).toEqual({ status, stdout: '' });
  expect(stderr).toMatch(/^error: .*\.\n {2}.*\.? \([a-z0-9.-]+\)\n$/s);
  expect(stderr).not.toMatch(/^ +at |[{}]/m);
  expect(place.names().filter((name) => /out|partial/.test(name))).toEqual([]);
}

describe('a picture', () => {
  const use = async (place: Place, content: Uint8Array | string): Promise<Ended> => {
    place.write('bad.png', content);
    prepare(place, edges.job({ width: 24, height: 16 }));
    return run(place, '--input', 'picture=bad.png');
  };

  commandTest.for([
    ['a JPEG', Buffer.from('ffd8ffe000104a46494600010100', 'hex'), 'png.not-png', 'JPEG'],
    ['text', 'hello\n', 'png.not-png', 'text'],
    ['nothing', '', 'png.not-png', 'empty'],
    ['a PNG without its end', photo.subarray(0, photo.length - 20), 'png.damaged', 'bad.png'],
    ['a PNG without its pixels', photo.subarray(0, 33), 'png.damaged', 'bad.png'],
    ['a PNG with a flipped bit', photo.with(60, photo[60]! ^ 1), 'png.damaged', 'bad.png'],
  ] as const)('that is %s', async ([, content, code, word], { place }) => {
    expectRefusal(place, await use(place, content), 3, code, word);
  });

  commandTest('of another size: both sizes are named', async ({ place }) => {
    const other = picture.encode(picture.disc(25, 16));
    expectRefusal(place, await use(place, other), 4, 'input.wrong-shape', '24×16', '25×16');
  });

  commandTest('without a header tells no size', async ({ place }) => {
    place.write('bad.png', 'hello\n');
    const ended = await place.assay('job', 'edges', '--like', 'bad.png', '--out', 'edges.job');
    expectRefusal(place, ended, 3, 'png.not-png', 'bad.png');
    expect(place.names()).toEqual(['bad.png']);
  });

  commandTest('for an input that is no picture', async ({ place }) => {
    place.write('photo.png', photo);
    prepare(place, matmul.job({ m: 4, n: 4, k: 8 }));
    const ended = await run(place, '--input', 'a=photo.png', '--input', 'b=photo.png');
    expectRefusal(place, ended, 4, 'input.not-a-picture', 'photo.png', 'i8[4,8]');
  });
});

describe('an array', () => {
  commandTest.for([
    ['of another type', array.encode('<i2', [4, 8], new Uint8Array(64)), 4, 'input.wrong-type', 'i8[4,8]', 'i16'],
    ['of another shape', array.encode('|i1', [8, 4], a), 4, 'input.wrong-shape', 'i8[4,8]', 'i8[8,4]'],
    ['in Fortran order', array.encode('|i1', [4, 8], a, { isFortran: true }), 4, 'npy.fortran-order', 'ascontiguous'],
    ['of big-endian numbers', array.encode('>i4', [4, 8], new Uint8Array(128)), 4, 'npy.big-endian', 'astype'],
    ['of floats', array.encode('<f4', [4, 8], new Uint8Array(128)), 4, 'npy.', 'f4'],
    ['cut short', array.encode('|i1', [4, 8], a.subarray(1)), 3, 'npy.', 'a.npy'],
    ['that is text', Buffer.from('1 2 3\n'), 3, 'npy.', 'a.npy'],
    ['that is empty', Buffer.alloc(0), 3, 'npy.', 'a.npy'],
  ] as const)('%s', async ([, content, status, code, ...words], { place }) => {
    place.write('a.npy', content);
    place.write('b', new Uint8Array(32));
    prepare(place, matmul.job({ m: 4, n: 4, k: 8 }));
    const ended = await run(place, '--input', 'a=a.npy', '--input', 'b=b');
    const full = /\(([a-z0-9.-]+)\)\n$/.exec(ended.stderr)?.[1] ?? '';
    expect(full.startsWith(code), full).toBe(true);
    expectRefusal(place, ended, status, full, ...words);
  });
});

describe('the inputs', () => {
  commandTest.for([
    ['none', [], 'none for a'],
    ['without a file', ['a'], 'name=FILE'],
    ['without a name', ['=zeros'], '(a)'],
    ['under a wrong name', ['b=zeros'], '"b"'],
    ['twice', ['a=zeros', 'a=zeros'], 'second time'],
  ] as const)('%s', async ([, given, word], { place }) => {
    prepareShader(place);
    const options = given.flatMap((each) => ['--input', each]);
    expectRefusal(place, await run(place, ...options), 4, 'run.wrong-input-argument', word, 'assay inspect');
  });

  commandTest('that are not there, are a directory, too short, too long', async ({ place }) => {
    prepareShader(place);
    mkdirSync(place.at('folder'));
    place.write('short', new Uint8Array(252));
    place.write('long', new Uint8Array(257));
    const given = (name: string): Promise<Ended> => run(place, '--input', `a=${name}`);
    expectRefusal(place, await given('nowhere'), 4, 'file.not-found', 'nowhere');
    expectRefusal(place, await given('folder'), 4, 'file.is-directory', 'folder');
    expectRefusal(place, await given('short'), 4, 'input.wrong-size', '256', '252');
    expectRefusal(place, await given('long'), 4, 'input.wrong-size', '256', '257');
  });
});

describe('a shader', () => {
  runTest('with a syntax error: line and column, and the line itself', async ({ place }) => {
    prepareShader(place, { body: 'b[id.x] = a[id.x] +;' });
    const { status, stdout, stderr } = await run(place, '--input', 'a=zeros');
    expect({ status, stdout }).toEqual({ status: 4, stdout: '' });
    expect(stderr).toContain('line 4, column 22');
    expect(stderr).toMatch(/\n( +) {2}b\[id\.x\] = a\[id\.x\] \+;\n\1 {21}\^\n/);
    expect(stderr).toContain('(kernel.does-not-compile)');
    expectClean(place);
  });

  runTest('with an unknown name', async ({ place }) => {
    prepareShader(place, { body: 'b[id.x] = nobody;' });
    const { status, stderr } = await run(place, '--input', 'a=zeros');
    expect(status).toBe(4);
    expect(stderr).toMatch(/column 13.*nobody.*\(kernel\.does-not-compile\)/s);
    expectClean(place);
  });

  runTest('that the bindings of the job do not fit', async ({ place }) => {
    prepareShader(place, { binding: 2 });
    const { status, stderr } = await run(place, '--input', 'a=zeros');
    expect(status).toBe(4);
    expect(stderr).toContain('(kernel.does-not-fit)');
    expectClean(place);
  });
});

describe('the output', () => {
  commandTest('a directory that has something in it stays as it is', async ({ place }) => {
    prepareShader(place);
    mkdirSync(place.at('out'));
    place.write('out/mine', 'mine');
    const { status, stdout, stderr } = await run(place, '--input', 'a=zeros');
    expect({ status, stdout }).toEqual({ status: 4, stdout: '' });
    expect(stderr).toMatch(/out: .*nothing was overwritten.*\(output\.exists\)/s);
    expect(place.names().filter((name) => name.startsWith('out'))).toEqual(['out', 'out/mine']);
  });

  commandTest('a file, the working directory', async ({ place }) => {
    prepareShader(place);
    const into = (out: string): Promise<Ended> =>
      place.assay('run', 'it.job', '--input', 'a=zeros', '--key', 'me.key', '--out', out);
    expect(await into('zeros')).toMatchObject({ status: 4, stderr: expect.stringContaining('(output.exists)') });
    expect(await into('.')).toMatchObject({
      status: 4,
      stderr: expect.stringContaining('(output.is-working-directory)'),
    });
  });

  commandTest('a job file that exists is never replaced', async ({ place }) => {
    place.write('product.job', 'mine');
    const ended = await place.assay(...'job matmul -m 1 -n 1 -k 4 --out product.job'.split(' '));
    expect(ended).toMatchObject({ status: 4, stderr: expect.stringContaining('(output.exists)') });
    expect(Buffer.from(place.read('product.job')).toString()).toBe('mine');
  });
});

describe('the options of a job', () => {
  commandTest.for([
    ['no size', 'edges', 'job.no-size', '--like'],
    ['half a size', 'edges --width 10', 'job.no-size', 'only --width'],
    ['no pixels', 'edges --width 0 --height 5', 'edges.bad-size', '0×5'],
    ['thresholds in the wrong order', 'edges --width 5 --height 5 --low 9 --high 8', 'edges.bad-threshold', 'low 9'],
    ['a depth that fills no word', 'matmul -m 1 -n 1 -k 3', 'matmul.bad-size', 'multiple of 4'],
  ] as const)('%s', async ([, options, code, word], { place }) => {
    const ended = await place.assay('job', ...options.split(' '), '--out', 'it.job');
    expectRefusal(place, ended, 4, code, word);
    expect(place.names()).toEqual([]);
  });
});

function prepare(place: Place, job: jobs.Job): void {
  place.write('it.job', file.encode('job', job));
  place.write('me.key', file.encode('key', newKey()));
}

function prepareShader(place: Place, change: shaders.Change = {}): void {
  prepare(place, shaders.define(change));
  place.write('zeros', new Uint8Array(256));
}

function run(place: Place, ...options: readonly string[]): Promise<Ended> {
  return place.assay('run', 'it.job', ...options, '--key', 'me.key', '--out', 'out', '--adapter', 'software');
}

function expectClean(place: Place): void {
  expect(place.names()).toEqual(['it.job', 'me.key', 'zeros']);
}
