import { file, job as jobs, receipt as receipts, suite as suites, task as tasks } from '@assay/core';
import { newKey, newNonce, newSalt } from '@assay/runtime';
import { cases, seed } from '@assay/testkit';
import { describe, expect } from 'vitest';
import { commandTest, errorOf, type Place } from './command.js';
import * as shaders from './shaders.js';

const suite = suites.blake3();
const key = newKey();
const job = shaders.define();
const zeros = new Uint8Array(256);
const requester = { scheme: 'ed25519', publicKey: key.publicKey } as const;
const { task } = tasks.make({ job, files: new Map([['a', zeros]]), requester, nonce: newNonce(), suite });
const trace = jobs.versions(job).map(() => suite.root(zeros));
const receipt = receipts.issue({ task: tasks.id(task), trace, suite, secret: key.secret, salt: newSalt() });

const contents = {
  job: file.encode('job', job),
  task: file.encode('task', task),
  receipt: file.encode('receipt', receipt),
  key: file.encode('key', key),
} as const;
type Type = keyof typeof contents;
const types = Object.keys(contents) as Type[];

/** Everything in order but one file, which is used as whoever has it would. */
async function use(place: Place, type: Type, content: Uint8Array): ReturnType<Place['assay']> {
  for (const each of types) place.write(`${each}.assay`, each === type ? content : contents[each]);
  place.write('zeros', zeros);
  const args =
    type === 'receipt'
      ? 'replay receipt.assay --input a=zeros'
      : 'run job.assay --task task.assay --key key.assay --input a=zeros --out out';
  return place.assay(...args.split(' '), '--adapter', 'software', '--json');
}

/** Where the object itself lies, behind the checksum and before the type. */
function objectIn(content: Uint8Array): { start: number; end: number } {
  const text = Buffer.from(content).toString('latin1');
  return { start: text.indexOf('\xa6object') + 7, end: text.lastIndexOf('\xa4type') };
}

function flip(content: Uint8Array, bit: number): Uint8Array {
  const flipped = content.slice();
  flipped[bit >> 3]! ^= 1 << (bit & 7);
  return flipped;
}

describe.each(types)('a %s file', (type) => {
  const content = contents[type];

  commandTest('cut short anywhere is malformed, and nothing is run', async ({ place }) => {
    for (const lengthBytes of [0, content.length >> 1, content.length - 1]) {
      const ended = await use(place, type, content.subarray(0, lengthBytes));
      expect(ended, `${lengthBytes} bytes`).toMatchObject({ status: 3, stderr: '' });
      const { kind, code, where } = errorOf(ended);
      expect({ kind, code }).toEqual({
        kind: 'malformed',
        code: lengthBytes < 8 ? 'file.not-assay' : 'file.damaged',
      });
      expect(where).toContain(`${type}.assay`);
    }
    expect(place.names()).not.toContain('out');
  });

  commandTest('with a byte behind its end is damaged', async ({ place }) => {
    const ended = await use(place, type, Buffer.concat([content, Buffer.of(0)]));
    expect(ended).toMatchObject({ status: 3, stderr: '' });
    expect(errorOf(ended).code).toBe('file.damaged');
  });

  commandTest(`with a flipped bit in the object is damaged (seed ${seed()})`, async ({ place }) => {
    const { start, end } = objectIn(content);
    for (const bit of [8 * start, 8 * end - 1, ...drawn(cases(40), 8 * start, 8 * end)]) {
      const ended = await use(place, type, flip(content, bit));
      expect(ended, `bit ${bit}`).toMatchObject({ status: 3, stderr: '' });
      expect(errorOf(ended).code, `bit ${bit}`).toBe('file.damaged');
    }
  });

  commandTest(`with a flipped bit anywhere is malformed (seed ${seed()})`, async ({ place }) => {
    for (const bit of drawn(cases(60), 0, 8 * content.length)) {
      const ended = await use(place, type, flip(content, bit));
      expect(ended, `bit ${bit}`).toMatchObject({ status: 3, stderr: '' });
      expect(errorOf(ended).where).toContain(`${type}.assay`);
    }
  });

  commandTest('where another type is wanted: both are named', async ({ place }) => {
    const other = type === 'job' ? 'key' : 'job';
    const ended = await use(place, type, contents[other]);
    expect(ended.status).toBe(3);
    expect(errorOf(ended)).toMatchObject({ code: 'file.other-type' });
    expect(errorOf(ended).expected).toContain(type);
    expect(errorOf(ended).got).toContain(other);
  });

  commandTest('that is a text, a directory, nothing', async ({ place }) => {
    const text = await use(place, type, Buffer.from('{"assay": 1}\n'));
    expect(text.status).toBe(3);
    expect(errorOf(text).code).toBe('file.not-assay');
    expect(errorOf(await place.assay('inspect', '.', '--json')).code).toBe('file.is-directory');
    expect(errorOf(await place.assay('inspect', `${type}.nowhere`, '--json')).code).toBe('file.not-found');
  });
});

/** Numbers from `low` up to, not including, `high`, by the seed of the run (xorshift, Marsaglia 2003). */
function drawn(count: number, low: number, high: number): number[] {
  let state = seed() | 1;
  return Array.from({ length: count }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return low + ((state >>> 0) % (high - low));
  });
}
