import {
  challenge as challenges,
  codec,
  file,
  job as jobs,
  receipt as receipts,
  task as tasks,
  verdict,
} from '@assay/core';
import {
  audit,
  openAudit,
  proof,
  response as responses,
  verifyChallengeBytes,
  verifyReceiptBytes,
} from '@assay/verify';
import { describe, expect, it } from 'vitest';
import { forged } from '../hostile/forgeries.js';
import { attempt, mostMemory } from '../hostile/oracle.js';
import { flawless } from '../hostile/specimens.js';
import { mostSeconds, secondsOf } from '../hostile/trials.js';

// Attack: objects at their limits and beyond: longer than any may be, deeper, of more values, of counts that nothing follows, so that whoever
// reads them has no time or memory left. What is too long is refused before a byte of it is read; all else in a time that its length allows.

const [specimen] = flawless;
const { worked, challenge, options } = specimen!;
const { receipt, terms } = worked;
const accused = forged[3]!;

const MEBI = 2 ** 20;
/** What says how much follows. */
const heads = {
  'an array that says 2³²−1': [0xdd, 0xff, 0xff, 0xff, 0xff],
  'a map that says 2³²−1': [0xdf, 0xff, 0xff, 0xff, 0xff],
  'bytes that say 2³²−1': [0xc6, 0xff, 0xff, 0xff, 0xff],
  'a text that says 2³²−1': [0xdb, 0xff, 0xff, 0xff, 0xff],
  'an array of the length that follows': [0xdd, 0x00, 0x10, 0x00, 0x00],
} as const;

function filled(head: readonly number[], lengthBytes: number, byte: number): Uint8Array {
  const bytes = new Uint8Array(lengthBytes).fill(byte);
  bytes.set(head);
  return bytes;
}

/** What reads untrusted bytes, and the code that it ends in. */
const readers: Readonly<Record<string, { readonly most: number; readonly read: (bytes: Uint8Array) => string }>> = {
  receipt: { most: 2 ** 24, read: (bytes) => verifyReceiptBytes(bytes, terms).code },
  challenge: { most: 2 ** 24, read: (bytes) => verifyChallengeBytes(bytes, receipt, terms).code },
  response: { most: 2 ** 28, read: (bytes) => codeOf(() => responses.decode(bytes)) },
  'fraud proof': { most: 2 ** 28, read: (bytes) => proof.verifyFraudProof(bytes, receipt).code },
  job: { most: 2 ** 24, read: (bytes) => codeOf(() => jobs.decode(bytes)) },
  task: { most: 2 ** 24, read: (bytes) => codeOf(() => tasks.decode(bytes)) },
  file: { most: file.maxBytes, read: (bytes) => codeOf(() => file.decode(bytes)) },
};

const codeOf = (run: () => unknown): string => {
  const found = attempt(run);
  return 'code' in found ? found.code : 'accepted';
};

/** Fails where it takes longer than so many seconds. @returns what it ended in. */
function within(seconds: number, run: () => string): string {
  let ended = '';
  expect(
    secondsOf(() => {
      ended = run();
    }),
  ).toBeLessThan(seconds);
  return ended;
}

describe.each(Object.entries(readers))('whoever reads a %s', (_, { most, read }) => {
  it('looks at none that is too long', () => {
    const tooLong = new Uint8Array(most + 1);
    const ended = within(0.05, () => read(tooLong));
    expect(ended).toMatch(/malformed|too-long|not-assay/);
  });

  it.each(Object.entries(heads))('is soon done with %s', (__, head) => {
    // Zeros, or empty maps, which take most of the time and the memory that a byte can take.
    for (const byte of [0x00, 0x80]) {
      const ended = within(mostSeconds, () => read(filled(head, Math.min(most, 2 * MEBI), byte)));
      expect(ended).not.toBe('accepted');
    }
  });

  it('follows nests only so deep', () => {
    for (const byte of [0x91, 0x81]) expect(within(0.5, () => read(filled([], MEBI, byte)))).not.toBe('accepted');
  });
});

describe('what a verifier takes of an answer', () => {
  const longest = responses.longest(worked.job, openedSample(), () => false);

  function openedSample() {
    const opened = openAudit(receipt, terms, challenge, specimen!.response, options);
    if ('code' in opened) throw new Error(opened.code);
    return opened.sample;
  }

  it('control: the longest that may be needed is looked at', () => {
    const { verdict: found } = audit(receipt, terms, challenge, new Uint8Array(longest), options);
    expect(found.code).toBe('response.malformed');
  });

  it('a byte more is not', () => {
    const { verdict: found } = audit(receipt, terms, challenge, new Uint8Array(longest + 1), options);
    expect(found.code).toBe('response.too-large');
    expect(verdict.outcomeOf(found)).toBe('withheld');
  });

  it('his own limit comes first', () => {
    const { length } = specimen!.response;
    const of = (mostBytes: number) => audit(receipt, terms, challenge, specimen!.response, { ...options, mostBytes });
    expect(of(length).verdict.code).toBe('valid');
    expect(of(length - 1).verdict.code).toBe('response.too-large');
  });
});

describe('an object of as many values as there may be', () => {
  const values = (count: number): Uint8Array =>
    codec.encode(
      Array.from({ length: count - 1 }, () => 0),
      { ...codec.defaultLimits, maxValues: 2 ** 23 },
    );

  it.each([
    ['a challenge', 2 ** 20, (bytes: Uint8Array) => codeOf(() => challenges.decode(bytes))],
    ['a receipt', 2 ** 20, (bytes: Uint8Array) => codeOf(() => receipts.decode(bytes))],
    ['a response', 2 ** 22, (bytes: Uint8Array) => codeOf(() => responses.decode(bytes))],
    ['a fraud proof', 2 ** 22, (bytes: Uint8Array) => codeOf(() => proof.decode(bytes))],
  ])('%s: %i are counted, and one more is too many', (_, count, read) => {
    expect(within(mostSeconds, () => read(values(count)))).toBe('shape.wrong-value');
    expect(within(mostSeconds, () => read(values(count + 1)))).toBe('codec.too-many');
  });

  it('pages of one opening, all that there may be', () => {
    const made = proof.decode(accused.proof);
    if (made.finding.kind !== 'cell') throw new Error('another kind');
    const [first] = made.finding.openings;
    const list = Array.from({ length: 131_072 }, (_, i) => 2 * i);
    const openings = [{ ...first!, pages: list }];
    const bytes = proof.encode({ ...made, finding: { ...made.finding, openings } });
    expect(within(mostSeconds, () => proof.verifyFraudProof(bytes, accused.worked.receipt).code)).toBe(
      'proof.wrong-opening',
    );
  });
});

describe('memory', () => {
  // A million empty maps take 0.2 GiB, and what was read before may not have been let go of yet.
  it('of all this stays below two gigabytes', () => expect(mostMemory()).toBeLessThan(2048));
});
