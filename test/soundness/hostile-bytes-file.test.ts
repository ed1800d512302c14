import { type codec, type costs, file, identity, job as jobs, bytes as octets } from '@assay/core';
import { cheater, honest } from '@assay/testkit';
import { proof, response as responses } from '@assay/verify';
import { describe, expect, it } from 'vitest';
import { check } from '../audited.js';
import { damaged } from '../hostile/damage.js';
import { forged } from '../hostile/forgeries.js';
import { attempt } from '../hostile/oracle.js';
import { flawless } from '../hostile/specimens.js';
import { pick, type Tally, tryMany } from '../hostile/trials.js';
import { decode, distorted, encode, withFields } from '../hostile/value.js';
import type { Random } from '../profile/mutation.js';

// Attack: files that are damaged, or distorted by somebody who mends the checksum. Each is refused by an error with a code, or it is the one
// encoding of its object: nobody makes two files, or two ids, of one object.

/** Files of every type. */
const files = [...flawless.slice(0, 3), forged[5]!].flatMap(({ worked, challenge }) => [
  file.encode('job', worked.job),
  file.encode('task', worked.task),
  file.encode('receipt', worked.receipt),
  file.encode('challenge', challenge),
  file.encode('verdict', check(worked, challenge).verdict),
  file.encode('key', honest.worker),
  file.encode('costs', { job: jobs.id(worked.job), steps: worked.job.steps.map(costsOf) }),
]);

function costsOf({ grid }: jobs.Step, index: number): costs.StepCosts {
  if (index > 0) return { kind: 'equal', weight: 1 + index };
  return { kind: 'each', weights: cheater.noise(4 * grid[0] * grid[1] * grid[2]) };
}

const canonical = (encodedAgain: Uint8Array, bytes: Uint8Array): string => {
  expect(octets.isEqual(encodedAgain, bytes)).toBe(true);
  return 'accepted';
};

const objects = files.map((bytes) => encode((decode(bytes) as codec.Fields).object!));

/** A file of an object in which something is changed, with the checksum of what it is now. */
function distortedFile(bytes: Uint8Array, chance: Random): Uint8Array {
  const envelope = decode(bytes);
  const { object } = envelope as codec.Fields;
  const changed = distorted(encode(object!), chance, objects);
  return encode(withFields(envelope, { object: decode(changed), checksum: identity.digest('file', changed) }));
}

const expectAll = (tally: Tally, ...codes: readonly string[]): void =>
  expect([...tally.keys()]).toEqual(expect.arrayContaining([...codes]));

describe('bytes that were once an object', () => {
  it('control: as they were, files are accepted', () => {
    for (const bytes of files) {
      const { type, object } = file.decode(bytes);
      expect(canonical(file.encode(type, object), bytes)).toBe('accepted');
    }
  });

  it('files of all types that are damaged are told as damaged', () => {
    const tally = tryMany(8000, (chance) => {
      const bytes = pick(chance, files);
      const changed = chance.next(3) === 0 ? distorted(bytes, chance, files) : damaged(bytes, chance, files);
      const found = attempt(() => file.decode(changed));
      if ('code' in found) return found.code;
      return canonical(file.encode(found.value.type, found.value.object), changed);
    });
    expectAll(tally, 'file.damaged', 'file.not-assay', 'accepted');
  });

  it('files whose checksum is mended are one object each, or none', () => {
    const tally = tryMany(10_000, (chance) => {
      const changed = distortedFile(pick(chance, files), chance);
      const found = attempt(() => file.decode(changed));
      if ('code' in found) return found.code;
      return canonical(file.encode(found.value.type, found.value.object), changed);
    });
    expectAll(tally, 'shape.wrong-value', 'shape.missing-field', 'shape.unknown-field', 'shape.wrong-type', 'accepted');
    expect([...tally.keys()].some((code) => code.startsWith('job.'))).toBe(true);
  });

  it('responses and fraud proofs are one object each, or none', () => {
    const encoded = flawless.map(({ response }) => response);
    const proofs = forged.map((one) => one.proof);
    const tally = tryMany(6000, (chance) => {
      const change = chance.next(3) === 0 ? damaged : distorted;
      if (chance.next(2) === 0) {
        const changed = change(pick(chance, proofs), chance, proofs);
        const found = attempt(() => proof.decode(changed));
        return 'code' in found ? found.code : canonical(proof.encode(found.value), changed);
      }
      const changed = change(pick(chance, encoded), chance, encoded);
      const found = attempt(() => responses.decode(changed));
      return 'code' in found ? found.code : canonical(responses.encode(found.value), changed);
    });
    expectAll(tally, 'shape.wrong-value', 'shape.wrong-type', 'codec.truncated', 'accepted');
  });
});
