import { blake3 } from '@noble/hashes/blake3.js';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from './bytes.js';
import type * as challenges from './challenge.js';
import * as codec from './codec.js';
import * as costs from './costs.js';
import { isAssayError } from './errors.js';
import * as file from './file.js';
import type { ClaimId, Salt } from './identity.js';
import * as jobs from './job.js';
import * as keys from './key.js';
import * as owner from './owner.js';
import * as receipts from './receipt.js';
import * as suites from './suite.js';
import * as tasks from './task.js';
import { draft, outcome } from './testing/fixture.js';
import * as verdicts from './verdict.js';

const suite = suites.blake3();
const key = keys.fromSecret(new Uint8Array(32).fill(5));
/** As small as a job can be, so that every bit of its file can be flipped. */
const job = jobs.define({
  name: 'a',
  kernels: { k: { source: 's', bindings: { o: { binding: 0, access: 'write' } } } },
  steps: [{ kernel: 'k', grid: [1, 1, 1], writes: { o: { name: 'v', sizeBytes: 4, owner: owner.linear(1) } } }],
  outputs: ['v'],
});
const nonce = '00'.repeat(32) as tasks.Nonce;
const { task } = tasks.make({ job, files: new Map(), requester: keys.toIdentity(key), nonce, suite });
const trace = [suite.root(new Uint8Array(4))];
const salt = '11'.repeat(32) as Salt;
const receipt = receipts.issue({ task: tasks.id(task), trace, suite, secret: key.secret, salt, notes: { a: 1 } });
const verdict = verdicts.of('valid', receipts.id(receipt));
const costTable = costs.of(job, [[7]]);
const challenge: challenges.Challenge = {
  claim: receipts.id(receipt),
  source: { kind: 'hash' },
  samples: 1,
  held: [0],
};
const objects: file.Objects = { job, task, receipt, verdict, key, costs: costTable, challenge };
const types = Object.keys(objects) as file.ObjectType[];
const files = Object.fromEntries(types.map((type) => [type, file.encode(type, objects[type] as never)])) as Record<
  file.ObjectType,
  Uint8Array
>;

/** What refuses the bytes, as `kind code`; a code that says nothing of the file is an error of the test. */
function refusal(bytes: Uint8Array): string {
  try {
    file.decode(bytes);
    return 'accepted';
  } catch (error) {
    if (!isAssayError(error)) throw error;
    return `${error.kind} ${error.code}`;
  }
}

describe.each(types)('a %s file', (type) => {
  const bytes = files[type];

  it('F1: is read as it was written', () => {
    expect(file.decode(bytes)).toEqual({ type, object: objects[type] });
    expect(file.decodeAs(type, bytes)).toEqual(objects[type]);
    expect(file.encode(type, file.decodeAs(type, bytes) as never)).toEqual(bytes);
  });

  it('F1: begins with 84 a5 61 73 73 61 79 01 and holds the checksum', () => {
    expect(toHex(bytes.subarray(0, 8))).toBe('84a5617373617901');
    const { checksum, object } = codec.decode(bytes) as { checksum: Uint8Array; object: codec.Value };
    const context = new TextEncoder().encode('Assay 2026-11-20 file checksum v1');
    expect(toHex(checksum)).toBe(toHex(blake3(codec.encode(object), { context })));
  });

  it('every truncation is refused', () => {
    for (let length = 0; length < bytes.length; length++) {
      expect(refusal(bytes.subarray(0, length))).toBe(
        length < 8 ? 'malformed file.not-assay' : 'malformed file.damaged',
      );
    }
  });

  it('every flipped bit is refused', () => {
    const seen = new Set<string>();
    const objectAt = 8 + 1 + 8 + 2 + 32; // after the key "checksum" and its 32 bytes: the key "object"
    for (let bit = 0; bit < 8 * bytes.length; bit++) {
      const flipped = bytes.slice();
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      const code = refusal(flipped);
      seen.add(code);
      if (bit < 64) expect(code).toBe('malformed file.not-assay');
      // In the object nothing but damage can be the reason: the checksum is looked at before the object.
      else if (bit >= 8 * (objectAt + 7) && bit < 8 * (bytes.length - 6 - type.length)) {
        expect(code).toBe('malformed file.damaged');
      }
    }
    expect([...seen].every((code) => code.startsWith('malformed '))).toBe(true);
    expect(seen).not.toContain('accepted');
  });

  it('is refused as any other type', () => {
    for (const other of types) {
      if (other === type) continue;
      expect(outcome(() => file.decodeAs(other, bytes))).toBe('malformed file.other-type');
      const value = { ...(codec.decode(bytes) as codec.Fields), type: other };
      expect(refusal(codec.encode(value))).toBe('malformed shape.wrong-type');
    }
  });
});

describe('decode', () => {
  const value = codec.decode(files.job) as codec.Fields;
  const bytes = files.job;

  it.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(), 'malformed file.not-assay'],
    ['the bare object', jobs.encode(job), 'malformed file.not-assay'],
    ['another file', new TextEncoder().encode('\x89PNG\r\n\x1a\n and so on'), 'malformed file.not-assay'],
    ['a byte too many', Uint8Array.of(...bytes, 0), 'malformed file.damaged'],
    ['two files', Uint8Array.of(...bytes, ...bytes), 'malformed file.damaged'],
    ['F1: another version of the form', codec.encode({ ...value, assay: 2 }), 'malformed file.not-assay'],
    ['F1: another checksum', codec.encode({ ...value, checksum: new Uint8Array(32) }), 'malformed file.damaged'],
    ['F1: a checksum of 31 bytes', codec.encode({ ...value, checksum: new Uint8Array(31) }), 'malformed file.damaged'],
    ['F1: another object', codec.encode({ ...value, object: 1 }), 'malformed file.damaged'],
    ['F1: an unknown type', codec.encode({ ...value, type: 'toString' }), 'malformed file.damaged'],
  ])('refuses %s', (_, refused, expected) => {
    expect(refusal(bytes)).toBe('accepted');
    expect(refusal(refused)).toBe(expected);
  });

  it('a right checksum does not make an object right', () => {
    const wrap = (type: file.ObjectType, object: codec.Value): Uint8Array => {
      const context = new TextEncoder().encode('Assay 2026-11-20 file checksum v1');
      const checksum = blake3(codec.encode(object), { context });
      return codec.encode({ assay: 1, type, checksum, object });
    };
    expect(refusal(wrap('job', jobs.toValue(job)))).toBe('accepted');
    expect(refusal(wrap('job', { ...(jobs.toValue(job) as object), outputs: ['w'] }))).toBe(
      'invalid job.undefined-version',
    );
    expect(refusal(wrap('job', { ...(jobs.toValue(job) as object), version: 2 }))).toBe(
      'malformed shape.unknown-version',
    );
    const mismatched = { ...key, secret: fromHex('00'.repeat(32)) };
    expect(refusal(wrap('key', keys.shape.toValue(mismatched)))).toBe('invalid key.mismatch');
  });

  it('says what the file is', () => {
    expect(() => file.decodeAs('job', files.task)).toThrow('expected a job file, got a task file');
  });

  it('a receipt that can be decoded can be kept in a file', () => {
    let notes: codec.Fields = {};
    for (let depth = 0; depth < 15; depth++) notes = { n: notes };
    const deepest = receipts.decode(receipts.encode({ ...receipt, notes }));
    expect(outcome(() => file.encode('receipt', deepest))).toBe('accepted');
  });

  it('so can a verdict, whatever its evidence', () => {
    let evidence: codec.Fields = {};
    for (let depth = 0; depth < 15; depth++) evidence = { n: evidence };
    const deepest = verdicts.decode(verdicts.encode(verdicts.of('valid', '22'.repeat(32) as ClaimId, evidence)));
    expect(outcome(() => file.encode('verdict', deepest))).toBe('accepted');
  });

  it('F1, K9: and the largest object, but nothing larger', () => {
    const notes = (lengthBytes: number): receipts.Receipt => ({
      ...receipt,
      notes: { n: new Uint8Array(lengthBytes) },
    });
    const most = 2 ** 24 - receipts.encode(notes(65_536)).length + 65_536;
    const largest = receipts.decode(receipts.encode(notes(most)));
    expect(outcome(() => file.decode(file.encode('receipt', largest)))).toBe('accepted');
    expect(outcome(() => file.encode('receipt', notes(most + 1)))).toBe('exhausted codec.too-long');
    expect(refusal(new Uint8Array(2 ** 24 + 257).fill(0x84))).toBe('malformed file.not-assay');
    const bytes = new Uint8Array(2 ** 24 + 257);
    bytes.set(files.job);
    expect(refusal(bytes)).toBe('exhausted codec.too-long');
  });

  it('the fixture’s job too', () => {
    const larger = jobs.define(draft());
    expect(file.decodeAs('job', file.encode('job', larger))).toEqual(larger);
  });
});
